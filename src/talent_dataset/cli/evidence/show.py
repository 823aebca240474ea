"""``talent-dataset evidence show``: what backs the cells of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from talent_dataset.cli import exits, output
from talent_dataset.cli.evidence.opening import add_format, add_package, check_field, open_books, row_of, table_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.books.ledger import Entry, Ledger, Row, Table
    from talent_dataset.render.lines import Line

HELP = "show what backs a row, or one cell of it: source, place, words and their context"
EXAMPLES = """\
examples:
  talent-dataset evidence show events fair-2021
  talent-dataset evidence show events fair-2021 held_on
  talent-dataset evidence show events fair-2021 --texts ~/documents
  talent-dataset evidence show events fair-2021 --format json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("table", metavar="TABLE", help="name of the table")
    parser.add_argument("row", metavar="ROW", help="primary key of the row; the parts of a composite key joined by /")
    parser.add_argument("field", nargs="?", metavar="FIELD", help="one cell; default: all of the row")
    add_package(parser)
    add_format(parser)


def run(options: Namespace) -> int:
    """Show entries, cell by cell."""
    from talent_dataset.render.json_text import json_text

    ledger, _ = open_books(options)
    table = table_of(ledger, options.table)
    row = row_of(table, options.row)
    if options.field is not None:
        check_field(table, options.field)
    names = [options.field] if options.field is not None else _names(ledger, table, row)
    if options.format == "json":
        output.write(json_text([_cell(ledger, table, row, name) for name in names]))
    else:
        output.show(_lines(ledger, table, row, names))
    return exits.VALID


def _names(ledger: Ledger, table: Table, row: Row) -> list[str]:
    """The cells to show: the row as such where it has entries, then those that are factual and filled."""
    filled = [name for name in table.columns if table.roles[name] == "factual" and name in row.cells]
    return ["", *filled] if ledger.backing(table.name, row.row_id, "") else filled


def _cell(ledger: Ledger, table: Table, row: Row, name: str) -> dict[str, Any]:
    entries = ledger.backing(table.name, row.row_id, name)
    return {
        "table": table.name,
        "row_id": row.row_id,
        "field": name,
        "role": table.roles.get(name),
        "cell": row.get(name) or None,
        "entries": [dict(entry.row.cells) for entry in entries],
    }


def _lines(ledger: Ledger, table: Table, row: Row, names: list[str]) -> Iterator[Line]:
    from talent_dataset.render.entry_text import cell_line, entry_lines
    from talent_dataset.render.lines import line, paragraph

    width = output.width()
    yield line((f"{table.name}  {row.row_id}", "head"))
    for name in names:
        yield cell_line(row, name, width)
        entries = ledger.backing(table.name, row.row_id, name)
        if not entries:
            yield from paragraph(_none(table, row, name), width, indent=4)
        for entry in entries:
            yield from entry_lines(ledger, entry, width)
    yield from _absent(ledger, table, row, names, width)


def _none(table: Table, row: Row, name: str) -> str:
    """Why nothing backs a cell."""
    if table.roles[name] != "factual":
        return f"{table.roles[name]}: it needs no evidence."
    return "No entry backs it." if name in row.cells else "An empty cell needs no evidence."


def _absent(ledger: Ledger, table: Table, row: Row, names: list[str], width: int) -> Iterator[Line]:
    """Documents that would show more."""
    from talent_dataset.render.lines import line, paragraph

    shown: list[Entry] = [entry for name in names for entry in ledger.backing(table.name, row.row_id, name)]
    missing = {each.source_id: ledger.documents.missing.get(each.source_id) for each in shown}
    reasons = {reason: ", ".join(s for s, why in missing.items() if why == reason) for reason in missing.values()}
    if any(reasons):
        yield line()
    for reason, sources in reasons.items():
        if reason:
            yield from paragraph(f"No context of {sources}: {reason}.", width)
