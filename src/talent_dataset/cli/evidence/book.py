"""``talent-dataset evidence book``: say of figures that they repeat another, or are no facts for a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output, source
from talent_dataset.cli.evidence.opening import add_package, figures_of, open_books, unknown
from talent_dataset.engine.errors import InvalidDataError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping

    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import Ledger
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset evidence book 001-0512 --duplicate-of 001-0044
  talent-dataset evidence book 001-0007 001-0031 --set-aside navigation
  talent-dataset evidence book 001-0420 --set-aside background \\
      --note "The age of the building, which is not the subject."
  talent-dataset evidence book 001-0420 --clear
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    # As argparse makes it, the line of the three ways is too long for a terminal.
    parser.usage = (
        "%(prog)s [-h] FIGURE [FIGURE ...]\n"
        "    (--duplicate-of FIGURE | --set-aside REASON | --clear)\n"
        "    [--note TEXT] [--dry-run] [--package PATH] [--texts DIR]"
    )
    parser.add_argument("figures", nargs="+", metavar="FIGURE", help="ids of figures, as `evidence figures` lists them")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--duplicate-of", metavar="FIGURE", default="", help="the figure that says the same")
    how.add_argument("--set-aside", metavar="REASON", default="", help="a code: idiom, part-of-name, navigation, ...")
    how.add_argument("--clear", action="store_true", help="take the booking back")
    parser.add_argument("--note", metavar="TEXT", default="", help="the reason in a sentence")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    add_package(parser)


def run(options: Namespace) -> int:
    """Book figures, let the audit look at the bookings, and write them where there are no objections."""
    from talent_dataset.engine.writing.curated_rows import amend

    ledger, opened = open_books(options)
    cells = _cells(options)
    changes = dict.fromkeys(options.figures, cells)
    if against := list(_objections(ledger, changes)):
        hint = "Say it with --note." if against[0].field == "note" else against[0].hint
        raise InvalidDataError(" ".join(each.message for each in against), hint=hint)
    output.show(_lines(ledger, options))
    if not options.dry_run:
        resource = next(each for each in opened.package.resources if each.name == ledger.books.figures)
        file = amend(resource, opened.subject.files, changes)
        said = [f"Written to {file}.", source.renewed(source.find(options.package), [file])]
        output.write(" ".join(text for text in said if text) + "\n")
    return commands.VALID


def _cells(options: Namespace) -> dict[str, str]:
    booked = "duplicate" if options.duplicate_of else "set-aside" if options.set_aside else ""
    return {
        "booked_as": booked,
        "duplicate_of": options.duplicate_of,
        "reason": options.set_aside,
        "note": options.note,
    }


def _objections(ledger: Ledger, changes: Mapping[str, Mapping[str, str]]) -> Iterator[Issue]:
    """What the audit says of the bookings, and whether the reason is one.

    Raises:
        UnknownNameError: There is no such figure, or no such reason.
    """
    from talent_dataset.provenance.audit import CHECKS, audit
    from talent_dataset.provenance.ledger import make_ledger

    table = figures_of(ledger)
    name = table.name
    for figure, cells in changes.items():
        if figure not in table.by_id:
            raise unknown(figure, table.by_id, f"There is no figure {figure!r}.")
        _check_reason(ledger, cells["reason"])
    rows = [replace(row, cells=_changed(row.cells, changes.get(row.row_id, {}))) for row in table.rows]
    book = make_ledger(ledger.books, {**ledger.tables, name: replace(table, rows=rows)}, ledger.documents)
    numbers = {table.by_id[figure].number for figure in changes}
    checks = [check for check in CHECKS if check.code in {"figures/booking", "figures/reason"}]
    return (each for each in audit(book, checks).issues if each.resource == name and each.row in numbers)


def _changed(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in {**old, **new}.items() if text}


def _check_reason(ledger: Ledger, reason: str) -> None:
    """Refuse a reason that the table does not know."""
    column = figures_of(ledger).columns.get("reason")
    known = list(column.field.constraints.enum or ()) if column else []
    if reason and known and reason not in known:
        raise unknown(reason, known, f"A figure is not set aside as {reason!r}.")


def _lines(ledger: Ledger, options: Namespace) -> Iterator[Line]:
    from talent_dataset.render.books_text import booking_lines

    figures = [each for each in ledger.figures if each.figure_id in options.figures]
    yield from booking_lines(ledger, figures, output.width())
