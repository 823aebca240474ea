"""Runs the contestants against each other on tables of several sizes, and prints what each took."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from contestants import CONTESTANTS
from tables import make

HERE = Path(__file__).parent
SLOW = frozenset({"frictionless", "pandera-lazy"})
PLAIN = frozenset({"pandera", "pandera-lazy", "dataframely", "duckdb"})
"""Contestants whose schema is written down for the plain table only."""
BASE = "polars-read"


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took.

    Attributes:
        seconds: From start to end.
        cpu: User and system time.
        anonymous: Peak of the memory that it holds itself, in MiB; 0 where the system does not tell.
        found: What it printed, or why it failed.
    """

    seconds: float
    cpu: float
    anonymous: int
    found: str


def measure(*arguments: str) -> Run:
    """One run of a Python script."""
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    printed, complaint = process.communicate()
    seconds = time.perf_counter() - start
    after = os.times()
    watcher.join()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    found = printed.strip() if process.returncode == 0 else complaint.strip().splitlines()[-1][:100]
    return Run(seconds, cpu, peak[0], found)


def _watch(process: subprocess.Popen[str], peak: list[int]) -> None:
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            lines = status.read_text(encoding="ascii").splitlines()
        except OSError:
            return
        held = next((line.split()[1] for line in lines if line.startswith("RssAnon")), "0")
        peak[0] = max(peak[0], int(held) >> 10)
        time.sleep(0.01)


def race(names: list[str], descriptor: Path, repeat: int) -> Iterator[tuple[str, Run]]:
    """The median run of each contestant; they take turns, so that a busy minute strikes all."""
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for turn in range(repeat):
        for name in names:
            if turn == 0 or name not in SLOW:
                runs[name].append(measure(str(HERE / "contestants.py"), name, str(descriptor)))
    for name, each in runs.items():
        yield (
            name,
            Run(
                statistics.median(run.seconds for run in each),
                statistics.median(run.cpu for run in each),
                max(run.anonymous for run in each),
                each[-1].found,
            ),
        )


def show(title: str, results: dict[str, Run]) -> None:
    """A table of the results, with ratios to the typed read."""
    print(f"\n{title}\n\n| contestant | seconds | x read | cpu | x read | anonymous MiB | found |")
    print("|---|---:|---:|---:|---:|---:|---|")
    base = results.get(BASE)
    for name, run in results.items():
        wall = f"{run.seconds / base.seconds:.2f}" if base else ""
        cpu = f"{run.cpu / base.cpu:.2f}" if base else ""
        print(f"| {name} | {run.seconds:.2f} | {wall} | {run.cpu:.2f} | {cpu} | {run.anonymous} | {run.found} |")


def main() -> None:
    """Parse the command line, make the tables, run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=None)
    parser.add_argument("--all", action="store_true", help="the slow contestants too")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--tables", choices=("clean", "dirty"), nargs="+", default=["clean", "dirty"])
    parser.add_argument("--shape", choices=("plain", "quoted"), nargs="+", default=["plain", "quoted"])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "talent-dataset-benchmarks")
    options = parser.parse_args()
    names = options.only or [name for name in CONTESTANTS if options.all or name not in SLOW]
    for rows, shape, kind in product(options.rows, options.shape, options.tables):
        descriptor = make(options.folder, rows, is_dirty=kind == "dirty", is_quoted=shape == "quoted")
        asked = [name for name in names if shape == "plain" or name not in PLAIN]
        show(f"{rows:,} rows, {shape}, {kind}", dict(race(asked, descriptor, options.repeat)))


if __name__ == "__main__":
    main()
