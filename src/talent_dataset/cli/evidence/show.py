"""``talent-dataset evidence show``: what backs the cells of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from talent_dataset.cli import commands, output
from talent_dataset.cli.evidence.opening import add_package, check_field, open_books, row_of, table_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.provenance.ledger import BookTable, Entry, Ledger, Row
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset evidence show events fair-2021
  talent-dataset evidence show events fair-2021 held_on
  talent-dataset evidence show places chengdu --installed
  talent-dataset evidence show events fair-2021 --texts ~/documents
  talent-dataset evidence show events fair-2021 --format json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("table", metavar="TABLE", help="name of the table")
    parser.add_argument("row", metavar="ROW", help="primary key of the row; the parts of a composite key joined by /")
    parser.add_argument("field", nargs="?", metavar="FIELD", help="one cell; default: all of the row")
    add_package(parser, may_be_installed=True)
    output.add_format(parser)


def run(options: Namespace) -> int:
    """Show entries, cell by cell; cells that are said together as one."""
    ledger, _ = open_books(options)
    table = table_of(ledger, options.table)
    row = row_of(table, options.row)
    if options.field is not None:
        check_field(table, options.field)
    groups = _groups(ledger, table, row) if options.field is None else [_filled(table, row, options.field)]
    output.put(
        options.format,
        lambda: [_fact(ledger, row, names) for names in groups],
        lambda: _lines(ledger, table, row, groups),
    )
    return commands.VALID


def _filled(table: BookTable, row: Row, name: str) -> tuple[str, ...]:
    """The filled cells that are said together with one, which stands for itself where it is empty."""
    return tuple(each for each in table.group(name) if each in row.cells) or (name,)


def _groups(ledger: Ledger, table: BookTable, row: Row) -> list[tuple[str, ...]]:
    """The cells to show: the row as such where it has entries, then those that are factual and filled."""
    names = (name for name in table.columns if table.roles[name] == "factual" and name in row.cells)
    as_such: list[tuple[str, ...]] = [("",)] if ledger.backing(table.name, row.row_id, "") else []
    return [*as_such, *dict.fromkeys(_filled(table, row, name) for name in names)]


def _fact(ledger: Ledger, row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    entries = ledger.backing(row.table, row.row_id, names[0])
    return {
        "table": row.table,
        "row_id": row.row_id,
        "cells": {name: row.get(name) or None for name in names if name},
        "entries": [dict(entry.row.cells) for entry in entries],
    }


def _lines(ledger: Ledger, table: BookTable, row: Row, groups: list[tuple[str, ...]]) -> Iterator[Line]:
    from talent_dataset.render.books_text import cells_line, entry_lines
    from talent_dataset.render.lines import line, paragraph

    width = output.width()
    yield line((f"{table.name}  {row.row_id}", "head"))
    for names in groups:
        yield cells_line(row, names, width)
        entries = ledger.backing(table.name, row.row_id, names[0])
        if not entries:
            yield from paragraph(_none(table, row, names[0]), width, indent=4)
        for entry in entries:
            yield from entry_lines(ledger, entry, width)
    shown = [entry for names in groups for entry in ledger.backing(table.name, row.row_id, names[0])]
    yield from _absent(ledger, shown, width)


def _none(table: BookTable, row: Row, name: str) -> str:
    """Why nothing backs a cell."""
    if table.roles[name] != "factual":
        return f"{table.roles[name]}: it needs no evidence."
    return "No entry backs it." if name in row.cells else "An empty cell needs no evidence."


def _absent(ledger: Ledger, shown: list[Entry], width: int) -> Iterator[Line]:
    """Documents that would show more."""
    from talent_dataset.render.lines import line, paragraph

    missing = {each.source_id: ledger.documents.missing.get(each.source_id) for each in shown}
    reasons = {reason: ", ".join(s for s, why in missing.items() if why == reason) for reason in missing.values()}
    if any(reasons):
        yield line()
    for reason, sources in reasons.items():
        if reason:
            yield from paragraph(f"No context of {sources}: {reason}.", width)
