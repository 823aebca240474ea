"""Debit: what the quote of an entry says is what the cell says; what no machine reads, a person has signed for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.rules.field_checks import passes
from talent_dataset.provenance.basis import factual_cells
from talent_dataset.provenance.cells.outcomes import Outcome, conclusion, outcomes_of
from talent_dataset.provenance.cells.readings import date_text, kinds_of, missing_parts
from talent_dataset.provenance.cells.things import thing_of
from talent_dataset.provenance.ledger import found_once
from talent_dataset.provenance.quoted_text import repaired, simplified
from talent_dataset.provenance.records import CellKey

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.cells.readings import Reading
    from talent_dataset.provenance.ledger import Ledger


def misread(ledger: Ledger) -> Iterator[Issue]:
    """Stated values that their quotes do not say (``evidence/value``, ``evidence/unit``, ``evidence/thing``).

    Cells that are said together may be said by several quotes: one names the subject, one the object, one the tie. A
    quote need not say what another says, as long as it says something itself.
    """
    for outcome in outcomes_of(ledger):
        for reading in _misreadings(ledger, outcome):
            yield ledger.issue(outcome.entry.row, reading.code, reading.message, name="quote", hint=reading.hint)


def _misreadings(ledger: Ledger, outcome: Outcome) -> list[Reading]:
    """What of an entry is wrong, and not said by another entry as well."""
    wrong = {name: each for name, each in outcome.readings.items() if each.code}
    if not wrong:
        return []
    ways, entry = ways_of(ledger), outcome.entry
    said = {name for name in wrong if (entry.table, entry.row_id, name) in ways and _says_something(ledger, outcome)}
    # A wrong unit is never excused: the figure stands in these words, and they count something else.
    return [each for name, each in wrong.items() if each.code == "evidence/unit" or name not in said]


def _says_something(ledger: Ledger, outcome: Outcome) -> bool:
    """Whether a quote bears out one cell of its group: it is read from it, or no machine reads it."""
    kinds = kinds_of(ledger, ledger.tables[outcome.entry.table])
    is_signed_for = outcome.is_signed and any(kinds.get(name) in {"code", "text"} for name in outcome.cells)
    return is_signed_for or any(each.is_read for each in outcome.readings.values())


def half_read(ledger: Ledger) -> Iterator[Issue]:
    """Dates of which a part is stated nowhere, and not inferred either (``evidence/value``)."""
    ways = ways_of(ledger)
    for cell, outcomes in _dated(ledger).items():
        lost = _lost_parts(ledger, cell, outcomes)
        if lost and cell not in ways and not any(each.readings[cell[2]].code for each in outcomes):
            named = " and ".join(sorted({each.partition(".")[2] for each in lost}))
            yield ledger.issue(
                outcomes[0].entry.row,
                "evidence/value",
                f"No quote gives the {named} of the date {outcomes[0].cells[cell[2]]!r}.",
                name="quote",
                hint="Add an entry that infers the rest from other words, with its reason, or quote more.",
            )


def _lost_parts(ledger: Ledger, cell: CellKey, outcomes: list[Outcome]) -> frozenset[str]:
    """The parts of a date that none of its quotes gives."""
    table, row_id, name = cell
    row = ledger.tables[table].by_id[row_id]
    text = date_text(ledger.tables[table].value(row, name), row.get(name))
    return missing_parts(text, (each.readings[name].parts for each in outcomes))


def _dated(ledger: Ledger) -> dict[CellKey, list[Outcome]]:
    """The entries that state each date."""
    found: dict[CellKey, list[Outcome]] = {}
    for outcome in outcomes_of(ledger):
        kinds = kinds_of(ledger, ledger.tables[outcome.entry.table])
        for name in outcome.readings:
            if kinds.get(name) == "date":
                found.setdefault((outcome.entry.table, outcome.entry.row_id, name), []).append(outcome)
    return found


def unsigned(ledger: Ledger) -> Iterator[Issue]:
    """Conclusions that are not, or not any more, what the cells say (``evidence/concludes``)."""
    for outcome in outcomes_of(ledger):
        entry = outcome.entry
        if outcome.is_signed or not (outcome.must_sign or entry.concludes):
            continue
        if not entry.concludes and _misreadings(ledger, outcome):
            # What is wrong has been told; to sign for it would mend nothing.
            continue
        message, hint = _of_unsigned(ledger, outcome)
        yield ledger.issue(entry.row, "evidence/concludes", message, name="concludes", hint=hint)


def _of_unsigned(ledger: Ledger, outcome: Outcome) -> tuple[str, str]:
    """What is said of a conclusion that does not stand, and how to mend it: nobody signs for a faulty cell."""
    entry, wanted = outcome.entry, conclusion(ledger, outcome.entry)
    if entry.concludes:
        message = f"The entry concludes {entry.concludes!r}, and the cell says {wanted!r}."
        hint = "Look at the source again: then correct the cell, or what the entry concludes."
    else:
        message = "No machine reads the cell from this entry, and the entry does not say what it concludes."
        hint = f"If the source bears it out, write {wanted!r} into concludes."
    if faulty := _faulty(ledger, outcome):
        field, cell = faulty
        hint = f"First correct {cell!r}: it is no value of {entry.table}.{field}."
    return message, hint


def _faulty(ledger: Ledger, outcome: Outcome) -> tuple[str, str] | None:
    """A cell of those that an entry backs, which its own field refuses."""
    table = ledger.tables[outcome.entry.table]
    row = table.by_id[outcome.entry.row_id]
    for name, cell in outcome.cells.items():
        thing = thing_of(ledger, row, name)
        is_lost = thing is not None and ledger.row(*thing) is None
        if is_lost or (name in table.columns and not passes(table.columns[name], cell)):
            return name, cell
    return None


def miscomputed(ledger: Ledger) -> Iterator[Issue]:
    """Computed cells that their derivation does not yield (``evidence/computed``)."""
    for outcome in outcomes_of(ledger):
        if outcome.fault:
            hint = (
                "Correct the cell or the derivation: an expression over the row, or one SELECT that yields one value."
            )
            yield ledger.issue(outcome.entry.row, "evidence/computed", outcome.fault, name="derivation", hint=hint)


def misrestored(ledger: Ledger) -> Iterator[Issue]:
    """Restored quotes that are not what repairs and simplified characters make of the quote (``evidence/restored``)."""
    for entry in ledger.evidence:
        if not entry.quote_restored:
            continue
        mended = repaired(ledger, entry)
        if entry.quote_restored not in (mended, simplified(mended)):
            message = f"The quote reads {simplified(mended)!r} by its repairs, not {entry.quote_restored!r}."
            hint = "Declare the damage among the repairs, or correct the restored quote."
            yield ledger.issue(entry.row, "evidence/restored", message, name="quote_restored", hint=hint)


@found_once
def ways_of(ledger: Ledger) -> dict[CellKey, str]:
    """How each factual cell is proved: ``read``, ``signed`` or ``computed``; cells that are not are left out."""
    # Several entries may back a cell; the proof that trusts nobody counts.
    rank = {"read": 2, "computed": 1, "signed": 0}
    found: dict[CellKey, str] = {}
    for outcome in outcomes_of(ledger):
        for name, way in _proved(outcome):
            cell = (outcome.entry.table, outcome.entry.row_id, name)
            if rank[way] > rank.get(found.get(cell, ""), -1):
                found[cell] = way
    # A date whose parts stand in several quotes is read as a whole, though none of them says it all.
    together = (cell for cell, outcomes in _dated(ledger).items() if not _lost_parts(ledger, cell, outcomes))
    return found | dict.fromkeys(together, "read")


def _proved(outcome: Outcome) -> Iterator[tuple[str, str]]:
    for name in outcome.cells:
        reading = outcome.readings.get(name)
        if reading is not None and reading.is_read:
            yield name, "read"
        elif outcome.is_computed and name == outcome.entry.field:
            yield name, "computed"
        elif outcome.is_signed and not (reading is not None and (reading.code or reading.parts)):
            yield name, "signed"


def balance(ledger: Ledger) -> dict[str, Any]:
    """Factual cells by how they are proved, in all and by table (``cells`` of ``Report.books``)."""
    ways = ways_of(ledger)
    tables: dict[str, dict[str, int]] = {}
    for cell in factual_cells(ledger):
        counts = tables.setdefault(cell[0], dict.fromkeys(("backed", "of", "read", "signed", "computed"), 0))
        counts["of"] += 1
        if cell in ways:
            counts["backed"] += 1
            counts[ways[cell]] += 1
    whole = {key: sum(each[key] for each in tables.values()) for key in ("backed", "of", "read", "signed", "computed")}
    return {"cells": {**whole, "by_table": [{"table": name, **counts} for name, counts in tables.items()]}}
