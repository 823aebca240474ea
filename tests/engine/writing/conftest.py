"""Commands that fail while they write."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.steps import Worker

if sys.platform == "win32":
    collect_ignore_glob = ["test_faults.py"]  # there is no fork


class Writer(Worker):
    """Runs commands in processes of their own, which may fail, or wait, at a step."""

    def __init__(self) -> None:
        super().__init__("tests.engine.writing.faulty_writer")

    def __call__(self, folder: Path, *arguments: str, **options: Any) -> tuple[str, int]:
        """Run a command: how it ended, and its steps."""
        self.begin(folder, *arguments, **options)
        return self.end()

    def begin(self, folder: Path, *arguments: str, at: int = 0, kind: str = "", **more: Any) -> None:
        """Have it begin."""
        self.start(folder=str(folder), arguments=arguments, at=at, kind=kind, **more)


@pytest.fixture(scope="session")
def writer() -> Iterator[Writer]:
    """A writer."""
    one = Writer()
    yield one
    one.close()


@pytest.fixture(scope="session")
def another_writer() -> Iterator[Writer]:
    """Another one, at the same time."""
    one = Writer()
    yield one
    one.close()
