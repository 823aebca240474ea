"""From a cell and a few words to an entry of the evidence, and what the audit would say of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from talent_dataset.books.audit import CHECKS, audit
from talent_dataset.books.ledger import Row, make_ledger

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger
    from talent_dataset.issues import Issue

SEPARATOR: Final = " | "
"""Between the cells of a group in ``concludes``."""

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a curator says of a cell.

    Attributes:
        table: Table of the cell.
        row_id: Its row.
        field: Its field; empty: the row as such.
        source_id: The source; empty where the basis is ``computed`` or ``reference``.
        start: First code point of the words in the document.
        end: Code point after their last one.
        quote: The words.
        quote_restored: How they are read, where that differs.
        basis: ``stated``, ``inferred``, ``computed`` or ``reference``.
        reason: Why it follows, where it must be said.
        derivation: How it is computed.
        is_signed: Whether the curator vouches for the cell, so that the entry says what it concludes.
    """

    table: str
    row_id: str
    field: str
    source_id: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    quote_restored: str = ""
    basis: str = "stated"
    reason: str = ""
    derivation: str = ""
    is_signed: bool = False


def entry_cells(ledger: Ledger, draft: Draft) -> dict[str, str]:
    """The cells of an entry; what it does not have is empty."""
    name = leading_field(ledger, draft.table, draft.row_id, draft.field)
    return {
        "evidence_id": next_id(ledger, draft.table, draft.row_id, name),
        "table": draft.table,
        "row_id": draft.row_id,
        "field": name,
        "source_id": draft.source_id,
        "start": "" if draft.start is None else str(draft.start),
        "end": "" if draft.end is None else str(draft.end),
        "quote": draft.quote,
        "span_sha256": hashlib.sha256(draft.quote.encode()).hexdigest() if draft.quote else "",
        "quote_restored": draft.quote_restored,
        "basis": draft.basis,
        "reason": draft.reason,
        "derivation": draft.derivation,
        "concludes": conclusion(ledger, draft.table, draft.row_id, name) if draft.is_signed else "",
    }


def leading_field(ledger: Ledger, table: str, row_id: str, name: str) -> str:
    """The field that an entry names: of fields that are said together, the first that is filled."""
    row = ledger.tables[table].by_id[row_id]
    return next((each for each in ledger.tables[table].group(name) if each in row.cells), name)


def conclusion(ledger: Ledger, table: str, row_id: str, name: str) -> str:
    """What the cell says, with those that are said together with it: what a signed entry concludes."""
    row = ledger.tables[table].by_id[row_id]
    return SEPARATOR.join(row.get(each) for each in ledger.tables[table].group(name) if each in row.cells)


def next_id(ledger: Ledger, table: str, row_id: str, name: str) -> str:
    """A new id: table, row and field as one slug, and the first number that is free."""
    stem = "-".join(filter(None, (_NOT_IN_IDS.sub("-", part.lower()).strip("-") for part in (table, row_id, name))))
    known = {entry.evidence_id for entry in ledger.evidence}
    number = 1
    while f"{stem}-{number}" in known:
        number += 1
    return f"{stem}-{number}"


def restored(ledger: Ledger, source_id: str, start: int, end: int) -> str:
    """How a stretch of a document is read by the declared repairs; empty where it is sound.

    A repair counts where it is inside of the stretch as a whole.
    """
    text = ledger.documents.found[source_id].text
    pieces, at = [], start
    for repair in ledger.repairs_in.get(source_id, ()):
        if repair.start is not None and repair.end is not None and at <= repair.start and repair.end <= end:
            pieces += [text[at : repair.start], repair.reading]
            at = repair.end
    reading = "".join([*pieces, text[at:end]])
    return "" if reading == text[start:end] else reading


def with_entry(ledger: Ledger, cells: Mapping[str, str]) -> tuple[Ledger, Row]:
    """The books with one entry more, and its row."""
    table = ledger.tables[ledger.books.evidence]
    number = max((row.number for row in table.rows), default=1) + 1
    row = Row(table.name, cells["evidence_id"], number, {name: text for name, text in cells.items() if text})
    tables = {**ledger.tables, table.name: replace(table, rows=[*table.rows, row])}
    return make_ledger(ledger.books, tables, ledger.documents), row


def objections(ledger: Ledger, row: Row) -> list[Issue]:
    """What the audit says of one entry."""
    checks = [check for check in CHECKS if check.code.startswith("evidence/")]
    return [each for each in audit(ledger, checks).issues if (each.resource, each.row) == (row.table, row.number)]
