"""From a cell and a few words to an entry of the evidence, and what the audit would say of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Final

from talent_dataset.provenance.audit import CHECKS, audit
from talent_dataset.provenance.cells.outcomes import Outcome, conclusion, outcomes_of
from talent_dataset.provenance.ledger import Row, make_ledger
from talent_dataset.provenance.quoted_text import patched, simplified

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import Entry, Ledger

_NOT_IN_IDS: Final = re.compile(r"[^a-z0-9]+")
_TRADITIONAL: Final = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
_UNSIGNED: Final = "evidence/concludes"


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
        is_signed: Whether the curator vouches for what no machine reads.
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


@dataclass(frozen=True, slots=True)
class Drafted:
    """An entry as it is to be written, and what came of looking at it.

    Attributes:
        cells: Its cells; what it does not have is empty.
        ledger: The books with it.
        entry: The entry.
        read: Fields that a machine reads from its words.
        signed: Fields for which the curator has signed.
        objections: Why it does not hold.
        wants: What is still to be said by other entries.
    """

    cells: Mapping[str, str]
    ledger: Ledger
    entry: Entry
    read: tuple[str, ...]
    signed: tuple[str, ...]
    objections: tuple[Issue, ...]
    wants: tuple[Issue, ...]


def drafted(ledger: Ledger, draft: Draft) -> Drafted:
    """Make an entry of what a curator says, and audit the books with it.

    A machine reads what it can; for the rest the entry concludes what the cells say, where the curator vouches for it.
    """
    cells = _cells(ledger, draft)
    book, row = _with_entry(ledger, cells)
    outcome = _outcome(book, row)
    if draft.is_signed and outcome.must_sign:
        cells["concludes"] = conclusion(book, outcome.entry)
        book, row = _with_entry(ledger, cells)
        outcome = _outcome(book, row)
    issues = _issues(book, row)
    # Told apart, since a draft that only lacks a second entry is written, and one that does not hold is not.
    wants = [each for each in issues if _is_for_others(each, outcome)]
    against = tuple(each for each in issues if each not in wants)
    return Drafted(cells, book, outcome.entry, *_read_and_signed(outcome), against, tuple(wants))


def _read_and_signed(outcome: Outcome) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells of an entry that are read, and those that somebody vouches for."""
    read = tuple(name for name, reading in outcome.readings.items() if reading.is_read)
    if not outcome.is_signed:
        return read, ()
    return read, tuple(name for name in outcome.cells or ("",) if name not in read)


def _cells(ledger: Ledger, draft: Draft) -> dict[str, str]:
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
        "concludes": "",
    }


def leading_field(ledger: Ledger, table: str, row_id: str, name: str) -> str:
    """The field that an entry names: of fields that are said together, the first that is filled."""
    row = ledger.tables[table].by_id[row_id]
    return next((each for each in ledger.tables[table].group(name) if each in row.cells), name)


def next_id(ledger: Ledger, table: str, row_id: str, name: str) -> str:
    """A new id: table, row and field as one slug, and the first number that is free."""
    stem = "-".join(filter(None, (_NOT_IN_IDS.sub("-", part.lower()).strip("-") for part in (table, row_id, name))))
    known = {entry.evidence_id for entry in ledger.evidence}
    return next(f"{stem}-{number}" for number in count(1) if f"{stem}-{number}" not in known)


def restored(ledger: Ledger, source_id: str, start: int, end: int) -> str:
    """How a stretch of a document is read, repaired and in simplified characters; empty where it is as it stands."""
    quote = ledger.documents.found[source_id].text[start:end]
    reading = patched(quote, start, ledger.repairs_in.get(source_id, ()))
    if ledger.sources[source_id].language.lower().startswith(_TRADITIONAL):
        reading = simplified(reading)
    return "" if reading == quote else reading


def _with_entry(ledger: Ledger, cells: Mapping[str, str]) -> tuple[Ledger, Row]:
    """The books with one entry more, and its row."""
    table = ledger.tables[ledger.books.evidence]
    # It stands behind the last record; in an empty table that is the one of the labels.
    number = max((row.number for row in table.rows), default=1) + 1
    row = Row(table.name, cells["evidence_id"], number, {name: text for name, text in cells.items() if text})
    tables = {**ledger.tables, table.name: replace(table, rows=[*table.rows, row])}
    return make_ledger(ledger.books, tables, ledger.documents), row


def _outcome(ledger: Ledger, row: Row) -> Outcome:
    return next(each for each in outcomes_of(ledger) if each.entry.row is row)


def _issues(ledger: Ledger, row: Row) -> list[Issue]:
    """What the audit says of one entry, and of how much its source is quoted with it.

    Where it says something else, that nobody has signed goes without saying.
    """
    checks = [check for check in CHECKS if check.code.startswith("evidence/")]
    found = [each for each in audit(ledger, checks).issues if _is_of(each, row, ledger.books.sources)]
    return [each for each in found if each.code != _UNSIGNED] or found


def _is_of(issue: Issue, row: Row, sources: str) -> bool:
    if issue.code == "evidence/share":
        return issue.resource == sources and row.get("source_id") in (issue.key or {}).values()
    return (issue.resource, issue.row) == (row.table, row.number)


def _is_for_others(issue: Issue, outcome: Outcome) -> bool:
    """Whether the entry holds as far as it goes, and another has to say the rest: of a date, or of cells of a group."""
    wrong = {reading.code for reading in outcome.readings.values()}
    if issue.code == "evidence/value":
        return issue.code not in wrong
    return issue.code == "evidence/thing" and any(reading.is_read for reading in outcome.readings.values())
