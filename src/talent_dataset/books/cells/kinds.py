"""What kind of value a factual cell holds: that decides how it is read from a quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from talent_dataset.books.ledger import Ledger, Table, ours

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Field, ForeignKey

Kind = Literal["number", "comparator", "unit", "date", "thing", "name", "text", "code"]

_NUMBERS = frozenset({"integer", "number"})
_DATES = frozenset({"date", "datetime", "year", "yearmonth"})


def kinds_of(ledger: Ledger, table: Table) -> dict[str, Kind]:
    """The kind of each field of a table."""
    memo: dict[str, dict[str, Kind]] = ledger.memo.setdefault("kinds", {})
    if table.name not in memo:
        memo[table.name] = {each.name: _kind(ledger, table, each) for each in table.schema.fields}
    return memo[table.name]


def reference_of(ledger: Ledger, table: Table, name: str) -> ForeignKey | None:
    """The foreign key to a table of things of which a field is part."""
    things = {each.resource for each in ledger.books.things}
    keys = (key for key in table.schema.foreign_keys if name in key.fields)
    return next((key for key in keys if (key.resource or table.name) in things), None)


def _kind(ledger: Ledger, table: Table, field: Field) -> Kind:
    return (
        _of_quantity(ledger, table, field.name)
        or _of_names(ledger, table, field.name)
        or _of_date(table, field)
        or _of_type(field)
    )


def _of_quantity(ledger: Ledger, table: Table, name: str) -> Kind | None:
    for each in ledger.books.quantities:
        if each.resource == table.name and name in (each.value, each.comparator, each.unit):
            return "number" if name == each.value else "comparator" if name == each.comparator else "unit"
    return None


def _of_names(ledger: Ledger, table: Table, name: str) -> Kind | None:
    """A name, or a reference by which a thing is named. Which thing an alias stands for, its words cannot say."""
    aliases = [each for each in ledger.books.aliases if each.resource == table.name]
    if any(name == each.text for each in aliases):
        return "name"
    if any(name in each.names for each in ledger.books.things if each.resource == table.name):
        return "name"
    if any(name in key.fields for key in table.schema.foreign_keys):
        return "thing" if not aliases and reference_of(ledger, table, name) else "code"
    return None


def _of_date(table: Table, field: Field) -> Kind | None:
    is_edtf = bool(ours(field.custom).get("edtf")) or any(
        each.source == field.name and each.by.startswith("edtf-") for each in table.schema.derived
    )
    return "date" if is_edtf or field.type in _DATES else None


def _of_type(field: Field) -> Kind:
    if field.type in _NUMBERS:
        return "number"
    is_closed = field.categories is not None or field.constraints.enum is not None
    return "text" if field.type in {"string", "any"} and not is_closed else "code"
