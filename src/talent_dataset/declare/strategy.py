"""Valid frames of a table for hypothesis: types, constraints, keys and row rules hold."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable

from talent_dataset.declare.value_strategy import values
from talent_dataset.errors import CannotCheckError
from talent_dataset.reading.derive import derive
from talent_dataset.rules.sql import row_expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from talent_dataset.declare.definition import Definition
    from talent_dataset.descriptor.model import ForeignKey

    Row = dict[str, Any]
    Draw = Callable[[SearchStrategy[Any]], Any]

ALTERNATIVES = 3
# Choices that are tried for a row: a few mostly do, and rules such as "exactly one of six" take more.
CANDIDATES = (8, 60, 200)


def frame_strategy(definition: Definition, size: int | None, max_size: int) -> SearchStrategy[pl.DataFrame]:
    """Valid frames of a table.

    Args:
        definition: The table.
        size: Number of rows, or ``None`` for any.
        max_size: Greatest number of rows where ``size`` is ``None``.
    """

    @st.composite
    def frames(draw: Draw) -> pl.DataFrame:
        count = draw(st.integers(0, max_size)) if size is None else size
        maker = _Maker(definition, draw)
        maker.draw_keys(count)
        for _ in range(count):
            maker.add()
        return pl.DataFrame(maker.rows, schema=maker.dtypes, orient="row")

    return frames()


def example(definition: Definition, size: int) -> pl.DataFrame:
    """A valid frame of so many rows, the same whenever it is asked for.

    Raises:
        CannotCheckError: Nothing that was tried is valid.
    """
    found: list[pl.DataFrame] = []

    # The example of a strategy is for interactive use only, and warns elsewhere: this is the search below it.
    @settings(
        database=None,
        max_examples=20,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(frame_strategy(definition, size, size))
    def keep(frame: pl.DataFrame) -> None:
        found.append(frame)

    # hypothesis calls it a wrong argument where there are fewer different values than rows.
    with suppress(Unsatisfiable, InvalidArgument):
        keep()
    if not found:
        message = f"No {size} valid rows of {definition.name!r} were found."
        raise CannotCheckError(message, hint="Ask for fewer, or build them by hand.")
    return found[-1]


class _Maker:
    """Rows made one after another: each has values to choose from, and the first choice that breaks nothing is it."""

    def __init__(self, definition: Definition, draw: Draw) -> None:
        self.schema = definition.schema
        self.draw = draw
        self.rows: list[Row] = []
        self.fields = {field.name: field for field in self.schema.fields}
        self.dtypes = {name: definition.dtypes[name] or pl.Decimal(38, 2) for name in self.fields}
        self.strategies = {name: values(field, self.dtypes[name]) for name, field in self.fields.items()}
        self.nullable = [name for name, field in self.fields.items() if not field.constraints.required]
        self.own = [key for key in self.schema.foreign_keys if key.resource == ""]
        self.keys = [key for key in (self.schema.primary_key, *self.schema.unique_keys) if key]
        sources = {derivation.name: derivation.source for derivation in self.schema.derived}
        read = [row_expression(rule.sql, [*self.dtypes, *sources]) for rule in self.schema.rules]
        self.rules = [expression for expression, _ in read]
        # A choice may be needed only of what a rule reads, or what stands in a key with others.
        self.choosy = {sources.get(name, name) for _, names in read for name in names}
        self.choosy |= {name for key in self.keys if len(key) > 1 for name in key}
        self.given: dict[str, list[Any]] = {}

    def draw_keys(self, count: int) -> None:
        """Columns in which no value may stand twice are drawn whole."""
        single = {key[0] for key in self.keys if len(key) == 1}
        single |= {name for name, field in self.fields.items() if field.constraints.unique}
        for name in sorted(single):
            self.given[name] = self.draw(st.lists(self.strategies[name], min_size=count, max_size=count, unique_by=str))

    def add(self) -> None:
        """One more row; hypothesis is told to try again where none fits."""
        offered = self._offered()
        chance = random.Random(self.draw(st.integers(0, 2**32 - 1)))  # noqa: S311  # drawn, so that it can be repeated
        for count in CANDIDATES:
            candidates = [self._referring(self._chosen(offered, chance), chance) for _ in range(count)]
            for row in self._that_hold(candidates):
                if self._is_new(row):
                    self.rows.append(row)
                    return
        reject()

    def _offered(self) -> dict[str, list[Any]]:
        """Values to choose from; more than one only where a choice may be needed."""
        at = len(self.rows)
        offered = {name: [column[at]] for name, column in self.given.items()}
        for name, strategy in self.strategies.items():
            if name not in offered:
                offered[name] = [self.draw(strategy) for _ in range(ALTERNATIVES if name in self.choosy else 1)]
        return {name: offered[name] for name in self.fields}

    def _chosen(self, offered: Mapping[str, list[Any]], chance: random.Random) -> Row:
        empty = chance.choice((0.0, 0.2, 0.5, 0.8, 0.9, 1.0))
        row = {name: chance.choice(choices) for name, choices in offered.items()}
        return row | {name: None for name in self.nullable if chance.random() < empty}

    def _referring(self, row: Row, chance: random.Random) -> Row:
        """References of the table to itself name a row before, or the row itself where there must be one."""
        for key in self.own:
            row = row | self._reference(key, row, chance)
        return row

    def _reference(self, key: ForeignKey, row: Row, chance: random.Random) -> Row:
        if any(row[name] is None for name in key.fields):
            return {}
        may_be_empty = [name for name in key.fields if name in self.nullable]
        if not self.rows and may_be_empty:
            return dict.fromkeys(may_be_empty)
        target = chance.choice(self.rows) if self.rows else row
        return {name: target[there] for name, there in zip(key.fields, key.reference_fields, strict=True)}

    def _that_hold(self, candidates: Sequence[Row]) -> Iterator[Row]:
        if not self.rules:
            yield from candidates
            return
        frame = derive(pl.DataFrame(candidates, schema=self.dtypes, orient="row"), self.schema)
        verdicts = [rule.fill_null(value=True).alias(str(at)) for at, rule in enumerate(self.rules)]
        holds = frame.select(verdicts).select(pl.all_horizontal(pl.all()))
        yield from (row for row, is_fine in zip(candidates, holds.to_series(), strict=True) if is_fine)

    def _is_new(self, row: Row) -> bool:
        return not any(
            all(row[name] is not None and row[name] == other[name] for name in key)
            for key in self.keys
            for other in self.rows
        )
