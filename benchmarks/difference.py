"""How long comparing two packages takes, against reading both of them, and how much memory."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import polars as pl
from run import Run, measure
from tables import make

CASES: Final = ("same", "edited", "shuffled", "rewritten")


def variant(descriptor: Path, case: str) -> Path:
    """The package to compare with: a copy of the table, edited in the way of the case."""
    home = descriptor.parent.with_name(f"{descriptor.parent.name}-{case}")
    if not (home / "datapackage.json").exists():
        home.mkdir(exist_ok=True)
        table = pl.scan_csv(descriptor.parent / "big.csv", infer_schema=False)
        _EDITS[case](table).sink_csv(home / "big.csv")
        (home / "parents.csv").write_bytes((descriptor.parent / "parents.csv").read_bytes())
        (home / "datapackage.json").write_bytes(descriptor.read_bytes())
    return home / "datapackage.json"


def _edited(table: pl.LazyFrame) -> pl.LazyFrame:
    """Of 1,000 rows one has another name, one is gone; of 10,000 one has another key."""
    row = pl.col("id").cast(pl.Int64)
    name = pl.when(row % 1_000 == 0).then(pl.lit("another")).otherwise(pl.col("name"))
    number = (
        pl.when(row % 10_000 == 1).then(pl.concat_str(pl.lit("9"), pl.col("id").str.zfill(12))).otherwise(pl.col("id"))
    )
    return table.filter((row + 1) % 1_000 != 0).with_columns(name=name, id=number)


def _shuffled(table: pl.LazyFrame) -> pl.LazyFrame:
    return table.sort(pl.col("id").hash())


def _rewritten(table: pl.LazyFrame) -> pl.LazyFrame:
    """Every row has another count."""
    return table.with_columns(count=pl.concat_str(pl.lit("1"), pl.col("count")))


_EDITS: Final[dict[str, Callable[[pl.LazyFrame], pl.LazyFrame]]] = {
    "same": lambda table: table,
    "edited": _edited,
    "shuffled": _shuffled,
    "rewritten": _rewritten,
}


def read(*descriptors: str) -> str:
    """Read all tables with the engine's own reader."""
    from talent_dataset.engine.reading.opening import open_package
    from talent_dataset.engine.reading.read import read_table

    rows = 0
    for descriptor in descriptors:
        opened = open_package(descriptor)
        package = opened.parsed.package
        for resource in package.resources if package else ():
            rows += sum(batch.frame.height for batch in read_table(resource, opened.files).batches)
    return f"{rows:,} rows"


def compare(old: str, new: str) -> str:
    """Compare two packages."""
    from talent_dataset.releases.difference import diff

    found = diff(old, new).tables[0]
    return json.dumps({"+": found.added, "-": found.removed, "~": found.changed})


def show(rows: int, folder: Path, repeat: int, cases: list[str]) -> Iterator[str]:
    """The table of results, line by line."""
    descriptor = make(folder, rows, is_dirty=False)
    yield f"\n{rows:,} rows on either side\n"
    yield "| case | seconds | x reading both | cpu | anonymous MiB | found |"
    yield "|---|---:|---:|---:|---:|---|"
    base = 0.0
    for case in ("read", *cases):
        other = variant(descriptor, "same" if case == "read" else case)
        name = "read" if case == "read" else "compare"
        runs = [measure(__file__, "--run", name, str(descriptor), str(other)) for _ in range(repeat)]
        seconds = statistics.median(run.seconds for run in runs)
        base = base or seconds
        yield _line(case, seconds, base, runs)


def _line(case: str, seconds: float, base: float, runs: list[Run]) -> str:
    cpu, memory = statistics.median(run.cpu for run in runs), max(run.anonymous for run in runs)
    return f"| {case} | {seconds:.2f} | {seconds / base:.2f} | {cpu:.2f} | {memory} | {runs[-1].found} |"


def main() -> None:
    """Parse the command line, make the tables, run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "talent-dataset-benchmarks")
    parser.add_argument("--run", nargs=3, metavar=("WHAT", "OLD", "NEW"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        what, *descriptors = options.run
        print({"read": read, "compare": compare}[what](*descriptors))
        return
    for rows in options.rows:
        for line in show(rows, options.folder, options.repeat, options.cases):
            print(line, flush=True)


if __name__ == "__main__":
    main()
