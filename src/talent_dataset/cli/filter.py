"""``talent-dataset filter``: the good rows as typed files, the bad ones with their reasons."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output, source
from talent_dataset.cli.settings import add_settings, policy_of
from talent_dataset.engine.errors import CannotCheckError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping

    import polars as pl

    from talent_dataset.filtering import Filtered, FilteredTables
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset filter --out sorted
  talent-dataset filter data/datapackage.json --out sorted --format parquet

files:
  good/TABLE.csv      the rows without errors, cells as they stand
  good/TABLE.parquet  the same rows, typed
  bad/TABLE.csv       the others: row (of several files: file and file_row too),
                      codes and reasons, then their cells
  report.json         everything that was found
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    source.add_path(parser)
    source.add_installed(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="a new or empty folder to write into")
    parser.add_argument(
        "--format", choices=("both", "csv", "parquet"), default="both", help="files of the good rows; default: both"
    )
    add_settings(parser)


def run(options: Namespace) -> int:
    """Part the rows, write them, and say how many are good."""
    from talent_dataset.engine.writing import fill, recover, replaced_folder
    from talent_dataset.filtering import filter_tables
    from talent_dataset.render.progress import progress

    policy, path = policy_of(options), source.find(options.path, is_installed=options.installed)
    recover(options.out.absolute().parent)
    _refuse_files(options.out)
    with progress() as advance:
        parted = filter_tables(path, policy=policy, progress=advance)
    with replaced_folder(options.out) as folder:
        fill(folder, _files(parted, options.format))
    output.show(_lines(parted, options.out, "" if options.installed else source.folder_of(path)))
    return commands.of(parted.report.verdict)


def _refuse_files(out: Path) -> None:
    """Nothing that stands in a folder is overwritten."""
    if out.is_dir() and any(out.iterdir()):
        raise CannotCheckError(f"{out} is not empty.", hint="Name a new folder, or empty this one.")
    if out.exists() and not out.is_dir():
        raise CannotCheckError(f"{out} is a file, not a folder.")


def _files(parted: FilteredTables, format: str) -> dict[str, bytes]:
    """Every file to write, by its path in the folder."""
    from talent_dataset.releases.languages import stems
    from talent_dataset.render.json_text import to_json

    files = {"report.json": to_json(parted.report).encode("utf-8")}
    for stem, table in zip(stems(parted.tables), parted.tables.values(), strict=True):
        if format != "parquet":
            files[f"good/{stem}.csv"] = _csv(table.text)
        if format != "csv":
            files[f"good/{stem}.parquet"] = _parquet(table.good)
        # No file of bad rows says that there are none.
        if table.bad.height:
            files[f"bad/{stem}.csv"] = _csv(_told(table.bad))
    return files


def _told(bad: pl.DataFrame) -> pl.DataFrame:
    """The bad rows with their codes and reasons as text."""
    import polars as pl

    # A CSV file has neither numbers nor lists.
    return bad.with_columns(pl.col(pl.UInt64).cast(pl.String), pl.col("codes", "reasons").list.join("; "))


def _csv(frame: pl.DataFrame) -> bytes:
    """A frame of text as CSV."""
    from talent_dataset.engine.descriptor.model import Dialect
    from talent_dataset.engine.writing.canonical import written

    rows = (["" if cell is None else cell for cell in row] for row in frame.iter_rows())
    return written([frame.columns, *rows], Dialect()).encode("utf-8")


def _parquet(frame: pl.DataFrame) -> bytes:
    """A typed frame as Parquet."""
    out = io.BytesIO()
    frame.write_parquet(out, compression="snappy")
    return out.getvalue()


def _lines(parted: FilteredTables, out: Path, folder: str) -> Iterator[Line]:
    """Good and bad rows of each table, then what is wrong beyond rows, then the verdict."""
    from talent_dataset.render import verdict_lines
    from talent_dataset.render.issue_text import issue_lines, place_of
    from talent_dataset.render.lines import line

    columns = output.width()
    yield from _counts(parted.tables)
    descriptor = place_of(folder, str(parted.report.package.get("path") or ""))
    for issue in parted.report.issues:
        # Issues of rows stand beside their rows, in the files of bad ones.
        if issue.row is None:
            yield line()
            yield from issue_lines(issue, width=columns, base=folder, descriptor=descriptor)
    yield line()
    yield from verdict_lines(parted.report, columns)
    yield line("Written to ", (str(out), "place"))


def _counts(tables: Mapping[str, Filtered]) -> Iterator[Line]:
    """A line a table."""
    from talent_dataset.render.lines import line

    for name, table in tables.items():
        yield line(
            f"{name}: {table.good.height:,} good, ", (f"{table.bad.height:,} bad", "bad" if table.bad.height else "")
        )
