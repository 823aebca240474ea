"""The scripts that set up and check do what the README says of them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, root / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_is_told_what_is_needed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    assert script(root, "bootstrap").main(["dataset"]) == 2
    assert "needs Python 3.11 or newer; this is 3.9.18" in capsys.readouterr().err


def test_the_environment_gets_its_packages_from_the_pip_at_hand(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap = script(root, "bootstrap")
    monkeypatch.setattr(bootstrap, "find_spec", lambda _: True)
    folder = tmp_path / "venv"
    python = str(folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    pip = bootstrap.make_environment(folder, python)
    assert pip[:2] == [sys.executable, "-m"]
    assert pip[-2:] == ["--python", python]
    code = "import importlib.util; print(importlib.util.find_spec('pip'))"
    assert subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout == "None\n"


def test_what_is_prepared_is_not_prepared_again(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = script(root, "bootstrap")
    installed: list[str] = []
    monkeypatch.setenv("TALENT_DATASET_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(bootstrap, "find_spec", lambda _: True)
    monkeypatch.setattr(bootstrap, "run", lambda command, **_: installed.append(command[-1]))
    first = bootstrap.prepare("run")
    assert installed == [str(root / "requirements" / "run.txt"), str(root)]
    assert bootstrap.prepare("run") == first
    assert len(installed) == 2
    bootstrap.prepare("dev")
    assert bootstrap.prepare("run") == bootstrap.prepare("dev") == first
    assert len(installed) == 4


def test_readers_have_an_environment_without_our_package(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap = script(root, "bootstrap")
    installed: list[str] = []
    called: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        called.append(command)
        return 0

    monkeypatch.setenv("TALENT_DATASET_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(bootstrap, "find_spec", lambda _: True)
    monkeypatch.setattr(bootstrap, "run", lambda command, **_: installed.append(command[-1]))
    monkeypatch.setattr(bootstrap, "call", call)
    assert bootstrap.main(["readers", "-k", "csv"]) == 0
    assert bootstrap.main(["readers"]) == 0
    assert installed == [str(root / "requirements" / "readers.txt")]
    python, *first = called[0]
    assert Path(python).parent.parent == tmp_path / "venv-readers"
    assert first == ["-m", "pytest", "-c", "tests/readers/pytest.ini", "tests/readers", "-k", "csv"]


def test_the_dataset_is_not_built_when_it_is_not_valid(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = script(root, "bootstrap")
    commands: list[str] = []

    def call(command: list[str], **_: object) -> int:
        commands.append(command[3])
        return 1

    monkeypatch.setattr(bootstrap, "call", call)
    assert bootstrap.build_dataset("python", ["--out", "x"]) == 1
    assert commands == ["validate"]


def test_all_gates_run_and_the_failed_ones_are_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check = script(root, "check")
    gates = {"one": lambda _full: False, "two": bool, "three": lambda _full: True}
    monkeypatch.setattr(check, "_gates", lambda: gates)
    assert check.main([]) == 1
    assert capsys.readouterr().out.endswith("gates that failed: one, two\n")
    assert check.main(["two", "three", "--full"]) == 0


def test_a_gate_that_does_not_exist_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        script(root, "check").main(["lnt"])
    assert "no such gate: lnt" in capsys.readouterr().err


def test_continuous_integration_runs_the_command_of_the_readme(root: Path) -> None:
    command = "python3 tools/bootstrap.py check"
    assert f"exec {command} </dev/null" in (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert command in (root / "README.md").read_text(encoding="utf-8").splitlines()
