"""Frames of polars, pandas and whatever speaks Arrow, as frames of polars.

Arrow comes in by its PyCapsule interface, without a copy; pandas is looked at only where an object is its own, so that
neither is imported here. pandas marks what is missing with ``NaN`` (``None``, ``NaT``, ``NA`` as well): all of them are
null here. In Arrow and in polars ``NaN`` is a number, and stays one.
"""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.polars_errors import VALUE_BREAKS, Errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from talent_dataset.engine.descriptor.model import Schema

ACCEPTED: Final = (
    "Frames of polars and pandas are taken, and what has __arrow_c_stream__: tables, batches and readers of pyarrow, "
    "relations of duckdb."
)
# What a lazy frame reads may not be there.
_UNREAD: Final[Errors] = (*VALUE_BREAKS, OSError)
_SCALARS: Final = (str, bool, int, float, Decimal, dt.date, dt.time, dt.timedelta, bytes)
_HELD: Final = (*_SCALARS, list, dict)


def is_frame(source: object) -> bool:
    """Whether this is a table of columns in memory."""
    if isinstance(source, pl.DataFrame | pl.LazyFrame) or is_pandas(source):
        return True
    # A single column speaks Arrow too.
    is_column = type(source).__name__ in {"Series", "ChunkedArray"}
    return not is_column and (hasattr(source, "__arrow_c_stream__") or hasattr(source, "__arrow_c_array__"))


def is_pandas(source: object) -> bool:
    """Whether this is a frame of pandas."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(source, pandas.DataFrame)


def polars_frame(source: Any) -> pl.DataFrame:
    """A frame as one of polars, its columns and rows in their order; a lazy one is collected.

    Of pandas: an index that has a name is a column (each of its levels that has one), any other index is left out; a
    column of values of several types is the text of these values.

    Raises:
        CannotCheckError: It is not a frame, or a column of it holds what no column of polars can.
    """
    if isinstance(source, pl.DataFrame | pl.LazyFrame):
        frame = _collected(source)
        if objects := [name for name, dtype in frame.schema.items() if dtype == pl.Object]:
            raise _unheld(objects[0], "objects of Python")
        return frame
    if is_pandas(source):
        return pl.DataFrame(list(_columns(source)))
    if not is_frame(source):
        raise CannotCheckError(f"{type_of(source)} is no frame.", hint=ACCEPTED)
    try:
        return pl.DataFrame(source)
    except VALUE_BREAKS as error:
        reason = str(error).partition("\n")[0]
        raise CannotCheckError(f"{type_of(source)} cannot be read by polars: {reason}.", hint=ACCEPTED) from error


def _collected(source: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    try:
        return source.lazy().collect()
    except _UNREAD as error:
        reason = str(error).partition("\n")[0]
        raise CannotCheckError(f"The lazy frame cannot be collected: {reason}.", hint="Collect it first.") from error


def type_of(source: object) -> str:
    """The type of something, by the name that its users know."""
    kind = type(source)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__.partition('.')[0]}."
    return f"{module}{kind.__qualname__}"


def with_dates(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """A frame of pandas, whose columns of datetimes are dates where the schema wants dates and all are midnights.

    pandas has no dtype for dates. Nulls, the other columns and the order of all stay.
    """
    wanted = {field.name for field in schema.fields if field.type == "date"}
    moments = [
        name
        for name, dtype in frame.schema.items()
        if name in wanted and isinstance(dtype, pl.Datetime) and dtype.time_zone is None
    ]
    midnights = [name for name in moments if (frame[name].dt.truncate("1d") == frame[name]).all()]
    return frame.with_columns(pl.col(midnights).cast(pl.Date))


def _columns(frame: Any) -> Iterator[pl.Series]:
    """The columns of a frame of pandas."""
    if frame.columns.nlevels > 1:
        raise CannotCheckError("The columns of the frame have names of several levels.", hint="Give each one name.")
    whole = _with_named_levels(frame)
    labels = [str(label) for label in whole.columns]
    if twice := [label for label in labels if labels.count(label) > 1]:
        raise CannotCheckError(f"Two columns of the frame are called {twice[0]!r}.", hint="Rename one of them.")
    for position, label in enumerate(labels):
        yield _column(label, whole.iloc[:, position])


def _with_named_levels(frame: Any) -> Any:
    """The frame with the levels of its index that have names as columns."""
    names = [name for name in frame.index.names if name is not None and not _is_column_too(frame, name)]
    return frame.reset_index(level=names, allow_duplicates=True) if names else frame


def _is_column_too(frame: Any, name: Any) -> bool:
    """Whether a level of the index stands among the columns with the same values (``set_index(..., drop=False)``)."""
    if name not in frame.columns:
        return False
    same = frame[name]
    return bool(same.ndim > 1 or frame.index.get_level_values(name).equals(frame.set_index(name).index))


def _column(name: str, values: Any) -> pl.Series:
    if str(values.dtype).startswith("Sparse"):
        values = values.sparse.to_dense()
    if values.dtype == object:
        return _of_objects(name, values)
    # Periods and intervals would come as the numbers that pandas stores for them.
    if str(values.dtype).startswith(("period", "interval")):
        raise _unheld(name, str(values.dtype))
    try:
        found: Any = pl.from_pandas(values)
    except ImportError:  # Without pyarrow polars reads plain numpy only.
        return _of_objects(name, values.astype(object))
    except VALUE_BREAKS as error:
        raise _unheld(name, str(values.dtype)) from error
    return pl.Series(name, found)


def _of_objects(name: str, values: Any) -> pl.Series:
    """A column of Python's own values; those of several types are given as text."""
    cells = _cells(values)
    kinds = {_kind(cell): cell for cell in cells if cell is not None}
    if odd := [cell for kind, cell in kinds.items() if not issubclass(kind, _HELD)]:
        raise _unheld(name, type_of(odd[0]))
    column = _of_one_type(name, cells) if len(kinds) <= 1 else None
    return pl.Series(name, [_text(name, cell) for cell in cells], dtype=pl.String) if column is None else column


def _cells(values: Any) -> list[Any]:
    """The cells of a column of pandas; whatever pandas takes for missing is ``None``."""
    return [None if is_none else _plain(cell) for cell, is_none in zip(values, values.isna(), strict=True)]


def _of_one_type(name: str, cells: list[Any]) -> pl.Series | None:
    """A column of cells of one type; ``None`` where polars does not take them, or not all of their digits."""
    # Columns of polars made of Python's moments have microseconds; those of pandas may have more digits.
    if any(getattr(cell, "nanosecond", 0) for cell in cells):
        return None
    try:
        return pl.Series(name, cells)
    except VALUE_BREAKS:
        return None


def _plain(cell: Any) -> Any:
    """A cell as a value of Python, where it is a number of numpy, or a list of them.

    Moments of numpy stay: Python has no nanoseconds, and would make numbers of them.
    """
    is_numpy = type(cell).__module__ == "numpy" and cell.dtype.kind not in "mM"
    return cell.tolist() if is_numpy else cell


def _kind(cell: object) -> type:
    """The type of a cell; a moment of pandas is one of Python."""
    return dt.datetime if isinstance(cell, dt.datetime) else type(cell)


def _text(name: str, cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, int | float | Decimal):
        return str(cell)
    raise _unheld(name, f"{type_of(cell)} beside others")


def _unheld(name: str, what: str) -> CannotCheckError:
    return CannotCheckError(
        f"The column {name!r} holds values that no table has: {what}.", hint="Turn them into text, or numbers, first."
    )
