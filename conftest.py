"""What holds for all tests; the examples of the documentation are run as tests too."""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from hypothesis import HealthCheck, settings
from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


# A slow machine must not fail a law, so there is no deadline; the fast tier draws the same examples every time.
settings.register_profile(
    "fast", max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("full", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("TALENT_DATASET_TIER", "fast"))


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
    code, shown = _run(words[1:])
    if code != int(comment or 0):
        return f"{line}: exit {code}\n{shown}"
    missing = [wanted for wanted in expected.splitlines() if wanted.strip(" .") and wanted not in shown]
    return f"{line}: the output lacks {missing}\n{shown}" if missing else None


def _run(arguments: list[str]) -> tuple[int, str]:
    """Run our command in this process, which is quick; its exit code, and all that it prints."""
    from talent_dataset.cli import main

    kept = {name: text for name, text in os.environ.items() if name != "TALENT_DATASET_TEXTS"}
    with (
        mock.patch.dict(os.environ, {**kept, "NO_COLOR": "1", "COLUMNS": "120"}, clear=True),
        redirect_stdout(StringIO()) as shown,
        redirect_stderr(shown),
    ):
        try:
            return main(arguments), shown.getvalue()
        except SystemExit as stop:
            return int(stop.code or 0), shown.getvalue()


def find_files(document: Document) -> Iterator[Region]:
    """Blocks that begin with a language and a path (``csv data/a.csv``) are files, and written where they stand."""
    for region in RawFencedCodeBlockLexer(re.compile(r"(?:csv|json|text) (?P<path>\S+)$\n", re.MULTILINE))(document):
        region.parsed = region.lexemes
        region.evaluator = write_file
        yield region


def write_file(example: Example) -> None:
    """Write a file of the documentation."""
    path = Path(example.parsed["path"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.parsed["source"], encoding="utf-8", newline="\n")


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
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=run_console),
        find_files,
        SkipParser(),
    ],
    patterns=["*.md"],
    excludes=["tests/**", "CHANGELOG.md"],
    setup=enter_folder,
    teardown=leave_folder,
).pytest()
