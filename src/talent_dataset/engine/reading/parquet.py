"""Parquet (and Arrow) files: typed columns turned to the text their fields would have, batch by batch."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

import polars as pl

from talent_dataset.engine.descriptor.constraints import asked
from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.descriptor.types import FIELD_TYPES
from talent_dataset.engine.reading import header
from talent_dataset.engine.reading.apart import BrokenFrameError, FrameFile, frame_file
from talent_dataset.engine.reading.bytes import Spool, UnreadableError, missing, refuse_stand_in
from talent_dataset.engine.reading.cast import kind_of
from talent_dataset.engine.reading.parts import Turn
from talent_dataset.engine.reading.table import Batch, Part, TextTable
from talent_dataset.engine.reading.types.kind import text_name
from talent_dataset.engine.reading.types.structured import are_lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from talent_dataset.engine.descriptor.model import Resource
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.table import Faults
    from talent_dataset.engine.reading.types.kind import Kind

_BATCH_CELLS: Final = 1 << 21
_MASK: Final = "misfit of "
_MOMENTS: Final[Mapping[Any, str]] = {pl.Date: "date", pl.Time: "time", pl.Datetime: "datetime"}


def read_frame(resource: Resource, files: Files, faults: Faults, turn: Turn, kind: str) -> TextTable:
    """A table in a file of Parquet or Arrow IPC."""
    local, spool = _local(resource.paths[0], files, faults)
    return _table(_file(local, kind, faults), spool, resource, faults, turn)


def frame_table(frame: pl.DataFrame, resource: Resource, faults: Faults) -> TextTable:
    """A frame as if it had come from a file.

    Args:
        frame: Columns of any dtype, named after the fields of the schema, in any order; null is no value.
        resource: Its schema, and what else is said of it.
        faults: Makes its issues.
    """
    return _table(_Held(frame), None, resource, faults, Turn())


class _RowSource(Protocol):
    """What a table is read from."""

    def schema(self) -> pl.Schema:
        """Its columns."""

    def rows(self, start: int, size: int, columns: Sequence[pl.Expr]) -> pl.DataFrame:
        """Columns computed of some of its rows."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A frame in memory: made here, and so without the dangers of a file."""

    frame: pl.DataFrame

    def schema(self) -> pl.Schema:
        return self.frame.schema

    def rows(self, start: int, size: int, columns: Sequence[pl.Expr]) -> pl.DataFrame:
        return self.frame.slice(start, size).select(columns)


def _table(scan: _RowSource, keep: Spool | None, resource: Resource, faults: Faults, turn: Turn) -> TextTable:
    schema = _schema(scan, faults)
    labels = tuple(schema.names())
    if turn.first is None:
        found = header.match(labels, 0, resource.schema, resource.dialect, faults)
    else:
        found = header.match_again(labels, turn.first, faults)
    faults.names = found.names
    readable = found.fields if found.is_readable else {}
    fields = {n: _of_values(field, schema[labels[n]]) for n, field in readable.items()}
    columns = [_column(n, label, schema[label], fields.get(n)) for n, label in enumerate(labels)]
    batches = _batches(scan, columns, keep, found.issues, faults) if found.is_readable else iter(())
    table = TextTable(labels, batches, found.issues, fields=fields, names=found.names)
    table.is_whole = found.is_readable
    table.parts = [Part(faults.path, first=2, order=found.order)]
    return table


def _local(path: str, files: Files, faults: Faults) -> tuple[Path, Spool | None]:
    try:
        if (local := files.local(path)) is not None:
            with local.open("rb"):
                return local, None
        spool = Spool()
        with files.open(path) as stream:
            shutil.copyfileobj(stream, spool.stream)
        spool.stream.close()
    except (OSError, KeyError) as error:
        raise UnreadableError(missing(faults, error, files)) from error
    return spool.path, spool


def _file(path: Path, kind: str, faults: Faults) -> FrameFile:
    refuse_stand_in(path, kind, faults)
    with path.open("rb") as stream:
        head = stream.read(4)
    if kind == "parquet" and head != b"PAR1":
        raise UnreadableError(faults.of_file("file/format", "The file is not a Parquet file."))
    return frame_file(path, kind)


