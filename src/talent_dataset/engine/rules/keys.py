"""Keys over a table that passes by once: values that repeat, values that another table must hold.

Of each row a 64-bit hash of its key is kept. Only where a hash repeats are the rows read again and compared exactly.
Null obeys every rule here but the primary key's: a key with a null repeats nothing and refers to nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from talent_dataset.engine.meant import apart, beside, meant_among
from talent_dataset.engine.reading.types.kind import key_name, text_name

if TYPE_CHECKING:
    from talent_dataset.engine.reading.cast import Column

DUPLICATE: Final = "row/duplicate"
"""Checked only where a setting names it: the standard has nothing against equal rows in a table without a key."""
_FEW: Final = 250
"""Values among which one that is spelt nearly the same is looked for."""


@dataclass(frozen=True, slots=True)
class Key:
    """Columns whose values together must not repeat.

    Attributes:
        code: ``cell/unique``, ``row/unique-key``, ``row/primary-key`` or ``row/duplicate``.
        columns: The columns, in the order of the key.
    """

    code: str
    columns: tuple[Column, ...]

    @property
    def is_whole_row(self) -> bool:
        """Whether the key is the row itself: then a missing cell is equal to a missing cell."""
        return self.code == DUPLICATE

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the key."""
        return tuple(column.field.name for column in self.columns)

    @property
    def hash(self) -> pl.Expr:
        """A hash of the values of a row; null where one of them is, whole rows aside."""
        keys = [key_name(column.position) for column in self.columns]
        if self.is_whole_row:
            return pl.struct(keys).hash()
        if len(keys) == 1:
            return pl.when(pl.col(keys[0]).is_not_null()).then(pl.col(keys[0]).hash())
        whole = pl.all_horizontal(pl.col(keys).is_not_null())
        return pl.when(whole).then(pl.struct(keys).hash())


@dataclass(slots=True)
class Repeats:
    """The hashes of a key, row by row."""

    key: Key
    _hashes: list[pl.Series] = field(default_factory=list)

    def see(self, frame: pl.DataFrame) -> None:
        """Takes in the rows of a batch."""
        self.take(frame.select(hash=self.key.hash.drop_nulls()).get_column("hash"))

    def take(self, hashes: pl.Series) -> None:
        """Takes in the hashes of some rows (``UInt64``, without nulls); all of a table are made in one way."""
        self._hashes.append(hashes)

    def suspects(self) -> pl.Series:
        """The hashes that occur more than once."""
        hashes = pl.concat(self._hashes) if self._hashes else pl.Series("hash", [], pl.UInt64)
        self._hashes.clear()
        if len(hashes) == hashes.n_unique():
            return hashes.clear()
        ordered = hashes.sort()
        return ordered.filter(ordered == ordered.shift(1)).unique()


@dataclass(slots=True)
class Repeated:
    """The rows whose hash repeats, read again and compared exactly.

    Attributes:
        key: The key.
        suspects: The hashes that repeat; ``None`` where the rows that are seen were chosen by them already.
        shown: Positions of further columns that are shown.
    """

    key: Key
    suspects: pl.Series | None
    shown: tuple[int, ...] = ()
    _rows: list[pl.DataFrame] = field(default_factory=list)

    def see(self, frame: pl.DataFrame, rows: pl.Series) -> None:
        """Takes in the suspect rows of a batch, with their record numbers."""
        positions = dict.fromkeys([column.position for column in self.key.columns] + list(self.shown))
        if self.suspects is None:
            is_suspect = pl.ones(frame.height, dtype=pl.Boolean, eager=True).cast(pl.Boolean)
        else:
            is_suspect = frame.select(self.key.hash.is_in(self.suspects.implode())).to_series().fill_null(value=False)
        if is_suspect.any():
            texts = frame.select(text_name(position) for position in positions).filter(is_suspect)
            self._rows.append(texts.insert_column(0, rows.filter(is_suspect).alias("row")))

    def later(self) -> pl.DataFrame:
        """The rows whose key stood before: ``row``, ``first`` (the row where it stood) and the text of the columns."""
        if not self._rows:
            return pl.DataFrame({"row": [], "first": []}, schema={"row": pl.UInt64, "first": pl.UInt64})
        rows = pl.concat(self._rows, rechunk=False)
        numbers = {
            f"same{column.position}": _numbered(
                rows.get_column(text_name(column.position)), column, has_all=self.key.is_whole_row
            )
            for column in self.key.columns
        }
        rows = rows.with_columns(**numbers).drop_nulls(list(numbers))
        rows = rows.with_columns(first=pl.col("row").first().over(list(numbers)))
        return rows.filter(pl.col("row") != pl.col("first")).drop(list(numbers))


