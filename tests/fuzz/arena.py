"""Inputs by the thousand, each in a process of its own: ``python -m tests.fuzz.arena files 600 --seed 7``.

An input fails where it ends in anything but a report or a ``CannotCheckError``, or takes more than 10 seconds, or more
than 1 GiB. It is named by what made it and its seed, which make it again; ``--keep`` writes it to a folder.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from tests.fuzz import descriptors, files

SECONDS, PEAK = 10, 1024
SERVER = Path(__file__).parents[1] / "safety" / "server.py"
# Files in memory are ten times quicker.
ROOT = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of our own in it

Input = Mapping[str, bytes]
"""The files of a package."""


@dataclass(frozen=True)
class Failure:
    """An input that ends otherwise than it should."""

    name: str
    end: str


class Arena:
    """The process that forks one for each input."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._input: TextIO = self._process.stdin  # type: ignore[assignment]
        self._output: TextIO = self._process.stdout  # type: ignore[assignment]

    def end_of(self, package: Input, *, is_used: bool = False) -> str:
        """How an input ends, where it should not end so; else nothing.

        Args:
            package: The input.
            is_used: Whether it is loaded, filtered, formatted and built, too.
        """
        with tempfile.TemporaryDirectory(dir=ROOT) as name:
            folder = Path(name, "package")
            folder.mkdir()
            for path, data in package.items():
                (folder / path).write_bytes(data)
            # Others may use the machine too.
            order = {"source": str(folder), "seconds": SECONDS, "wall": 12 * SECONDS, "options": {"limit": 5}}
            order |= {"out": str(Path(name, "out"))} if is_used else {}
            self._input.write(json.dumps(order) + "\n")
            self._input.flush()
            found = json.loads(self._output.readline())
        if found["peak"] > PEAK:
            return f"{found['peak']} MiB"
        return str(found.get("trace") or found.get("end") or "")

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)


def of_files(seed: int, sound: Mapping[str, bytes] = files.corpus()) -> tuple[str, Input]:
    """A package of one file, some bytes of which are wrong."""
    draw = random.Random(seed)  # noqa: S311 - the same for everybody
    name = draw.choice([*sound])
    schema: Any = files.SCHEMA if draw.random() < 0.8 else None
    resource = {"name": "t", "path": name, "type": "table"} | ({"schema": schema} if schema else {})
    descriptor = {"$schema": descriptors.V2, "name": "p", "licenses": [{"name": "CC0-1.0"}], "resources": [resource]}
    package = {"datapackage.json": json.dumps(descriptor).encode(), name: files.mutated_file(name, sound[name], draw)}
    return f"{name}, seed {seed}", package


def of_descriptors(seed: int) -> tuple[str, Input]:
    """A package with a descriptor in which some values are of the wrong kind, or some bytes are wrong."""
    draw = random.Random(seed)  # noqa: S311 - the same for everybody
    descriptor = descriptors.mutated(draw)
    data = json.dumps(descriptor).encode("utf-8", "surrogatepass")
    if draw.random() < 0.1:
        data = files.mutated(data, draw)
    texts = {name: text.encode() for name, text in descriptors.FILES.items()}
    return f"descriptor, seed {seed}", {**texts, "datapackage.json": data}


KINDS: Mapping[str, Callable[[int], tuple[str, Input]]] = {"files": of_files, "descriptors": of_descriptors}


def hunt(kind: str, seconds: float, seed: int = 0) -> Iterator[tuple[Failure, Input]]:
    """The inputs that fail, while there is time."""
    arena, until = Arena(), time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            name, package = KINDS[kind](seed)
            if end := arena.end_of(package, is_used=seed % 8 == 0):
                yield Failure(name, end), package
            seed += 1
    finally:
        arena.close()
    print(f"{kind}: up to seed {seed}", flush=True)  # noqa: T201 - how far it came


def main() -> None:
    """Hunt, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    for number, (failure, package) in enumerate(hunt(options.kind, options.seconds, options.seed)):
        print(f"--- {failure.name}\n{failure.end}", flush=True)  # noqa: T201 - what was found
        if options.keep:
            folder = options.keep / str(number)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for path, data in package.items():
                (folder / path).write_bytes(data)


if __name__ == "__main__":
    main()
