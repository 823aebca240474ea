"""Whether a quote names the thing that a cell refers to: by one of its names, and not inside the name of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from talent_dataset.provenance.cells.readings import READ, Reading, reference_of
from talent_dataset.provenance.ledger import Ledger, Row, found_once, row_id_of
from talent_dataset.provenance.quoted_text import alike, places, simplified

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import ForeignKey

LOOKED_FOR: Final = 200
"""Quotes of which it is told whom they name instead."""
Thing = tuple[str, str]
"""Table and row."""


class ThingNames:
    """All names of all things: those in their own rows, and aliases.

    Attributes:
        of: Names by thing, made alike.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.of: dict[Thing, tuple[str, ...]] = {}
        for thing, name in _named(ledger):
            self.of[thing] = (*self.of.get(thing, ()), alike(name))
        self._holders: dict[str, dict[str, set[str]]] = {}
        # Several things may have one name: a district and the college that is called after it.
        for (table, row_id), names in self.of.items():
            for name in names:
                self._holders.setdefault(table, {}).setdefault(name, set()).add(row_id)
        self._asked = 0
        self._longer: dict[tuple[str, str], list[str]] = {}
        self._pairs = {table: _by_pair(holders) for table, holders in self._holders.items()}

    def is_named(self, thing: Thing, text: str) -> bool:
        """Whether a text (made alike) names a thing."""
        return any(self._stands_alone(thing, name, text) for name in self.of.get(thing, ()))

    def is_said(self, thing: Thing, text: str) -> bool:
        """Whether a quote names a thing, in its own characters or in simplified ones."""
        if self.is_named(thing, alike(text)):
            return True
        plain = simplified(text)
        return plain != text and self.is_named(thing, alike(plain))

    def named(self, table: str, text: str) -> list[str]:
        """Rows of a table that a text (made alike) names, for the message of an issue.

        All names are looked for, so it is done for the first quotes only: where more are wrong, few read the messages.
        """
        self._asked += 1
        if self._asked > LOOKED_FOR:
            return []
        return [row for (of, row), names in self.of.items() if of == table and self.is_named((of, row), text)]

    def _stands_alone(self, thing: Thing, name: str, text: str) -> bool:
        """The longest name wins: one that stands only inside a name of another thing of the table is not said."""
        found = list(places(text, name))
        if not found:
            return False
        covers = [
            place for longer in self._others(thing, name) if len(longer) <= len(text) for place in places(text, longer)
        ]
        return any(not any(a <= start and end <= b for a, b in covers) for start, end in found)

    def _others(self, thing: Thing, name: str) -> Iterator[str]:
        table, row_id = thing
        holders = self._holders[table]
        if (table, name) not in self._longer:
            pairs = self._pairs[table]
            # A name of one character has no pair.
            rarest = min((pairs[pair] for pair in _pairs_of(name)), key=len, default=None)
            among: Iterable[str] = holders if rarest is None else rarest
            self._longer[table, name] = [each for each in among if name in each and name != each]
        return (each for each in self._longer[table, name] if row_id not in holders[each])


def _by_pair(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by each pair of characters in them: those that hold a name are found among those that hold its pairs."""
    found: dict[str, list[str]] = {}
    for name in names:
        for pair in _pairs_of(name):
            found.setdefault(pair, []).append(name)
    return found


def _pairs_of(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


@found_once
def names_of(ledger: Ledger) -> ThingNames:
    """All names, gathered once."""
    return ThingNames(ledger)


def thing_of(ledger: Ledger, row: Row, name: str) -> Thing | None:
    """The thing to which a cell refers."""
    key = reference_of(ledger, ledger.tables[row.table], name)
    return _referred(ledger, row, key) if key else None


def read_thing(ledger: Ledger, row: Row, name: str, text: str) -> Reading:
    """Whether a quote names the thing in a cell."""
    thing = thing_of(ledger, row, name)
    names = names_of(ledger)
    said = alike(text)
    if thing is None or names.is_said(thing, text):
        return READ
    if ledger.row(*thing) is None:
        return Reading(
            code="evidence/thing",
            message=f"{thing[1]!r} is no row of {thing[0]!r}, so no quote can name it.",
            hint="Correct the cell, or add the row.",
        )
    others = names.named(thing[0], said)
    instead = f": it names {', '.join(map(repr, others[:3]))} instead" if others else ""
    return Reading(
        code="evidence/thing",
        message=f"The quote {text!r} does not name {thing[1]!r} of {thing[0]!r}{instead}.",
        hint="Correct the cell or the quote, add the name as an alias, or infer it, with the reason.",
    )


def _named(ledger: Ledger) -> Iterator[tuple[Thing, str]]:
    for things in ledger.books.things:
        for row in ledger.tables[things.resource].rows:
            yield from (((things.resource, row.row_id), row.get(each)) for each in things.names if row.get(each))
    for aliases in ledger.books.aliases:
        table = ledger.tables[aliases.resource]
        for row in table.rows:
            for key in table.schema.foreign_keys:
                if row.get(aliases.text) and (thing := _referred(ledger, row, key)):
                    yield thing, row.get(aliases.text)


def _referred(ledger: Ledger, row: Row, key: ForeignKey) -> Thing | None:
    """The row to which a key leads, by the primary key of its table or by whatever fields it names."""
    values = [row.get(each) for each in key.fields]
    table = ledger.tables.get(key.resource or row.table)
    if table is None or not all(values):
        return None
    if key.reference_fields == table.schema.primary_key:
        return table.name, row_id_of(values)
    rows: Mapping[tuple[str, ...], str] = _by_fields(ledger, table.name, key.reference_fields)
    found = rows.get(tuple(values))
    return (table.name, found) if found is not None else None


def _by_fields(ledger: Ledger, table: str, fields: tuple[str, ...]) -> Mapping[tuple[str, ...], str]:
    known = _known(ledger)
    if (table, fields) not in known:
        rows = ledger.tables[table].rows
        known[table, fields] = {tuple(row.get(each) for each in fields): row.row_id for row in rows}
    return known[table, fields]


@found_once
def _known(_: Ledger) -> dict[tuple[str, tuple[str, ...]], Mapping[tuple[str, ...], str]]:
    """The rows of tables by values of theirs, which are put there when they are first asked for."""
    return {}
