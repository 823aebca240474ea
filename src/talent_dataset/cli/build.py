"""``talent-dataset build``: a package as files for others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output, source
from talent_dataset.cli.settings import add_skips, skips_of
from talent_dataset.engine.errors import InvalidDataError, NotFullyCheckedError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.releases.build import Built
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset build --out dist/package
  talent-dataset build --out dist/package data/datapackage.json
  talent-dataset build --out dist/1.0.0 --version 1.0.0 --created 2026-11-22
  talent-dataset build --installed --out dist/data

Nothing is written unless the package is valid and fully checked, its books
balance, no conflict of sources is open, and frictionless accepts the result.
The same package, version and date give the same bytes.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    source.add_path(parser)
    source.add_installed(parser)
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="the folder to write; it is replaced whole or not at all"
    )
    parser.add_argument("--version", help="the version of the release; by default that of the descriptor")
    parser.add_argument(
        "--created", metavar="DATE", help="its date, such as 2026-11-22; by default that of the descriptor, never today"
    )
    parser.add_argument("--texts", metavar="DIR", help="folder with the documents that the evidence quotes")
    parser.add_argument(
        "--despite",
        metavar="REASON",
        help="write it though frictionless does not accept it; the README gives the reason",
    )
    add_skips(parser)


def run(options: Namespace) -> int:
    """Build, and say what was written; where the package is invalid, say why."""
    from talent_dataset.releases.build import build

    path = source.find(options.path, is_installed=options.installed)
    try:
        built = build(
            path,
            options.out,
            version=options.version,
            created=options.created,
            texts=options.texts,
            despite=options.despite,
            policy=skips_of(options),
        )
    except (InvalidDataError, NotFullyCheckedError) as error:
        show_report(error, source.folder_of(path))
        raise
    output.show(built_lines(built, options.out))
    return commands.VALID


def show_report(error: InvalidDataError | NotFullyCheckedError, folder: str) -> None:
    """What is wrong with the package; the objections of frictionless are in the error itself."""
    from talent_dataset.render import report_lines

    is_unread = isinstance(error, NotFullyCheckedError)
    if error.report is not None and (error.report.totals or is_unread):
        output.show(report_lines(error.report, width=output.width(), base=folder))


def built_lines(built: Built, out: Path) -> Iterator[Line]:
    """The files that were written: those at the top by name, the many below by their number; then what to know of."""
    from talent_dataset.render.lines import line, paragraph

    for name in sorted(name for name in built.files if "/" not in name):
        yield line((f"{out.as_posix()}/{name}", "place"))
    inner = Counter((Path(name).parent / f"*{Path(name).suffix}").as_posix() for name in built.files if "/" in name)
    for pattern, number in sorted(inner.items()):
        yield line((f"{out.as_posix()}/{pattern}", "place"), f"  {number}")
    for remark in _remarks(built):
        yield from paragraph(remark, output.width(), style="warning")
    yield line(f"{len(built.files)} files written to ", (str(out), "place"))


def _remarks(built: Built) -> Iterator[str]:
    """What is not as it could be: files left out, an objection, checks that did not run."""
    for name, reason in sorted(built.left_out.items()):
        yield f"There is no {name}: {reason}."
    yield from built.as_text
    if built.objection:
        yield f"frictionless does not accept it: {built.objection}."
    for code, reason in dict.fromkeys((one.code, one.reason) for one in built.report.checks.skipped):
        yield f"{code} was not checked: {reason.removesuffix('.')}."
