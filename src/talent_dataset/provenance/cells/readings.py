"""What comes of reading a cell from a quote, by the kind of its value: a name, a text, a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from talent_dataset.engine.descriptor.model import ours
from talent_dataset.provenance.dates import Parts, parsed, parts_of, parts_said
from talent_dataset.provenance.ledger import BookTable, Ledger, found_once
from talent_dataset.provenance.quoted_text import alike, figures_of, simplified

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field, ForeignKey


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell, read from one quote.

    Attributes:
        is_read: Whether the quote says all that the cell says.
        parts: Of a date: the parts that the quote says (``start.month``), even where it does not say all.
        code: Code of the issue where the quote says something else, or nothing that can be read; empty where nothing
            is wrong.
        message: The sentence for people.
        hint: How to mend it.
    """

    is_read: bool = False
    parts: frozenset[str] = frozenset()
    code: str = ""
    message: str = ""
    hint: str = ""


READ = Reading(is_read=True)
UNREAD = Reading()
"""No machine reads it, and none need: a person signs for it."""


def read_name(cell: str, text: str) -> Reading:
    """Whether a quote is the name in a cell; it must be the whole of it."""
    if is_same(cell, text):
        return READ
    return Reading(
        code="evidence/value",
        message=f"The name {cell!r} is not what the quote {text!r} says.",
        hint="Correct the cell or the quote; a translation or a label of your own is inferred, with the reason.",
    )


def read_text(cell: str, text: str) -> Reading:
    """Whether a quote is the text of a cell, whole: of a part, nobody could tell what was left out."""
    return READ if is_same(cell, text) else UNREAD


def is_same(cell: str, text: str) -> bool:
    """Whether two texts are the same but for case, spaces, marks and script."""
    one, other = alike(cell), alike(text)
    return one == other or one == alike(simplified(text))


def date_text(value: Any, text: str) -> str:
    """A cell as EDTF: its own text, or that of its value."""
    if parsed(text) is not None:
        return text
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else ""


@lru_cache(maxsize=1 << 16)
def read_date(cell: str, text: str, language: str) -> Reading:
    """What of a date a quote says.

    Args:
        cell: The cell in EDTF.
        text: The quote, as it is read.
        language: Its language.
    """
    said = [each for each in figures_of(text, language) if each.edtf]
    parts = Parts().union(*(parts_said(each.edtf, cell) for each in said if each.edtf))
    if parts:
        return Reading(is_read=parts >= parts_of(cell), parts=parts)
    dates = ", ".join(repr(each.text) for each in said)
    instead = f"it says {dates}" if dates else "it has no date"
    return Reading(
        code="evidence/value",
        message=f"The date {cell!r} is not what the quote {text!r} says: {instead}.",
        hint="Correct the cell or the quote; a date that is not written out is inferred, with the reason.",
    )


def missing_parts(cell: str, read: Iterable[Parts]) -> Parts:
    """The parts of a cell that none of its quotes says."""
    return parts_of(cell).difference(*read)


CellKind = Literal["number", "comparator", "unit", "date", "thing", "name", "text", "code"]

_NUMBERS = frozenset({"integer", "number"})
_DATES = frozenset({"date", "datetime", "year", "yearmonth"})


def kinds_of(ledger: Ledger, table: BookTable) -> dict[str, CellKind]:
    """The kind of each field of a table."""
    kinds = _kinds(ledger)
    if table.name not in kinds:
        kinds[table.name] = {each.name: _kind(ledger, table, each) for each in table.schema.fields}
    return kinds[table.name]


@found_once
def _kinds(_: Ledger) -> dict[str, dict[str, CellKind]]:
    """The kinds of fields by table, which are put there when they are first asked for."""
    return {}


def reference_of(ledger: Ledger, table: BookTable, name: str) -> ForeignKey | None:
    """The foreign key to a table of things of which a field is part."""
    things = {each.resource for each in ledger.books.things}
    keys = (key for key in table.schema.foreign_keys if name in key.fields)
    return next((key for key in keys if (key.resource or table.name) in things), None)


def _kind(ledger: Ledger, table: BookTable, field: Field) -> CellKind:
    return (
        # What the books declare goes before what the type suggests.
        _of_quantity(ledger, table, field.name)
        or _of_names(ledger, table, field.name)
        or _of_date(table, field)
        or _of_type(field)
    )


def _of_quantity(ledger: Ledger, table: BookTable, name: str) -> CellKind | None:
    for each in ledger.books.quantities:
        if each.resource == table.name and name in (each.value, each.comparator, each.unit):
            return "number" if name == each.value else "comparator" if name == each.comparator else "unit"
    return None


def _of_names(ledger: Ledger, table: BookTable, name: str) -> CellKind | None:
    """A name, or a reference by which a thing is named. Which thing an alias stands for, its words cannot say."""
    if name in _names_of(ledger, table):
        return "name"
    if not any(name in key.fields for key in table.schema.foreign_keys):
        return None
    has_aliases = any(each.resource == table.name for each in ledger.books.aliases)
    return "thing" if not has_aliases and reference_of(ledger, table, name) else "code"


def _names_of(ledger: Ledger, table: BookTable) -> set[str]:
    """The fields of a table that hold names: of its things, or by which another thing is known."""
    named = (each.names for each in ledger.books.things if each.resource == table.name)
    return {each.text for each in ledger.books.aliases if each.resource == table.name}.union(*named)


def _of_date(table: BookTable, field: Field) -> CellKind | None:
    is_edtf = bool(ours(field).get("edtf")) or any(
        each.source == field.name and each.by.startswith("edtf-") for each in table.schema.derived
    )
    return "date" if is_edtf or field.type in _DATES else None


def _of_type(field: Field) -> CellKind:
    if field.type in _NUMBERS:
        return "number"
    # A code stands for words; no document says the code itself.
    is_closed = field.categories is not None or field.constraints.enum is not None
    return "text" if field.type in {"string", "any"} and not is_closed else "code"
