"""Hostile packages: validated here, or in a process of their own under a limit of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pytest

from talent_dataset import validate
from talent_dataset.render import plain, report_lines

SLOW = 20
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # there is no fork


@dataclass(frozen=True)
class Outcome:
    """What came of a validation.

    Attributes:
        report: The report, or ``None`` where it could not be checked.
        text: The report as people read it.
        refused: Why it could not be checked.
        seconds: The time it took.
        peak: The memory it took at most, in MiB; an empty package takes about 90.
    """

    report: dict[str, Any] | None
    text: str
    refused: str
    seconds: float
    peak: int

    @property
    def codes(self) -> set[str]:
        """The codes of all issues."""
        assert self.report is not None, self.refused
        return set(self.report["totals"])

    @property
    def messages(self) -> str:
        """What all issues say."""
        assert self.report is not None, self.refused
        return "\n".join(issue["message"] for issue in self.report["issues"])

    @property
    def skipped(self) -> dict[str, str]:
        """Why checks did not run, by their code."""
        assert self.report is not None, self.refused
        return {each["code"]: each["reason"] for each in self.report["checks"]["skipped"]}


Attack = Callable[..., Outcome]


class Server:
    """The process that validates."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("server.py"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._input: TextIO = self._process.stdin  # type: ignore[assignment]
        self._output: TextIO = self._process.stdout  # type: ignore[assignment]

    def validate(self, source: Path | str, *, seconds: float = 20, peak: int = 600, **options: Any) -> Outcome:
        """What comes of it; fails where it crashes, hangs, dies, or takes more memory than it may."""
        self._input.write(json.dumps({"source": str(source), "seconds": seconds, "options": options}) + "\n")
        self._input.flush()
        found = json.loads(self._output.readline())
        assert "crash" not in found, found["trace"]
        assert "end" not in found, found["end"]
        assert found["peak"] <= peak, f"{found['peak']} MiB"
        outcome = (found.get("report"), found.get("text", ""), found.get("refused", ""))
        return Outcome(*outcome, found["seconds"], found["peak"])

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One process for all tests: starting it costs more than most of them."""
    process = Server()
    yield process
    process.close()


@pytest.fixture
def attack(request: pytest.FixtureRequest, tmp_path: Path) -> Attack:
    """Writes a package of one table and validates it: ``attack(schema, {"t.csv": ...}, resource={...}, ...)``.

    With ``is_guarded`` in a process of its own, which may take ``seconds`` and ``peak`` MiB.
    """

    def run(
        schema: Any = None,
        files: dict[str, str | bytes] | None = None,
        *,
        resource: dict[str, Any] | None = None,
        package: dict[str, Any] | None = None,
        is_guarded: bool = False,
        **options: Any,
    ) -> Outcome:
        described = {"name": "t", "path": "t.csv"} | ({} if schema is None else {"schema": schema}) | (resource or {})
        described = {name: value for name, value in described.items() if value is not None}
        descriptor = {"$schema": V2, "name": "p", "resources": [described]} | (package or {})
        write(tmp_path, {"datapackage.json": json.dumps(descriptor), **(files or {})})
        return (
            request.getfixturevalue("server").validate(tmp_path, **options) if is_guarded else here(tmp_path, **options)
        )

    return run


def here(source: Path, **options: Any) -> Outcome:
    """What comes of it in this process; any exception fails the test."""
    started = time.monotonic()
    report = validate(source, **options)
    seconds = time.monotonic() - started
    assert seconds < SLOW, f"{seconds:.0f} s"
    return Outcome(report.to_dict(), plain(report_lines(report)), "", seconds, 0)


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Files by their paths."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
