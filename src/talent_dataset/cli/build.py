"""``talent-dataset build``: a package as files for others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.cli import exits, output, source
from talent_dataset.errors import InvalidDataError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.release.build import Built
    from talent_dataset.render.lines import Line

HELP = "write a validated package to a folder: CSV, Parquet, descriptor with hashes, data dictionary"
EXAMPLES = """\
examples:
  talent-dataset build --out dist/package
  talent-dataset build --out dist/package data/datapackage.json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    source.add_path(parser)
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="the folder to write; it is replaced whole or not at all"
    )
    parser.add_argument(
        "--texts",
        metavar="DIR",
        help="folder with the documents that evidence quotes (not compared yet: reported as skipped)",
    )


def run(options: Namespace) -> int:
    """Build, and say what was written; where the package is invalid, say why."""
    from talent_dataset.release.build import build

    path = source.find(options.path)
    try:
        built = build(path, options.out, texts=options.texts)
    except InvalidDataError as error:
        _show_report(error, source.folder_of(path))
        raise
    output.show(_lines(built, options.out))
    return exits.VALID


def _show_report(error: InvalidDataError, folder: str) -> None:
    """What is wrong with the package."""
    from talent_dataset.render import report_lines

    if error.report is not None:
        output.show(report_lines(error.report, width=output.width(), base=folder))


def _lines(built: Built, out: Path) -> Iterator[Line]:
    """The files that were written: those at the top by name, the many below by their number."""
    from talent_dataset.render.lines import line

    for name in sorted(name for name in built.files if "/" not in name):
        yield line((f"{out.as_posix()}/{name}", "place"))
    inner = Counter((Path(name).parent / f"*{Path(name).suffix}").as_posix() for name in built.files if "/" in name)
    for pattern, number in sorted(inner.items()):
        yield line((f"{out.as_posix()}/{pattern}", "place"), f"  {number}")
    yield line(f"{len(built.files)} files written to ", (str(out), "place"))
