"""Debit: every factual cell has an entry, which says how the cell follows from a source and gives what that takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.meant import did_you_mean
from talent_dataset.provenance.cells.quantities import quantity_of
from talent_dataset.provenance.cells.readings import kinds_of
from talent_dataset.provenance.quoted_text import HAN

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import BookTable, Entry, Ledger, Repair, Row

_LATIN: Final = re.compile(r"[A-Za-z]")
# Names such as BRISC or WeChat stand in Chinese as they are; several words are a text in another language.
_WORDS: Final = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")


def strayed(ledger: Ledger) -> Iterator[Issue]:
    """Texts in the column of another language, told by their script (``evidence/language``)."""
    for table in ledger.facts():
        texts = [name for name, kind in kinds_of(ledger, table).items() if kind in {"text", "name"}]
        for name in texts:
            language = next((tag for tag, end in ledger.books.languages.items() if name.endswith(end)), "")
            for row in table.rows if language else ():
                if _is_foreign(row.get(name), language):
                    message = f"The text is not in the language of its column, {language!r}."
                    hint = "Move it to the column of its language; where there is no text in this one, leave it empty."
                    yield ledger.issue(row, "evidence/language", message, name=name, hint=hint)


def _is_foreign(text: str, language: str) -> bool:
    """Whether a text has nothing but the letters of the other script."""
    tag = language.partition("-")[0]
    if tag == "en":
        # One Latin letter is enough: an English name may have the Chinese one beside it.
        return HAN.search(text) is not None and not _LATIN.search(text)
    return tag == "zh" and _WORDS.search(text) is not None and not HAN.search(text)


# Repairs: a damaged stretch of a document is read as declared, as long as the damage is still there.
REPAIR: Final = "evidence/repair"


def mismeasured(ledger: Ledger) -> Iterator[Issue]:
    """Repairs whose raw text is not as long as their place, or whose places overlap (``evidence/repair``)."""
    for repairs in ledger.repairs_in.values():
        for repair in repairs:
            if (repair.end or 0) - (repair.start or 0) != len(repair.raw):
                message = (
                    f"The raw text has {len(repair.raw)} characters, its place {repair.start}-{repair.end} has not."
                )
                yield ledger.issue(repair.row, REPAIR, message, name="raw", hint="Count start and end again.")
        # The ledger has them in the order of their start, so that neighbours are all that can overlap.
        for one, other in pairwise(repairs):
            if (other.start or 0) < (one.end or 0):
                message = f"This repair overlaps the one at {one.start}-{one.end}."
                yield ledger.issue(other.row, REPAIR, message, name="start", hint="Make one repair of the two.")


def undone(ledger: Ledger) -> Iterator[Issue]:
    """Repairs whose raw text is not at its place in the document (``evidence/repair``)."""
    for repair in ledger.repairs:
        document = ledger.documents.exact(repair.source_id)
        if document is not None and not _stands(repair, document.text):
            message = f"The raw text is not at {repair.start}-{repair.end} of {repair.source_id}."
            hint = "Correct the place or the raw text; where the document is sound now, take the repair out."
            yield ledger.issue(repair.row, REPAIR, message, name="raw", hint=hint)


def _stands(repair: Repair, text: str) -> bool:
    return repair.start is not None and text[repair.start : repair.end] == repair.raw


# Rows of a table up to which the nearest key is looked for.
_FEW: Final = 200


def factual_cells(ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    """Table, row and field of every filled factual cell."""
    for table in ledger.facts():
        names = [name for name in table.columns if table.roles.get(name) == "factual"]
        for row in table.rows:
            yield from ((table.name, row.row_id, name) for name in names if name in row.cells)


def backed_cells(ledger: Ledger) -> set[tuple[str, str, str]]:
    """Cells for which there is an entry, those said together with the one it names included."""
    backed = set()
    for entry in ledger.evidence:
        if entry.table in ledger.tables and entry.field:
            group = ledger.tables[entry.table].group(entry.field)
            backed |= {(entry.table, entry.row_id, name) for name in group}
    return backed


def naked(ledger: Ledger) -> Iterator[Issue]:
    """Factual cells that no entry backs (``evidence/backing``)."""
    backed = backed_cells(ledger)
    for table, row_id, name in factual_cells(ledger):
        if (table, row_id, name) not in backed:
            yield ledger.issue(
                ledger.tables[table].by_id[row_id],
                "evidence/backing",
                "No entry of the evidence backs this cell.",
                name=name,
                hint=f"Add an entry for table {table!r}, row_id {row_id!r}, field {name!r}, or empty the cell; "
                "`talent-dataset evidence missing` lists all that is left to do.",
            )


def orphans(ledger: Ledger) -> Iterator[Issue]:
    """Entries for a table, row or cell that is not there, or that needs none (``evidence/orphan``)."""
    for entry in ledger.evidence:
        if (found := _orphan(ledger, entry)) is not None:
            name, message, hint = found
            yield ledger.issue(entry.row, "evidence/orphan", message, name=name, hint=hint)


def _orphan(ledger: Ledger, entry: Entry) -> tuple[str, str, str] | None:
    table = ledger.tables.get(entry.table)
    if table is None or entry.table in ledger.books.tables():
        names = [each.name for each in ledger.facts()]
        return "table", f"There is no table {entry.table!r} that needs evidence.", did_you_mean(entry.table, names)
    row = table.by_id.get(entry.row_id)
    if row is None:
        # Among thousands of keys the nearest is seldom the one that was meant, and costs more than all the rest.
        near = did_you_mean(entry.row_id, table.by_id) if len(table.by_id) <= _FEW else ""
        hint = near or "Correct row_id, or take the entry out with the row."
        return "row_id", f"{entry.table!r} has no row {entry.row_id!r}.", hint
    return _without_cell(entry, table, row) if entry.field else None


def _without_cell(entry: Entry, table: BookTable, row: Row) -> tuple[str, str, str] | None:
    """Why the field of an entry holds nothing that it could back; ``None`` where it does."""
    if table.roles.get(entry.field) != "factual":
        names = [name for name, role in table.roles.items() if role == "factual"]
        return "field", f"{entry.field!r} is no factual field of {entry.table!r}.", did_you_mean(entry.field, names)
    if entry.field not in row.cells:
        return "field", f"The cell {entry.field!r} of this row is empty.", "Take the entry out, or fill the cell."
    return None


UNUSED: Final = "evidence/unused"


def repeated(ledger: Ledger) -> Iterator[Issue]:
    """Entries that give the same words for the same cell as an earlier one (``evidence/unused``)."""
    seen: dict[tuple[object, ...], Entry] = {}
    for entry in ledger.evidence:
        # Other words for the same cell are welcome: they bear it out once more.
        first = seen.setdefault((*entry.cell, entry.source_id, entry.start, entry.end, entry.basis), entry)
        if first is not entry:
            message = f"The entry says for the same cell what {first.evidence_id!r} says."
            yield ledger.issue(entry.row, UNUSED, message, name="evidence_id", hint="Take one of the two out.")


CODE = "evidence/basis"
_PLACE = ("source_id", "start", "end", "quote")
# What each basis takes, and what it cannot have.
_TAKES = {
    "stated": (_PLACE, ("derivation",)),
    "inferred": ((*_PLACE, "reason"), ("derivation",)),
    "computed": (("derivation",), ("source_id", "start", "end")),
    "reference": (("reason",), ("source_id", "start", "end", "derivation")),
}
_WHY = {
    "reason": "Say in a sentence why it follows, or which code list has it.",
    "derivation": "Write the SQL expression that yields the cell.",
}


def baseless(ledger: Ledger) -> Iterator[Issue]:
    """Entries without a known basis, or without what it takes (``evidence/basis``)."""
    for entry in ledger.evidence:
        if entry.basis in _TAKES:
            yield from _unfit(ledger, entry)
        else:
            message = f"{entry.basis!r} is no basis." if entry.basis else "The entry has no basis."
            hint = did_you_mean(entry.basis, _TAKES)
            yield ledger.issue(entry.row, CODE, message, name="basis", hint=hint)


def _unfit(ledger: Ledger, entry: Entry) -> Iterator[Issue]:
    needed, strange = _TAKES[entry.basis]
    if lost := next((name for name in needed if not entry.row.get(name)), ""):
        message = f"What is {entry.basis} has a {lost}, and this entry has none."
        hint = _WHY.get(lost, "Quote the words of a document: source, offsets and the words.")
        yield ledger.issue(entry.row, CODE, message, name=lost, hint=hint)
    elif extra := next((name for name in strange if entry.row.get(name)), ""):
        message = f"What is {entry.basis} has no {extra}, and this entry has one."
        yield ledger.issue(entry.row, CODE, message, name=extra, hint="Empty it, or correct the basis.")
    elif entry.basis == "reference" and (name := _measured(ledger, entry)):
        message = f"A code list has codes and names; {name!r} is measured, and has to be read from a source."
        yield ledger.issue(entry.row, CODE, message, name="basis", hint="Quote the words of a document that say it.")


def _measured(ledger: Ledger, entry: Entry) -> str:
    """The first field that an entry backs and that no code list can hold: part of a quantity, or a date."""
    table = ledger.tables.get(entry.table)
    names = table.group(entry.field) if table and entry.field else ()
    is_date = {name for name in names if table and kinds_of(ledger, table).get(name) == "date"}
    return next((name for name in names if name in is_date or quantity_of(ledger, entry.table, name)), "")
