"""``talent-dataset evidence missing``: cells that nothing backs yet, and entries that do not bear their cell out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from talent_dataset.cli import commands, output
from talent_dataset.cli.evidence.opening import add_package, open_books, row_of, table_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from talent_dataset.provenance.ledger import Ledger
    from talent_dataset.provenance.missing_evidence import Gap
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset evidence missing
  talent-dataset evidence missing events
  talent-dataset evidence missing events fair-2021
  talent-dataset evidence missing --format json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("table", nargs="?", metavar="TABLE", help="one table; default: all")
    parser.add_argument("row", nargs="?", metavar="ROW", help="one row of it, by its primary key")
    add_package(parser, may_be_installed=True)
    output.add_format(parser)


def run(options: Namespace) -> int:
    """List what is missing; exit 1 where something is."""
    from talent_dataset.provenance.missing_evidence import gaps

    ledger, _ = open_books(options)
    _check(ledger, options)
    found = [gap for gap in gaps(ledger) if _is_meant(gap, options)]
    output.put(options.format, lambda: [_fact(gap) for gap in found], lambda: _lines(ledger, found, options))
    return commands.INVALID if found else commands.VALID


def _check(ledger: Ledger, options: Namespace) -> None:
    if options.table is not None:
        table = table_of(ledger, options.table)
        if options.row is not None:
            row_of(table, options.row)


def _is_meant(gap: Gap, options: Namespace) -> bool:
    return options.table in {None, gap.table} and options.row in {None, gap.row_id}


def _fact(gap: Gap) -> dict[str, Any]:
    return {
        "table": gap.table,
        "row_id": gap.row_id,
        "cells": dict(zip(gap.fields, gap.cells, strict=True)),
        "entry": gap.entry or None,
        "code": gap.code,
        "message": gap.message,
        "hint": gap.hint,
    }


def _lines(ledger: Ledger, found: Sequence[Gap], options: Namespace) -> Iterator[Line]:
    from talent_dataset.provenance.basis import factual_cells
    from talent_dataset.provenance.stated_values import ways_of
    from talent_dataset.render.books_text import gap_lines
    from talent_dataset.render.lines import line

    yield from gap_lines(found, output.width())
    if found:
        yield line()
    meant = [
        cell for cell in factual_cells(ledger) if options.table in {None, cell[0]} and options.row in {None, cell[1]}
    ]
    proved = len([cell for cell in meant if cell in ways_of(ledger)])
    yield line((f"{proved:,} of {len(meant):,} factual cells are borne out.", "bad" if found else "good"))
