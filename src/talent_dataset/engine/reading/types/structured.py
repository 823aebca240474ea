"""Objects and arrays as JSON, and lists of simple values."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Hashable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import polars as pl

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.types.jsontext import frozen, read_json
from talent_dataset.engine.reading.types.kind import Cells, Kind, ReadKind, ShapedKind, escape, looked_up, matching
from talent_dataset.engine.reading.types.numbers import IntegerKind, NumberKind
from talent_dataset.engine.reading.types.strings import BooleanKind, StringKind
from talent_dataset.engine.reading.types.temporal import DateKind, DatetimeKind, TimeKind


class JsonKind(ReadKind):
    """A type whose cells are JSON. Typed as its text."""

    @abstractmethod
    def check(self, value: Any) -> None:
        """Raises ``ValueError`` where a JSON value is not of the type."""

    def parse(self, text: str) -> Any:
        # Doubles, as other readers of JSON give them; what is compared is read by ``exact``.
        value = read_json(text)
        self.check(value)
        return value

    def exact(self, text: str) -> Hashable:
        """The value with exact numbers, hashable; the order of members does not count."""
        value = read_json(text, is_exact=True)
        self.check(value)
        return frozen(value)

    def literal(self, value: object) -> Hashable:
        """A JSON value, or JSON as text."""
        if isinstance(value, str):
            return self.exact(value)
        self.check(value)
        return frozen(value)

    def size(self, text: str) -> int:
        return len(self.parse(text))

    def guesses(self, text: str) -> Iterator[str]:
        """With the quotes and names of JSON."""
        yield text.replace("'", '"')
        # As Python prints its values.
        yield text.replace("'", '"').replace("None", "null").replace("True", "true").replace("False", "false")


class ObjectKind(JsonKind):
    """``object``: a JSON object."""

    expected = 'a JSON object such as {"a": 1}'

    def check(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise ValueError(f"JSON, but not {self.expected}")  # noqa: TRY004 (a fault of data)


class ArrayKind(JsonKind):
    """``array``: a JSON array."""

    expected = "a JSON array such as [1, 2]"

    def check(self, value: Any) -> None:
        if not isinstance(value, list):
            raise ValueError(f"JSON, but not {self.expected}")  # noqa: TRY004 (a fault of data)


_SHOWN = 60
_CAST_BY_POLARS = {"string", "integer", "number", "date", "time"}
_ITEM_KINDS: dict[str, type[Kind]] = {
    "string": StringKind,
    "integer": IntegerKind,
    "number": NumberKind,
    "boolean": BooleanKind,
    "date": DateKind,
    "datetime": DatetimeKind,
    "time": TimeKind,
}


def are_lost(lists: pl.Expr, delimiter: str) -> pl.Expr:
    """Which lists of texts would not come back from one text.

    An item is null or holds the delimiter, or the only one is empty.
    """
    is_odd = pl.element().is_null() | pl.element().str.contains(delimiter, literal=True)
    is_nothing = (lists.list.len() == 1) & (lists.list.first() == "")
    return lists.list.eval(is_odd).list.any() | is_nothing.fill_null(value=False)


class ListKind(ReadKind):
    """``list``: values of one simple type in their default form, between delimiters; no item is missing."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        kind = _ITEM_KINDS.get(field.item_type, StringKind)
        self.item = kind(replace(Field(name=field.name), type=field.item_type))

    @property
    def expected(self) -> str:
        return f"a list of {self.field.item_type} items separated by {json.dumps(self._delimiter, ensure_ascii=False)}"

    @cached_property
    def _delimiter(self) -> str:
        return self.field.delimiter or ","

    def parse(self, text: str) -> list[Any]:
        return [self._item(number, item) for number, item in enumerate(self.split(text), 1)]

    def _item(self, number: int, text: str) -> Any:
        try:
            return self.item.parse(text)
        except ValueError:
            raise ValueError(f"its item {number}, `{text[:_SHOWN]}`, is not {self.item.expected}") from None

    def split(self, text: str) -> list[str]:
        """The items as they stand; an empty text has none."""
        return text.split(self._delimiter) if text else []

    def exact(self, text: str) -> Hashable:
        return tuple(self.item.exact(item) for item in self.split(text))

    def literal(self, value: object) -> Hashable:
        """Text as a cell, or a JSON array."""
        if isinstance(value, (list, tuple)):
            return tuple(self.item.literal(item) for item in value)
        return super().literal(value)

    def size(self, text: str) -> int:
        return len(self.split(text))

    @cached_property
    def _shape(self) -> str | None:
        """All lists as one pattern; ``None`` where a delimiter might be a part of an item."""
        if any(char.isalnum() or char in "+-.:" for char in self._delimiter):
            return None
        if isinstance(self.item, StringKind):
            return r"(?s:.*)"
        if isinstance(self.item, ShapedKind):
            return f"(?:(?:{self.item.shape})(?:{escape(self._delimiter)}(?:{self.item.shape}))*)?"
        return None

    def fit(self, texts: pl.Series) -> pl.Series:
        """By one pattern, where there is one."""
        return super().fit(texts) if self._shape is None else texts.str.contains(f"^(?:{self._shape})$")

    def misfit(self, cells: Cells) -> pl.Expr:
        """By one pattern, where there is one."""
        if self._shape is None:
            return super().misfit(cells)
        return cells.where_present(~cells.text.str.contains(f"^(?:{self._shape})$"))

    def clean(self, cells: Cells) -> pl.Expr:
        """Every text is a list of strings; else by one pattern, where there is one."""
        if isinstance(self.item, StringKind):
            return pl.lit(value=True)
        if self._shape is None:
            return super().clean(cells)
        return cells.text.str.contains("|".join([f"^(?:{self._shape})$", *matching(cells.missing_texts)])).all()

    def value(self, cells: Cells) -> pl.Expr:
        """A list of what the item type holds."""
        if self._shape is None or self.field.item_type not in _CAST_BY_POLARS:
            return looked_up(cells.present, self._stored, pl.List(self.item.dtype))
        text = pl.when(~self.misfit(cells)).then(cells.present)
        items = (
            pl.when(text == "").then(pl.lit([], dtype=pl.List(pl.String))).otherwise(text.str.split(self._delimiter))
        )
        if isinstance(self.item, StringKind):
            return items
        casts = {
            "date": pl.element().str.to_date("%Y-%m-%d", strict=False),
            "time": pl.element().str.to_time("%H:%M:%S"),
        }
        cast = casts.get(self.field.item_type, pl.element().cast(self.item.dtype, strict=False))
        return items.list.eval(cast)

    def _stored(self, text: str) -> list[Any]:
        return [self.item.stored(value) for value in self.parse(text)]

    def guesses(self, text: str) -> Iterator[str]:
        """Without blanks around the items; another delimiter."""
        for delimiter in (self._delimiter, ";", "|", "、", ","):
            yield self._delimiter.join(item.strip() for item in text.split(delimiter))
