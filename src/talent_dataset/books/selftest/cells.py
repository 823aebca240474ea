"""Factual cells put wrong: numbers, dates, things, names, codes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING

from talent_dataset.books.ledger import ours
from talent_dataset.books.selftest.change import Change, Perturbation, Target, lost, put

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger, Table
    from talent_dataset.descriptor.model import Field, ForeignKey

_NUMERIC = frozenset({"integer", "number"})
_COMPARATORS = ("=", ">", ">=", "<", "<=", "~")
_DAY = re.compile(r"(\d{4}|XXXX)(\??-)(\d\d)-(\d\d)")
_YEAR = re.compile(r"\d{4}(?=\??(?:-|/|$))")


def cells(wanted: Callable[[Table, Field], bool]) -> Callable[[Ledger], Sequence[Target]]:
    """The filled factual cells of the fields that are wanted."""

    def targets(ledger: Ledger) -> Sequence[Target]:
        return [
            (row, field.name)
            for table in ledger.facts()
            for field in table.schema.fields
            if table.roles[field.name] == "factual" and wanted(table, field)
            for row in table.rows
            if field.name in row.cells
        ]

    return targets


def _may_be_empty(table: Table, field: Field) -> bool:
    """An empty cell of a required field is found by its schema, and never comes to the books."""
    return not (field.constraints.required or field.name in table.schema.primary_key)


def _is_number(_: Table, field: Field) -> bool:
    return field.type in _NUMERIC


def _is_date(_: Table, field: Field) -> bool:
    return bool(ours(field.custom).get("edtf")) or field.type == "date"


def _refers(table: Table, field: Field) -> bool:
    return _key_of(table, field.name) is not None


def _is_code(_: Table, field: Field) -> bool:
    return bool(_codes(field))


def _is_text(table: Table, field: Field) -> bool:
    is_other = _is_code(table, field) or _is_date(table, field) or _refers(table, field)
    return field.type == "string" and not is_other


def _key_of(table: Table, name: str) -> ForeignKey | None:
    return next((key for key in table.schema.foreign_keys if key.fields == (name,)), None)


def _codes(field: Field) -> list[str]:
    if field.constraints.enum:
        return [str(value) for value in field.constraints.enum]
    return [str(each.value) for each in field.categories or ()]


def _field(ledger: Ledger, target: Target) -> Field:
    row, name = target
    return next(field for field in ledger.tables[row.table].schema.fields if field.name == name)


def _digit(_: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    return put(row, name, with_other_digit(row.get(name), random))


def with_other_digit(text: str, random: Random) -> str:
    """The text with one of its digits replaced by another; as it is where it has none."""
    places = [index for index, each in enumerate(text) if each in "0123456789"]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + random.choice([each for each in "0123456789" if each != text[place]]) + text[place + 1 :]


def _swapped(_: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    text = row.get(name)
    places = [i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]]
    if not places:
        return None
    place = random.choice(places)
    return put(row, name, text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def _negated(_: Ledger, target: Target, __: Random) -> Change | None:
    row, name = target
    text = row.get(name)
    return put(row, name, text[1:] if text.startswith("-") else f"-{text}")


def _scaled(_: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    return put(row, name, row.get(name) + "0" * random.choice((1, 2, 3, 4))) if row.get(name).isdigit() else None


def _parts(part: str) -> Callable[[Ledger], Sequence[Target]]:
    """The comparators, or the units, of the quantities that are declared."""

    def targets(ledger: Ledger) -> Sequence[Target]:
        named = [(each.resource, getattr(each, part)) for each in ledger.books.quantities if getattr(each, part)]
        tables = ((ledger.tables[resource], name) for resource, name in named if resource in ledger.tables)
        return [(row, name) for table, name in tables for row in table.rows if name in row.cells]

    return targets


def _other_comparator(_: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    return put(row, name, random.choice([each for each in _COMPARATORS if each != row.get(name)]))


def _other_code(ledger: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    others = [each for each in _codes(_field(ledger, target)) if each != row.get(name)]
    return put(row, name, random.choice(others)) if others else None


def _next_day(_: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    found = list(_DAY.finditer(row.get(name)))
    if not found:
        return None
    match = random.choice(found)
    # A leap year lends the year that is not known, so that each day of February can be moved.
    year = 2020 if match[1] == "XXXX" else int(match[1])
    day = dt.date(year, int(match[3]), int(match[4])) + dt.timedelta(days=random.choice((-1, 1)))
    text = row.get(name)
    moved = f"{match[1]}{match[2]}{day.month:02}-{day.day:02}"
    return put(row, name, text[: match.start()] + moved + text[match.end() :])


def _other_year(_: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    text = row.get(name)
    found = list(_YEAR.finditer(text))
    if not found:
        return None
    match = random.choice(found)
    return put(row, name, f"{text[: match.start()]}{int(match[0]) + random.choice((-1, 1)):04}{text[match.end() :]}")


def _more_certain(_: Ledger, target: Target, random: Random) -> Change | None:
    row, name = target
    text = row.get(name)
    if "?" in text:
        return put(row, name, text.replace("?", ""))
    return put(row, name, text.replace("XXXX", str(random.randint(1990, 2030))))


def _neighbour(ledger: Ledger, target: Target, random: Random) -> Change | None:
    """The id of the row before or after the one that is meant."""
    row, name = target
    key = _key_of(ledger.tables[row.table], name)
    assert key is not None  # noqa: S101 - the targets are cells that refer
    parent = ledger.tables.get(key.resource or row.table)
    known = [each.get(key.reference_fields[0]) for each in parent.rows] if parent else []
    if row.get(name) not in known or len(known) < 2:  # noqa: PLR2004 - a neighbour takes two
        return None
    at = known.index(row.get(name))
    return put(row, name, known[(at + random.choice((-1, 1))) % len(known)])


def _misspelt(_: Ledger, target: Target, random: Random) -> Change | None:
    """A character lost, or two neighbours exchanged."""
    row, name = target
    text = row.get(name)
    place = random.randrange(len(text))
    if random.random() < 0.5:  # noqa: PLR2004 - one time in two
        return put(row, name, text[:place] + text[place + 1 :])
    return put(row, name, text[:place] + text[place : place + 2][::-1] + text[place + 2 :])


def _flipped(_: Ledger, target: Target, __: Random) -> Change | None:
    row, name = target
    return put(row, name, {"true": "false", "false": "true"}.get(row.get(name)))


def _emptied(_: Ledger, target: Target, __: Random) -> Change | None:
    return put(*target, None)


def _rows(ledger: Ledger) -> Sequence[Target]:
    return list(_whole_rows(ledger))


def _whole_rows(ledger: Ledger) -> Iterator[Target]:
    """Rows with factual cells; a source that is lost takes its documents along."""
    for table in ledger.facts():
        names = [name for name, role in table.roles.items() if role == "factual"]
        if table.name != ledger.books.sources:
            yield from ((row, "") for row in table.rows if any(name in row.cells for name in names))


OF_CELLS: tuple[Perturbation, ...] = (
    Perturbation("digit", "a digit of a number is another", cells(_is_number), _digit),
    Perturbation("digits-swapped", "two digits of a number change places", cells(_is_number), _swapped),
    Perturbation("sign", "a number gets or loses its sign", cells(_is_number), _negated),
    Perturbation("scale", "a number is ten to ten thousand times as large", cells(_is_number), _scaled),
    Perturbation("comparator", "a comparator is another", _parts("comparator"), _other_comparator),
    Perturbation("unit", "a unit is another", _parts("unit"), _other_code),
    Perturbation("day", "a date is a day off", cells(_is_date), _next_day),
    Perturbation("year", "a date is a year off", cells(_is_date), _other_year),
    Perturbation("certainty", "an uncertain date is put as certain", cells(_is_date), _more_certain),
    Perturbation("entity", "a cell refers to the neighbouring row", cells(_refers), _neighbour),
    Perturbation("code", "a code is another of its list", cells(_is_code), _other_code),
    Perturbation("name", "a name or text is misspelt", cells(_is_text), _misspelt),
    Perturbation("flag", "a yes is a no", cells(lambda _, field: field.type == "boolean"), _flipped),
    Perturbation("emptied", "a cell is emptied", cells(_may_be_empty), _emptied),
    Perturbation("row", "a row is lost", _rows, lost),
)
