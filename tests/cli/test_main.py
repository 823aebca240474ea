"""The command as a whole: help, version, errors, exit codes, pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from talent_dataset import __version__
from talent_dataset.cli import explain, main
from talent_dataset.cli.main import COMMANDS, parser
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError

if TYPE_CHECKING:
    from argparse import Namespace

COMMAND = [sys.executable, "-m", "talent_dataset"]


def _stopped(arguments: list[str]) -> int | str | None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return stop.value.code


def test_the_version_is_that_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert _stopped(["--version"]) == 0
    assert capsys.readouterr().out == f"talent-dataset {__version__}\n"


def test_without_a_command_help_is_shown_and_nothing_was_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("usage: talent-dataset")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("valdate", "talent-dataset: error: argument COMMAND: 'valdate' is not known. Did you mean \"validate\"?"),
        ("validate --fromat=json", 'validate: error: unrecognized arguments: --fromat=json. Did you mean "--format"?'),
        ("validate --format jsn", "validate: error: argument --format: 'jsn' is not known. Did you mean \"json\"?"),
        ("evidence show --formt json a b", 'show: error: unrecognized arguments: --formt. Did you mean "--format"?'),
        ("validate --zzz", "validate: error: unrecognized arguments: --zzz"),
        (
            "validate a.csv b.csv c.csv",
            (
                "more than one PATH: b.csv c.csv. One PATH is checked at a time: name a package that lists the files, "
                "or call the command for each."
            ),
        ),
    ],
)
def test_a_word_that_is_not_known_is_answered_with_the_one_that_was_meant(
    arguments: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _stopped(arguments.split()) == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(told)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_by_examples_and_says_the_exit_codes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _stopped([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"\nexamples:\n  talent-dataset {name}" in shown
    assert "\nexit codes:\n  0  " in shown


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_fits_80_columns(
    name: str | None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _stopped(["--help"] if name is None else [name, "--help"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_every_command_is_listed() -> None:
    shown = parser().format_help()
    assert all(f"\n    {name} " in shown for name in COMMANDS)


def test_a_wrong_call_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert _stopped(["validate", "--limit", "-1"]) == 2
    assert capsys.readouterr().err.endswith("argument --limit: '-1' is neither a number from 0 nor all\n")


def _failing(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def run(_: Namespace) -> int:
        raise error

    monkeypatch.setattr(explain, "run", run)
    return main(["explain"])


def test_an_error_is_one_message_with_its_hint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _failing(CannotCheckError("There is no x.json.\x1b[2J", hint="Look again."), monkeypatch) == 2
    assert capsys.readouterr().err == "error: There is no x.json.\\x1b[2J\n       Look again.\n"


def test_invalid_data_where_valid_data_are_needed_exit_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _failing(InvalidDataError("no"), monkeypatch) == 1


def test_an_interruption_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _failing(KeyboardInterrupt(), monkeypatch) == 130
    assert capsys.readouterr().err == "interrupted\n"


class Panic(BaseException):
    """As polars raises where its own code fails: it is no ``Exception``."""


@pytest.mark.parametrize("error", [ZeroDivisionError("by zero"), RecursionError("deep"), Panic("at the disco")])
def test_a_crash_has_a_code_of_its_own_and_says_whose_fault_it_is_and_what_to_send(
    error: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert _failing(error, monkeypatch) == 70
    trace, _, said = capsys.readouterr().err.partition("crash: ")
    assert trace.startswith("Traceback (most recent call last):\n")
    assert trace.endswith(f"{error}\n")
    assert said == (
        f"This is a fault of talent-dataset {__version__}, not of your data.\n"
        "       Please report it to its maintainers, with the traceback above, the\n"
        "       command and, if you may, the data that it was about. The command:\n"
        "       talent-dataset explain\n"
    )


def test_too_little_memory_is_no_verdict_and_no_crash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _failing(MemoryError(), monkeypatch) == 2
    assert capsys.readouterr().err.startswith("error: There is not enough memory for this.\n")


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen([*COMMAND, "explain"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal sends the signal there")
def test_control_c_ends_a_process_without_a_traceback() -> None:
    code = (
        "import sys, time; from talent_dataset.cli import explain, main\n"
        "explain.run = lambda _: print('on', flush=True) or time.sleep(60)\n"
        "sys.exit(main(['explain']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"on\n"
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b"interrupted\n"


def test_a_pipe_gets_utf_8_wherever_it_runs() -> None:
    done = subprocess.run(
        [*COMMAND, "explain", "cell/max-length"],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""} | _python_path(),
    )
    assert "四川" in done.stdout.decode("utf-8")


def _python_path() -> dict[str, str]:
    """Where this process finds the library, for one whose environment is empty."""
    return {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def test_starting_loads_neither_polars_nor_pandera_nor_frictionless_nor_rich() -> None:
    code = (
        "import sys; from talent_dataset.cli import main; main(['explain'])\n"
        "print(sorted({'polars', 'pandera', 'frictionless', 'rich', 'talent_dataset.schemas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_call_loads_the_command_that_it_names_and_no_other() -> None:
    code = (
        "import atexit, sys; from talent_dataset.cli import main\n"
        "named = lambda: print(sorted(n for n in sys.modules if n.startswith('talent_dataset.cli.')))\n"
        "atexit.register(named); main(['evidence', 'list'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    shared = ["commands", "evidence", "main", "output"]
    assert done.stdout.splitlines()[-1] == str([f"talent_dataset.cli.{name}" for name in shared])
