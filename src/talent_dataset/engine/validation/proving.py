"""Which tables the native prover reads beforehand, and what it is asked.

It passes over records that are sound for sure; the others take the path that all records take where there is no prover.
So no report can differ by it. What needs the values of every record (rules, books, tables that others refer to) is read
without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from talent_dataset.engine.reading.native import Prover, why_not
from talent_dataset.engine.rules.automaton import DeclinedError
from talent_dataset.engine.rules.native_program import can_hash, hunt_of, program_of

if TYPE_CHECKING:
    import polars as pl

    from talent_dataset.engine.reading.cast import Column
    from talent_dataset.engine.reading.table import Batch
    from talent_dataset.engine.rules.keys import Key, Reference
    from talent_dataset.engine.validation.plan import HeldKeys, OpenTable, Ties


class Proving(NamedTuple):
    """A table that is proved.

    Attributes:
        prover: What proves it.
        keys: Places of the keys of the plan that it hashes, in its order; the others take a reading of their own.
    """

    prover: Prover
    keys: tuple[int, ...]


def proving_of(table: OpenTable, ties: Ties, known: Mapping[str, HeldKeys], *, keeps_text: bool) -> Proving | None:
    """The prover for a table; ``None`` where every record has to be read, or something is asked that it does not know.

    Args:
        table: The table.
        ties: What it and others ask of each other.
        known: What it may refer to.
        keeps_text: Whether the text of all records is kept.
    """
    plan = table.plan
    needs_all = keeps_text or plan.rules or ties.held or ties.wanted or plan.derived.derivations
    dialect = table.text.dialect
    if (
        table.text.prove is None
        or dialect is None
        or needs_all
        or any(key.is_whole_row for key in plan.keys)
        or why_not()
    ):
        return None
    keys = tuple(place for place, key in enumerate(plan.keys) if all(map(can_hash, key.columns)))
    hashed = [plan.keys[place] for place in keys]
    filled = {column.position for column in table.place.key}
    try:
        members = [_members(each, known) for each in ties.references if each.parent in known]
        program = program_of(dialect, len(table.text.names), list(_every(table)), hashed, members, filled)
    except DeclinedError:
        return None
    return Proving(Prover(program, len(keys)), keys)


def _every(table: OpenTable) -> Iterator[Column]:
    """All columns that have a field; of two fields of one name both."""
    from talent_dataset.engine.reading.cast import column

    return (column(field, position) for position, field in table.text.fields.items())


def _members(reference: Reference, known: Mapping[str, HeldKeys]) -> tuple[Column, Sequence[str] | Sequence[int]]:
    """A column that refers, and the texts or integers that it may hold.

    Raises:
        DeclinedError: Several columns refer together.
    """
    if len(reference.columns) != 1:
        raise DeclinedError(f"a reference of several columns to {reference.parent}")
    held = known[reference.parent][reference.parent_fields]
    return reference.columns[0], held.get_column("0").to_list()


def hunted(table: OpenTable, key: Key, wanted: pl.Series) -> Iterator[Batch]:
    """The records whose key has one of some hashes, and maybe others.

    Args:
        table: The table.
        key: A key that was hashed by the prover.
        wanted: Hashes of it.
    """
    text = table.read()
    if text.prove is not None and text.dialect is not None:
        columns = list(_every(table))
        text.prove(Prover(hunt_of(text.dialect, len(text.names), columns, key, wanted.to_list()), 1))
    return text.batches