def _schema(scan: _RowSource, faults: Faults) -> pl.Schema:
    try:
        return scan.schema()
    except BrokenFrameError as error:
        raise UnreadableError(_broken(error, faults)) from error


def _broken(error: BrokenFrameError, faults: Faults) -> Issue:
    return faults.of_file("file/format", f"The file cannot be read: {error}.")


ParquetColumn = tuple[pl.Expr, pl.Expr | None]
"""A column as text, and where its values are of a kind that the field does not admit."""


def _batches(
    scan: _RowSource, columns: list[ParquetColumn], _keep: Spool | None, issues: list[Issue], faults: Faults
) -> Iterator[Batch]:
    size = max(1, _BATCH_CELLS // max(1, len(columns)))
    texts = [text for text, _ in columns]
    masks = [mask.fill_null(value=False).name.prefix(_MASK) for _, mask in columns if mask is not None]
    try:
        for frame in _ahead(partial(scan.rows, size=size, columns=[*texts, *masks]), size):
            # Record 1 is the header that a file of delimited text would have.
            yield _batch(frame, len(texts), faults.records + 2)
            faults.records += frame.height
    except BrokenFrameError as error:
        issues.append(_broken(error, faults))
        faults.is_cut = True


def _ahead(rows: Callable[[int], pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """All rows; some are read while those before them are checked."""
    with ThreadPoolExecutor(1) as pool:
        start, coming = 0, pool.submit(rows, 0)
        while (frame := coming.result()).height:
            start += size
            coming = pool.submit(rows, start)
            yield frame


def _batch(frame: pl.DataFrame, width: int, row: int) -> Batch:
    masks = frame[:, width:]
    misfits = masks.rename(lambda name: name.removeprefix(_MASK)) if masks.width else None
    return Batch(frame[:, :width], row, misfits=misfits)


def _of_values(field: Field, dtype: pl.DataType) -> Field:
    """The field of a column whose values are dates or times already: no pattern is needed to read them.

    Written in a pattern they would lose what it leaves out (the seconds, the century), so they are written in the
    default form, and so is what the field says of them in its pattern.
    """
    if "%" not in field.format or not any(dtype == base and field.type == name for base, name in _MOMENTS.items()):
        return field
    said = partial(_in_default_form, kind_of(field))
    ours = field.constraints
    values: dict[str, Any] = {each.attribute: said(value) for each, value in asked(ours) if each.says == "value"}
    if ours.enum is not None:
        values["enum"] = tuple(map(said, ours.enum))
    missing = tuple(replace(each, value=said(each.value)) for each in field.missing_values)
    return replace(field, format="default", constraints=replace(ours, **values), missing_values=missing)


def _in_default_form(kind: Kind, value: Any) -> Any:
    try:
        return kind.parse(value).isoformat()
    except ValueError:
        return value


def _column(position: int, label: str, dtype: pl.DataType, field: Field | None) -> ParquetColumn:
    column, name = pl.col(label), text_name(position)
    if isinstance(dtype, pl.List) and field is not None and field.type == "list":
        text, misfit = _list(column, dtype.inner, field)
        return text.alias(name), misfit.alias(name)
    text, kinds = _text(column, dtype, field)
    return text.alias(name), column.is_not_null().alias(name) if _is_alien(dtype, kinds, field) else None


def _is_alien(dtype: Any, kinds: frozenset[str], field: Field | None) -> bool:
    return field is not None and field.type != "any" and field.type not in kinds and dtype != pl.Null


def _list(column: pl.Expr, dtype: Any, field: Field) -> tuple[pl.Expr, pl.Expr]:
    """Lists as text, and which of them the text would not give back; a list without items is an empty cell."""
    item = Field(name=field.name, type=field.item_type)
    text, kinds = _text(pl.element(), dtype, item)
    if _is_alien(dtype, kinds, item):
        return _json(column, field), column.is_not_null()
    texts = column.list.eval(text)
    is_lost = are_lost(texts, field.delimiter)
    joined = texts.list.join(field.delimiter, ignore_nulls=True)
    return pl.when(is_lost).then(_json(column, field)).otherwise(joined), is_lost


def _text(column: pl.Expr, dtype: pl.DataType, field: Field | None) -> tuple[pl.Expr, frozenset[str]]:
    """A column as text, and the types whose fields admit it. Text may be of any type, as in a file of text."""
    for base, (text, kinds) in _BY_DTYPE.items():
        if dtype == base or isinstance(dtype, base):
            return text(column, field), frozenset(kinds)
    if dtype.is_integer():
        return column.cast(pl.String), frozenset({"integer", "number", "year"})
    if dtype.is_decimal():
        return _decimal_char(column.cast(pl.String), field), frozenset({"number", "integer"})
    if dtype.is_float():
        return _float(column, field), frozenset({"number", "integer", "year"})
    return column.cast(pl.String), _ANYTHING


def _boolean(column: pl.Expr, field: Field | None) -> pl.Expr:
    true = field.true_values[0] if field is not None and field.true_values else "true"
    false = field.false_values[0] if field is not None and field.false_values else "false"
    return pl.when(column).then(pl.lit(true)).when(column.not_()).then(pl.lit(false))


def _float(column: pl.Expr, field: Field | None) -> pl.Expr:
    text = column.cast(pl.String).replace({"inf": "INF", "-inf": "-INF"})
    if field is None or field.type == "number":
        return _decimal_char(text, field)
    # pandas has integers with gaps as doubles: 3.0 is the integer 3.
    whole = column.cast(pl.Int128, strict=False).cast(pl.String)
    return pl.when((column.round() == column) & whole.is_not_null()).then(whole).otherwise(text)


def _decimal_char(text: pl.Expr, field: Field | None) -> pl.Expr:
    if field is None or field.type != "number" or field.decimal_char == ".":
        return text
    return text.str.replace(".", field.decimal_char, literal=True)


def _temporal(form: str) -> Callable[[pl.Expr, Field | None], pl.Expr]:
    return lambda column, _: column.dt.to_string(form)


def _datetime(column: pl.Expr, _field: Field | None) -> pl.Expr:
    text = column.dt.to_string("iso:strict").str.replace(r"\+00:00$", "Z")
    # A fraction of zeros is of the dtype, and was written by nobody.
    return text.str.replace(r"\.0+(Z|[+-].*)?$", "${1}")


def _json(column: pl.Expr, _field: Field | None) -> pl.Expr:
    # polars encodes structs only.
    text = pl.struct(column.alias("v")).struct.json_encode().str.strip_prefix('{"v":').str.strip_suffix("}")
    return pl.when(column.is_not_null()).then(text)


def _same(column: pl.Expr, _field: Field | None) -> pl.Expr:
    return column.cast(pl.String)


def _hexadecimal(column: pl.Expr, _field: Field | None) -> pl.Expr:
    return column.bin.encode("hex")


_ANYTHING: Final = frozenset(FIELD_TYPES)
_BY_DTYPE: Final[dict[Any, tuple[Callable[[pl.Expr, Field | None], pl.Expr], Any]]] = {
    pl.String: (_same, _ANYTHING),
    pl.Categorical: (_same, _ANYTHING),
    pl.Enum: (_same, _ANYTHING),
    pl.Boolean: (_boolean, {"boolean"}),
    pl.Date: (_temporal("%Y-%m-%d"), {"date"}),
    pl.Time: (_temporal("%H:%M:%S%.f"), {"time"}),
    pl.Datetime: (_datetime, {"datetime"}),
    pl.Duration: (_temporal("iso"), {"duration"}),
    pl.List: (_json, {"array", "list"}),
    pl.Array: (_json, {"array"}),
    pl.Struct: (_json, {"object", "geojson"}),
    pl.Map: (_json, {"object"}),
    # No type of the standard has bytes for values: they are shown, and fit no field.
    pl.Binary: (_hexadecimal, set()),
    pl.Null: (_same, _ANYTHING),
}
