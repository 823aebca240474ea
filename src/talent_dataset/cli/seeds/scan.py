"""``talent-dataset seeds scan``: enter documents and their figures into the books of a package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output, source
from talent_dataset.engine.errors import CannotCheckError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.provenance.scanning import Scanned, Seed
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset seeds scan seeds/texts/*.txt
  talent-dataset seeds scan report.txt --source 006 --language zh-Hans
  talent-dataset seeds scan report.txt --dry-run     tell what would change

writes:
  the tables that the books of the package name as sources and figures,
  and seeds/manifest.csv; files that are not there yet are made
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("documents", nargs="+", metavar="DOCUMENT", type=Path, help="a text in UTF-8")
    parser.add_argument(
        "--source", metavar="ID", help="default: the source with its hash, else a new one named after the file"
    )
    parser.add_argument("--language", metavar="TAG", help="BCP 47, such as en or zh-Hans; default: told from the text")
    parser.add_argument(
        "--package", metavar="PATH", help="default: ./datapackage.json, then ./datapackage/datapackage.json"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing")


def run(options: Namespace) -> int:
    """Scan the documents one by one; write when all have been read."""
    from talent_dataset.cli.seeds.tables import open_tables
    from talent_dataset.provenance.scanning import scan
    from talent_dataset.render.scan_text import scan_lines

    if options.source and len(options.documents) > 1:
        raise CannotCheckError("--source names one document, and several are given.", hint="Scan them one by one.")
    path = source.find(options.package)
    tables = open_tables(path)
    done: list[Scanned] = []
    for file in options.documents:
        scanned = scan(_seed(file, options.language), tables.sources, tables.figures, options.source)
        tables.take(scanned)
        done.append(scanned)
    for scanned in done:
        output.show(scan_lines(scanned, output.width(), lists_figures=tables.lists_figures))
    written = [] if options.dry_run else tables.write()
    renewed = source.renewed(path, written) if written else ""
    output.show(_ending(written, done, renewed, is_dry=options.dry_run))
    return commands.VALID


def _seed(file: Path, language: str | None) -> Seed:
    from talent_dataset.provenance.scanning import seed_of

    try:
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise CannotCheckError(f"There is no document {file}.") from error
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be read: {error.strerror or error}.") from error
    return seed_of(file.name, data, language)


def _ending(written: list[Path], done: list[Scanned], renewed: str, *, is_dry: bool) -> Iterator[Line]:
    """What was written, and what comes next."""
    from talent_dataset.render.lines import line, paragraph

    yield line()
    if is_dry:
        yield line("nothing written, as this is a dry run")
        return
    for file in written:
        yield line("written: ", (_shown(file), "place"))
    if renewed:
        yield from paragraph(renewed, output.width())
    if not written:
        yield line("nothing to write: the books have it all")
    if new := next((each.source_id for each in done if each.new), None):
        text = f"`talent-dataset evidence figures {new}` shows the figures that are not booked yet."
        yield from paragraph(text, output.width())


def _shown(file: Path) -> str:
    """A path as seen from the current folder, where that is shorter."""
    place = file.absolute()
    return place.relative_to(Path.cwd()).as_posix() if place.is_relative_to(Path.cwd()) else str(file)
