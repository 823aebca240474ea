"""Any validator as a command: how it is started, asked, and what its words mean."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from queue import Empty, Queue
from subprocess import DEVNULL, PIPE, Popen
from threading import Thread
from typing import Any, Protocol

from conformance.cases import HERE, Report, Vector

# How long the value of one cell may take, in seconds.
SOON = 60


class Validator(Protocol):
    """What can be asked: of a package whether it is valid, of a cell what its value is."""

    def report(self, path: Path, timeout: int) -> Report:
        """What it says of a package, in the words of the suite."""

    def value(self, vector: Vector) -> Report | None:
        """What it reads a cell as; ``None`` if it does not tell values."""


def registered() -> dict[str, dict[str, str]]:
    """The validators of ``validators.toml``; where the files of their words are is told in full."""
    known = tomllib.loads((HERE / "validators.toml").read_text(encoding="utf-8"))
    return {name: said | {"mapping": str(HERE / said["mapping"])} for name, said in known.items()}


def words(mapping: Path | None) -> dict[str, str]:
    """A file of names: the validator's to ours."""
    return json.loads(mapping.read_text(encoding="utf-8")) if mapping else {}


def translated(report: Report, names: Mapping[str, str]) -> Report:
    """A report in the words of the suite."""
    return report | {"errors": [_translated(error, names) for error in report.get("errors", [])]}


def _translated(error: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """An error by our name; what stands behind a colon is the constraint that is broken."""
    theirs = str(error.get("type"))
    pattern = next((name for name in names if fnmatchcase(theirs, name)), None)
    ours, _, constraint = names.get(theirs, names[pattern] if pattern else theirs).partition(":")
    return {**error, "type": ours} | ({"constraint": constraint} if constraint else {})


@dataclass
class Commands:
    """A validator behind commands."""

    reports: str
    values: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    _lines: dict[str, Lines] = field(default_factory=dict)

    def report(self, path: Path, timeout: int) -> Report:
        """Start the command for this package where it takes a path; else ask the one that runs."""
        if "{}" in self.reports:
            return translated(
                _once([part.replace("{}", str(path)) for part in _words(self.reports)], timeout), self.names
            )
        return translated(self._ask(self.reports, str(path), timeout), self.names)

    def value(self, vector: Vector) -> Report | None:
        """Ask the command of values."""
        asked = {
            key: vector[key] for key in ("id", "type", "format", "options", "constraints", "missingValues", "cell")
        }
        return self._ask(self.values, json.dumps(asked), SOON) if self.values else None

    def _ask(self, command: str, line: str, timeout: int) -> Report:
        if command not in self._lines:
            self._lines[command] = Lines(_words(command))
        return self._lines[command].ask(line, timeout)

    def close(self) -> None:
        """End what runs."""
        for lines in self._lines.values():
            lines.stop()


def _words(command: str) -> list[str]:
    return [sys.executable if word == "python" else word for word in shlex.split(command)]


def version_of(command: str) -> str:
    """What a command prints."""
    return subprocess.run(_words(command), capture_output=True, text=True, check=True, cwd=HERE.parent).stdout.strip()


def _once(command: Sequence[str], timeout: int) -> Report:
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout, check=False, cwd=HERE.parent)
    except subprocess.TimeoutExpired:
        return {"timeout": timeout}
    return _parsed(done.stdout.decode("utf-8", "replace"), f"exit {done.returncode}")


def _parsed(text: str, otherwise: str) -> Report:
    try:
        found = json.loads(text)
    except ValueError:
        return {"crash": otherwise}
    return found if isinstance(found, dict) else {"crash": "no object"}


class Lines:
    """A command that answers every line with a line of JSON; started anew where it dies or is too slow."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start nothing yet."""
        self.command = command
        self.process: Popen[str] | None = None
        self.reader = Thread()
        self.answers: Queue[str] = Queue()

    def ask(self, line: str, timeout: int) -> Report:
        """The answer to a line."""
        process = self._running()
        try:
            print(line, file=process.stdin, flush=True)
            answer = self.answers.get(timeout=timeout)
        except Empty:
            self.stop()
            return {"timeout": timeout}
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.stop()
        return _parsed(answer, "the process has ended")

    def _running(self) -> Popen[str]:
        if self.process is None or self.process.poll() is not None:
            self.stop()
            pipes: dict[str, Any] = {"stdin": PIPE, "stdout": PIPE, "stderr": DEVNULL}
            self.process = Popen(self.command, **pipes, encoding="utf-8", cwd=HERE.parent)
            self.answers = Queue()
            self.reader = Thread(target=_pass_on, args=(self.process.stdout, self.answers), daemon=True)
            self.reader.start()
        return self.process

    def stop(self) -> None:
        """End the command."""
        if self.process:
            self.process.kill()
            self.reader.join()
            with suppress(BrokenPipeError), self.process:
                pass
            self.process = None


def _pass_on(lines: Any, answers: Queue[str]) -> None:
    """Hand on each line, and nothing (``""``) at the end."""
    for line in lines:
        answers.put(line)
    answers.put("")
