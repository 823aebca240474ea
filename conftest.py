"""What holds for all tests; the examples of the documentation are run as tests too."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Tests never write into the cache of the user."""
    folder = tempfile.TemporaryDirectory()
    config.add_cleanup(folder.cleanup)
    os.environ["TALENT_DATASET_CACHE"] = folder.name


def run_console(example: Example) -> str | None:
    """Run the lines of a ``console`` block that call our command; hold the output that follows against theirs.

    A line ``$ talent-dataset ...`` starts a command; the lines up to the next one are its output, in which a line of
    ``...`` stands for anything. A comment ``# exit 1`` behind the command is the exit code expected.
    """
    for entry in f"\n{example.parsed}".split("\n$ ")[1:]:
        line, _, expected = entry.partition("\n")
        if problem := _run_line(line, expected):
            return problem
    return None


def _run_line(line: str, expected: str) -> str | None:
    command, _, comment = line.partition("  # exit ")
    words = shlex.split(command)
    if words[0] != "talent-dataset":
        return None
    done = subprocess.run(  # noqa: S603 - the command line is ours, from our own documentation
        [sys.executable, "-m", "talent_dataset", *words[1:]],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={name: text for name, text in os.environ.items() if name != "TALENT_DATASET_TEXTS"}
        | {"NO_COLOR": "1", "COLUMNS": "120"},
    )
    if done.returncode != int(comment or 0):
        return f"{line}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    missing = [wanted for wanted in expected.splitlines() if wanted.strip(" .") and wanted not in done.stdout]
    return f"{line}: the output lacks {missing}\n{done.stdout}" if missing else None


def enter_folder(namespace: dict[str, Any]) -> None:
    """Examples run in a folder of their own, so that they may write files."""
    folder = tempfile.TemporaryDirectory()
    namespace["_leave"] = (folder, Path.cwd())
    os.chdir(folder.name)


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back to where the tests run."""
    folder, former = namespace["_leave"]
    os.chdir(former)
    folder.cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser(language="console", evaluator=run_console), SkipParser()],
    patterns=["*.md"],
    excludes=["tests/**", "CHANGELOG.md"],
    setup=enter_folder,
    teardown=leave_folder,
).pytest()
