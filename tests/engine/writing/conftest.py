"""Commands that fail while they write."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_faults.py"]  # there is no fork


class Writer:
    """Runs commands in processes of their own, which may fail, or wait, at a step."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.engine.writing.faulty_writer"]
        root = Path(__file__).parents[3]
        self._process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, folder: Path, *arguments: str, **options: Any) -> tuple[str, int]:
        """Run a command: how it ended, and its steps."""
        self.begin(folder, *arguments, **options)
        return self.end()

    def begin(self, folder: Path, *arguments: str, at: int = 0, kind: str = "", **more: Any) -> None:
        """Have it begin."""
        assert self._process.stdin is not None
        job = {"folder": str(folder), "arguments": arguments, "at": at, "kind": kind, **more}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()

    def has_ended(self) -> bool:
        """Whether it has."""
        assert self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def end(self) -> tuple[str, int]:
        """Wait until it has ended."""
        assert self._process.stdout is not None
        how, steps = json.loads(self._process.stdout.readline())
        return how, steps

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


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