def _numbered(texts: pl.Series, column: Column, *, has_all: bool) -> pl.Series:
    """A number for each different value: equal exactly if the values are.

    Missing cells and misfits have no value: a null, or the number of their text where all are to be told apart.
    """
    numbers: dict[Hashable, int] = {}
    distinct = texts.unique()
    values = [column.canonical(text) for text in distinct]
    if has_all:
        values = [("", text) if value is None else value for value, text in zip(values, distinct, strict=True)]
    found = [None if value is None else numbers.setdefault(value, len(numbers)) for value in values]
    return texts.replace_strict(distinct, pl.Series(found, dtype=pl.Int64), return_dtype=pl.Int64)


@dataclass(slots=True)
class Holdings:
    """The different values that some columns of a table hold together; a row with a null holds none.

    Attributes:
        columns: The columns that are referred to.
    """

    columns: tuple[Column, ...]
    _frames: list[pl.DataFrame] = field(default_factory=list)
    _held: int = 0

    def see(self, frame: pl.DataFrame) -> None:
        """Takes in the rows of a batch."""
        new = frame.select(_comparable(self.columns)).drop_nulls().unique()
        self._frames.append(new)
        self._held += new.height
        if len(self._frames) > 1 and self._held > 2 * self._frames[0].height + (1 << 16):
            self._frames = [pl.concat(self._frames).unique()]
            self._held = self._frames[0].height

    def values(self) -> pl.DataFrame:
        """All values, each once: columns ``"0"``, ``"1"``, ... in the order of ``columns``."""
        if not self._frames:
            return pl.DataFrame(schema={str(number): pl.String for number in range(len(self.columns))})
        if len(self._frames) > 1:
            self._frames = [pl.concat(self._frames).unique()]
        return self._frames[0]


def _comparable(columns: Sequence[Column]) -> list[pl.Expr]:
    """Key columns under the names ``"0"``, ``"1"``, ..."""
    return [pl.col(key_name(column.position)).alias(str(number)) for number, column in enumerate(columns)]


@dataclass(slots=True)
class Reference:
    """Columns whose values must be found together in another table (or in the same)."""

    columns: tuple[Column, ...]
    parent: str
    parent_fields: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that refer."""
        return tuple(column.field.name for column in self.columns)

    def lost(self, frame: pl.DataFrame, held: pl.DataFrame) -> pl.Series:
        """For each row whether it refers to what is not there."""
        here = frame.select(_comparable(self.columns))
        here, held = _alike(here, held)
        if len(self.columns) == 1:
            values = held.get_column("0").implode()
            return here.select(pl.col("0").is_in(values).not_().fill_null(value=False)).to_series()
        rows = here.with_row_index("row").drop_nulls().join(held, on=held.columns, how="anti").get_column("row")
        return pl.int_range(here.height, dtype=pl.UInt32, eager=True).is_in(rows.implode())


@dataclass(slots=True)
class Neighbours:
    """What a table holds that stands beside a value that it lacks: looked for only where one is told."""

    held: pl.DataFrame
    _folded: pl.Series | None = None

    def hint(self, text: str, parent: str) -> str:
        """How to mend a value, or empty: the one beside it, and what keeps the two apart.

        Args:
            text: A value that is not held.
            parent: The field that lacks it, for the message.
        """
        if self.held.width != 1 or self.held.schema["0"] != pl.String:
            return ""
        # The values stand in no order: of two that are as near, the same one is named in every run.
        for near in sorted(self._beside(text)):
            if why := apart(text, near):
                return f"Write {near}: {why}."
            if why := apart(near, text):
                return f"{parent} has {near!r}, and there {why.removeprefix('there ')}: correct one of the two."
        return meant_among(text, sorted(self._values.to_list())) if len(self._values) <= _FEW else ""

    @property
    def _values(self) -> pl.Series:
        return self.held.get_column("0")

    def _beside(self, text: str) -> list[str]:
        """The values that are the same but for case, blanks, composition and look-alike letters."""
        if self._folded is None:
            # Only what polars folds fast; whether two are really alike is seen when they are held together.
            self._folded = _folded(self._values)
        wanted = _folded(pl.Series([text, *beside(text)])).unique()
        return self._values.filter(self._folded.is_in(wanted.implode())).to_list()


def _folded(texts: pl.Series) -> pl.Series:
    return texts.str.normalize("NFKC").str.strip_chars().str.to_lowercase()


def _alike(here: pl.DataFrame, held: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both with the same types: integers and numbers are compared as numbers, other types that differ as text."""
    types = {name: (here.schema[name], held.schema[name]) for name in here.columns}
    alike = [
        pl.col(name).cast(pl.Float64 if all(each.is_numeric() for each in both) else pl.String)
        for name, both in types.items()
        if both[0] != both[1]
    ]
    return here.with_columns(alike), held.with_columns(alike)
