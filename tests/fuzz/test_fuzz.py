"""Bytes of strangers by the thousand: every input ends in a report, or in the reason why there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.arena import KINDS, Arena, hunt

SECONDS = 300 if os.environ.get("TALENT_DATASET_TIER") == "full" else 10
FOUND = Path(__file__).with_name("found")

if sys.platform == "win32":
    pytest.skip("there is no fork", allow_module_level=True)


@pytest.mark.parametrize("kind", KINDS)
def test_every_input_ends_well_in_ten_seconds_and_a_gibibyte(kind: str) -> None:
    assert [failure for failure, _ in hunt(kind, SECONDS)] == []


@pytest.mark.parametrize("name", sorted(each.name for each in FOUND.iterdir()))
def test_what_was_found_once_ends_well(name: str) -> None:
    arena = Arena()
    try:
        assert arena.end_of({each.name: each.read_bytes() for each in (FOUND / name).iterdir()}, is_used=True) == ""
    finally:
        arena.close()


def test_an_input_that_ends_badly_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.arena.PEAK", 1)
    failure, package = next(hunt("files", 20))
    assert (failure.name.rpartition(" ")[2], failure.end.endswith(" MiB")) == ("0", True)
    assert "datapackage.json" in package


@pytest.mark.full
def test_no_package_makes_the_validation_fail(tmp_path: Path) -> None:
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed (pip install atheris)")
    fuzzer = Path(__file__).with_name("packages.py")
    command = [sys.executable, str(fuzzer), str(tmp_path), "-max_total_time=120", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-5_000:]
