"""What the hook does where cargo fails, and in a checkout; whole builds are in `test_native_build`."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CARGO = """#!/bin/sh
while [ "$1" != --target-dir ]; do shift; done
{command}
"""
BUILDS = 'mkdir -p "$2/release" && printf new > "$2/release/{made}"'
FAILS = "exit 101"

Initialize = Callable[[str], dict[str, Any]]
"""Runs the hook for a version of the wheel (``standard``, ``editable``), and gives back what it asks of hatchling."""


@pytest.fixture(scope="module")
def hook(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def initialize(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Initialize:
    for name in ("TALENT_DATASET_PURE", "TALENT_DATASET_NATIVE"):
        monkeypatch.delenv(name, raising=False)

    def run(version: str) -> dict[str, Any]:
        build_data: dict[str, Any] = {"pure_python": True, "force_include": {}}
        made = hook.NativeHook(str(tmp_path), {}, None, None, str(tmp_path / "dist"), "wheel")
        made.initialize(version, build_data)
        return build_data

    return run


@pytest.fixture
def cargo(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """Puts a cargo on the path that runs a command, or none."""

    def put(command: str | None) -> None:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        if command is not None:
            file = folder / "cargo"
            file.write_text(CARGO.format(command=command.format(made=hook.MADE)), encoding="utf-8")
            file.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin" if command is not None else str(folder))

    return put


@pytest.fixture
def old(hook: ModuleType, tmp_path: Path) -> Path:
    """A library beside the sources, built before."""
    place: Path = tmp_path / "src" / hook.INSIDE
    place.parent.mkdir(parents=True)
    place.write_text("old", encoding="utf-8")
    return place


PURE = {"pure_python": True, "force_include": {}}


@pytest.mark.parametrize("command", [None, FAILS])
def test_where_cargo_is_not_or_fails_the_wheel_is_pure(
    initialize: Initialize, cargo: Callable[[str | None], None], command: str | None
) -> None:
    cargo(command)
    assert initialize("standard") == PURE


@pytest.mark.parametrize(("command", "reason"), [(None, "there is no cargo"), (FAILS, "cargo does not build")])
def test_where_it_is_wanted_that_it_cannot_be_built_is_an_error(
    initialize: Initialize,
    cargo: Callable[[str | None], None],
    monkeypatch: pytest.MonkeyPatch,
    command: str | None,
    reason: str,
) -> None:
    cargo(command)
    monkeypatch.setenv("TALENT_DATASET_NATIVE", "1")
    with pytest.raises(RuntimeError, match=reason):
        initialize("standard")


def test_a_checkout_that_is_installed_has_the_library_beside_its_sources(
    initialize: Initialize, cargo: Callable[[str | None], None], old: Path
) -> None:
    cargo(BUILDS)
    assert initialize("editable") == PURE
    assert old.read_text(encoding="utf-8") == "new"
    assert [each.name for each in old.parent.iterdir()] == [old.name]


@pytest.mark.parametrize("command", [None, FAILS])
def test_a_library_of_other_sources_does_not_stay_where_none_is_built(
    initialize: Initialize, cargo: Callable[[str | None], None], old: Path, command: str | None
) -> None:
    cargo(command)
    initialize("editable")
    assert not old.exists()
