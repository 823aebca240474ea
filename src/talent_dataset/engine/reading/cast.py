"""From text to values: a column of a table, with what proves it clean, what finds its misfits, and what it holds."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading import types
from talent_dataset.engine.reading.types.kind import Cells, Kind, value_name

if TYPE_CHECKING:
    import polars as pl

    from talent_dataset.engine.reading.types.orders import Orders

# Type to its module and class: most tables have a few of them, and only those are imported.
_KINDS: Final[Mapping[str, str]] = {
    "string": "strings.StringKind",
    "integer": "numbers.IntegerKind",
    "number": "numbers.NumberKind",
    "boolean": "strings.BooleanKind",
    "date": "temporal.DateKind",
    "time": "temporal.TimeKind",
    "datetime": "temporal.DatetimeKind",
    "year": "temporal.YearKind",
    "yearmonth": "temporal.YearMonthKind",
    "duration": "duration.DurationKind",
    "object": "structured.ObjectKind",
    "array": "structured.ArrayKind",
    "list": "structured.ListKind",
    "geopoint": "geo.GeopointKind",
    "geojson": "geo.GeojsonKind",
    "any": "strings.AnyKind",
}
_FORMATS: Final[Mapping[tuple[str, str], str]] = {
    ("string", "email"): "strings.EmailKind",
    ("string", "uri"): "strings.UriKind",
    ("string", "uuid"): "strings.UuidKind",
    ("string", "binary"): "strings.BinaryKind",
    ("geojson", "topojson"): "geo.TopojsonKind",
}
_TEMPORAL = ("date", "time", "datetime")


def kind_of(field: Field) -> Kind:
    """How the cells of a field are read; an unknown type is read as ``any``, an unknown format as the default."""
    if field.type in _TEMPORAL and field.format != "default":
        name = "patterned.AnyTemporalKind" if field.format == "any" else "patterned.PatternedKind"
    else:
        name = _FORMATS.get((field.type, field.format)) or _KINDS.get(field.type, _KINDS["any"])
    return _kind(name)(field)


@cache
def _kind(name: str) -> type[Kind]:
    module, _, kind = name.partition(".")
    found: type[Kind] = getattr(import_module(f"{types.__name__}.{module}"), kind)
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: a field of the schema, read from the text column ``str(position)``.

    The expressions run on a batch: text columns by position (``"3"``) and, where ``uses_value`` says so or a rule asks
    for it, typed columns (``"v3"``: ``value``). Proofs (``clean``) are one Boolean, masks one a row, never null.

    Attributes:
        field: What the schema says.
        position: Where the column stands in the file, from 0.
        kind: How its type is read.
    """

    field: Field
    position: int
    kind: Kind = dataclasses.field(repr=False)

    @property
    def cells(self) -> Cells:
        """The cells as expressions."""
        return Cells(self.position, tuple(missing.value for missing in self.field.missing_values))

    @property
    def uses_value(self) -> bool:
        """Whether ``clean``, ``misfit``, ``key`` and the checks read the typed column, which must then be there."""
        return self.kind.uses_value

    @property
    def missing(self) -> pl.Expr:
        """Whether a cell has no value: it is absent, or stands among ``missingValues``."""
        return self.cells.is_missing

    @property
    def value(self) -> pl.Expr:
        """The typed column ``v{position}``; null where a cell is missing or a misfit.

        Integers beyond 64 bits are null too (``key`` and the checks know them), numbers are the nearest double.
        """
        return self.kind.value(self.cells).alias(value_name(self.position))

    @property
    def clean(self) -> pl.Expr:
        """Cheap: true proves that no cell is a misfit; false proves nothing."""
        return self.kind.clean(self.cells)

    @property
    def misfit(self) -> pl.Expr:
        """Whether a cell is not missing and has no value of the field's type; exact."""
        return self.kind.misfit(self.cells)

    @property
    def key(self) -> pl.Expr:
        """For hashing: equal values are equal here, missing ones null; others may collide, ``canonical`` tells."""
        return self.kind.key(self.cells)

    def python(self, text: str | None) -> Any:
        """The exact value of one cell, ``None`` where it is missing; raises ``ValueError`` with the reason."""
        if self.is_missing(text) or text is None:
            return None
        return self.kind.parse(text)

    def canonical(self, text: str | None) -> Hashable | None:
        """What is equal for two cells exactly where their values are; ``None`` for missing cells and misfits."""
        if self.is_missing(text) or text is None:
            return None
        try:
            return self.kind.exact(text)
        except ValueError:
            return None

    def is_missing(self, text: str | None) -> bool:
        """Whether one cell has no value."""
        return text is None or any(text == missing.value for missing in self.field.missing_values)


def is_ordered_by_column(field: Field) -> bool:
    """Whether a cell of the field can be read only by the order of day and month of its column, not known as yet."""
    if field.format != "any" or field.type not in {"date", "datetime"}:
        return False
    from talent_dataset.engine.reading.types.orders import ALL

    return field.orders == ALL


def in_order(fields: Mapping[int, Field], frames: Iterable[pl.DataFrame]) -> dict[int, Field]:
    """Fields whose order of day and month is that which all cells of their columns leave.

    Args:
        fields: Fields that ``is_ordered_by_column``, by position.
        frames: ``String`` columns named by position (``"3"``); null where there is no cell.
    """
    from talent_dataset.engine.reading.types.orders import decided, votes_of

    # Of one column all cells have one order, so it takes all of them to read any.
    votes: dict[int, Counter[Orders]] = {position: Counter() for position in fields}
    for frame in frames:
        for position, found in votes.items():
            cells = frame.select(column(fields[position], position).cells.present).to_series()
            found.update(votes_of(cells.drop_nulls().value_counts().iter_rows()))
    return {at: dataclasses.replace(field, orders=decided(votes[at])) for at, field in fields.items()}


def column(field: Field, position: int) -> Column:
    """The column of a field at a position of the file."""
    return Column(field, position, kind_of(field))
