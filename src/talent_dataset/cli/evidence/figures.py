"""``talent-dataset evidence figures``: the figures of a source, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from talent_dataset.cli import commands, output
from talent_dataset.cli.evidence.opening import add_package, check_source, figures_of, open_books
from talent_dataset.engine.errors import CannotCheckError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from talent_dataset.provenance.ledger import Booking, Ledger

EXAMPLES = """\
examples:
  talent-dataset evidence figures 001
  talent-dataset evidence figures 001 --unbooked
  talent-dataset evidence figures 001 --texts ~/documents
  talent-dataset evidence figures 001 --format json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("source", metavar="SOURCE", help="id of the source")
    parser.add_argument("--unbooked", action="store_true", help="leave out the figures that are booked")
    add_package(parser, may_be_installed=True)
    output.add_format(parser)


def run(options: Namespace) -> int:
    """List figures; exit 1 where one is not booked."""
    from talent_dataset.provenance.bookings import fate
    from talent_dataset.render.books_text import figure_lines

    ledger, _ = open_books(options)
    check_source(ledger, options.source)
    figures_of(ledger)
    found = _figures(ledger, options.source)
    fates = {booking.figure_id: fate(ledger, booking) for booking in found}
    found.sort(key=lambda booking: fates[booking.figure_id] != "unbooked")
    shown = [each for each in found if not options.unbooked or fates[each.figure_id] == "unbooked"]
    output.put(
        options.format,
        lambda: [_fact(ledger, booking, fates[booking.figure_id]) for booking in shown],
        lambda: figure_lines(ledger, found, fates, output.width(), unbooked=options.unbooked),
    )
    return commands.INVALID if "unbooked" in fates.values() else commands.VALID


def _figures(ledger: Ledger, source: str) -> list[Booking]:
    """The listed figures of a source, in the order of the document.

    Raises:
        CannotCheckError: They have not been listed.
    """
    found = [booking for booking in ledger.figures if booking.source_id == source]
    if not found and not ledger.sources[source].row.get("figure_count"):
        raise CannotCheckError(
            f"The figures of {source} have not been listed.",
            hint="`talent-dataset seeds scan` with the file of the document lists them.",
        )
    return sorted(found, key=lambda booking: booking.start or 0)


def _fact(ledger: Ledger, booking: Booking, fate: str) -> dict[str, Any]:
    from talent_dataset.provenance.captures import captures

    held = captures(ledger).get(booking.figure_id)
    cell = {"table": held.table, "row_id": held.row_id, "field": held.field} if held else None
    return {**booking.row.cells, "fate": fate, "captured_by": cell}
