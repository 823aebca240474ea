"""Rows that are JSON values, arrays or objects, as text batches.

A value becomes the text that a cell would hold, and so takes the same path as the cells of a CSV file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading import header
from talent_dataset.engine.reading.bytes import UnreadableError
from talent_dataset.engine.reading.delimited import bad_cells, frame_of
from talent_dataset.engine.reading.encodings import bad_bytes, is_bad, shown
from talent_dataset.engine.reading.table import Batch, Part, TextTable
from talent_dataset.engine.reading.types.numbers import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from talent_dataset.engine.descriptor.model import Resource, Schema
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.parts import Turn
    from talent_dataset.engine.reading.strictjson import Step
    from talent_dataset.engine.reading.table import Faults, Wanted

_WHOLE: Final = frozenset({"integer", "year"})
# As Table Schema writes them.
_SPECIAL: Final = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}


def cell(value: Any, field: Field | None) -> tuple[str | None, bool]:
    """The text of a value, and whether it is of a kind that the type of the field does not admit.

    Args:
        value: As JSON has it (numbers as ``int``, ``float`` or ``Decimal``); ``None`` is no value.
        field: The field, or ``None`` for a column without one.
    """
    if value is None:
        return None, False
    kind = "any" if field is None else field.type
    # Before the numbers: to Python a boolean is one.
    if isinstance(value, bool):
        return _boolean(value, field), kind not in {"boolean", "any"}
    if isinstance(value, int | float | Decimal):
        return _number(value, field), kind not in {"integer", "number", "year", "any"}
    if isinstance(value, list | tuple) and field is not None and kind == "list":
        return _list(value, field)
    if isinstance(value, list | tuple | dict):
        return _json(value), not _admits_nested(value, field)
    return str(value), False


def native_kind(text: str) -> str:
    """What kind of value a cell of no text was, from its text."""
    if text.lower() in {"true", "false"}:
        return "a boolean"
    for mark, kind in (("[", "an array"), ("{", "an object")):
        if text.startswith(mark):
            return kind
    try:
        Decimal(text)
    except ArithmeticError:
        return "a value of another type"
    return "a number"


def _boolean(value: bool, field: Field | None) -> str:  # noqa: FBT001 (it is the value)
    if field is None or field.type != "boolean":
        return "true" if value else "false"
    values = field.true_values if value else field.false_values
    return values[0] if values else str(value).lower()


def _number(value: float | Decimal, field: Field | None) -> str:
    if not (isinstance(value, int) or Decimal(value).is_finite()):
        return _SPECIAL.get(str(value).lower(), str(value))
    if field is not None and field.type in _WHOLE and not isinstance(value, int):
        return _whole(value)
    text = _digits(value) if isinstance(value, int) else str(value)
    return text if field is None or field.type != "number" else text.replace(".", field.decimal_char)


def _whole(value: float | Decimal) -> str:
    """1.0 is the integer 1 to JSON. An exponent that would make a text of a million digits stays one."""
    exact = Decimal(str(value))
    is_plain = exact == exact.to_integral_value() and exact.adjusted() < 400  # noqa: PLR2004
    return format(exact.to_integral_value(), "f") if is_plain else str(value)


def _digits(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # longer than Python prints (PEP 686 limits to 4,300 digits)
        return str(Decimal(value))


def _list(value: Sequence[Any], field: Field) -> tuple[str, bool]:
    """A list as text. It fits where the text has the same items again; a list without items is an empty cell."""
    item = Field(name=field.name, type=field.item_type)
    cells = [cell(each, item) for each in value]
    text = field.delimiter.join(each or "" for each, _ in cells)
    is_kept = all(each is not None and not is_odd and field.delimiter not in each for each, is_odd in cells)
    # A list of one empty item would look like a list of none.
    return (text, False) if is_kept and (text or not cells) else (_json(value), True)


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=_plain)
    except _InexactError:
        return _exact_json(value)


class _InexactError(Exception):
    """A double does not hold the number."""


def _plain(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return str(value)
    # ``json`` writes doubles only: a number that none holds would lose digits.
    double = float(value)
    if decimal_of(repr(double)) != value:
        raise _InexactError
    return double


def _exact_json(value: Any) -> str:
    """JSON with all digits of its numbers; without recursion, for values are nested as deeply as JSON can be read."""
    said: list[str] = []
    waiting: list[tuple[bool, Any]] = [(True, value)]
    while waiting:
        is_value, each = waiting.pop()
        if is_value and isinstance(each, list | tuple | dict):
            waiting += reversed(_members(each))
        else:
            said.append(_scalar(each) if is_value else each)
    return "".join(said)


def _members(value: Any) -> list[tuple[bool, Any]]:
    """The marks of an array or an object, and the values (true) between them."""
    is_object = isinstance(value, dict)
    found: list[tuple[bool, Any]] = [(False, "{" if is_object else "[")]
    for number, (key, each) in enumerate(value.items() if is_object else enumerate(value)):
        found.append((False, (", " if number else "") + (f"{_scalar(str(key))}: " if is_object else "")))
        found.append((True, each))
    return [*found, (False, "}" if is_object else "]")]


def _scalar(value: Any) -> str:
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False, default=str)


def _admits_nested(value: Any, field: Field | None) -> bool:
    kind = "any" if field is None else field.type
    if isinstance(value, dict):
        return kind in {"object", "geojson", "any"} or (kind == "geopoint" and _format(field) == "object")
    return kind in {"array", "any"} or (kind == "geopoint" and _format(field) == "array")


def _format(field: Field | None) -> str:
    return "default" if field is None else field.format


_BATCH_CELLS: Final = 1 << 17


@dataclass(slots=True)
class Item:
    """One row as JSON has it.

    Attributes:
        row: Its record number.
        value: An array or an object.
        line: Its line, if it has one of its own.
        has_bad: Whether some bytes of the text that it stands in are no text.
    """

    row: int
    value: Any
    line: int | None = None
    has_bad: bool = False


Find = Callable[[Sequence[tuple[int, "Step | None"]]], Sequence[tuple[int, "int | None"]]]
"""Line and column of values, given the number of their item (from 1) and their name or number in it."""


def read_rows(
    items: Iterator[Item], resource: Resource, faults: Faults, issues: list[Issue], turn: Turn, find: Find | None = None
) -> TextTable:
    """Rows of either form: that of the first one, if the dialect does not say."""
    first = next(items, None)
    kind = resource.dialect.item_type or ("object" if first is None or isinstance(first.value, dict) else "array")
    every = chain([] if first is None else [first], items)
    rows = (_Arrays if kind == "array" else _Objects)(resource, faults, issues, turn)
    table = rows.table(_counted(every, faults))
    locate = None if find is None else partial(rows.locate, find)
    table.parts = [Part(faults.path, locate, first=rows.first, order=rows.order)]
    return table


def _counted(items: Iterator[Item], faults: Faults) -> Iterator[Item]:
    """The items, while they are counted; names in which some bytes are no text are shown as an editor does."""
    for item in items:
        faults.records = item.row
        if item.has_bad and isinstance(item.value, dict):
            # Names become labels and fields, which hold nothing but text.
            yield replace(item, value={shown(name): value for name, value in item.value.items()})
        else:
            yield item


# The cells of a row as text, and whether the native value of each is of a kind that its type does not admit.
_Cells = list[tuple["str | None", bool]]


@dataclass(slots=True)
class _Rows:
    """What both forms of rows share."""

    resource: Resource
    faults: Faults
    issues: list[Issue]
    turn: Turn
    fields: dict[int, Field] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    first: int = 1
    order: tuple[int, ...] | None = None

    def table(self, items: Iterator[Item]) -> TextTable:
        raise NotImplementedError

    def locate(self, find: Find, wanted: Wanted) -> Sequence[tuple[int, int | None]]:
        return find([(row - self.first + 1, None if at is None else self._step(at)) for row, at in wanted])

    def _step(self, position: int) -> Step:
        return position

    def _batches(self, items: Iterable[Item]) -> Iterator[Batch]:
        items = iter(items)
        size = max(1, _BATCH_CELLS // max(1, self.faults.width))
        while some := list(islice(items, size)):
            yield self._batch(some)

    def _batch(self, items: Sequence[Item]) -> Batch:
        issues: list[Issue] = []
        rows = [(item, cells) for item in items if (cells := self._cells(item, issues)) is not None]
        texts = [[cell(value, self.fields.get(n)) for n, value in enumerate(cells)] for _, cells in rows]
        bad = self._bad_cells([item for item, _ in rows], texts, issues)
        return Batch(
            frame_of([[text for text, _ in row] for row in texts], self.faults.width),
            items[0].row,
            rows=pl.Series("row", [item.row for item, _ in rows], dtype=pl.UInt64),
            misfits=_misfits(texts, self.faults.width),
            issues=issues,
            bad=bad,
            mend="" if bad is None else self.faults.encoding_hint,
        )

    def _bad_cells(self, items: Sequence[Item], texts: Sequence[_Cells], issues: list[Issue]) -> pl.DataFrame | None:
        """What is wrong with the bytes of cells; an item whose bad bytes stand in no cell is reported by itself."""
        asked = [n for n, item in enumerate(items) if item.has_bad]
        found = self._bad({n: texts[n] for n in asked})
        reported = {row for column in found.values() for row in column}
        issues += [self._bad_item(items[n]) for n in asked if n not in reported]
        return bad_cells(found, len(items))

    def _bad(self, rows: Mapping[int, _Cells]) -> dict[int, dict[int, str]]:
        """What is wrong with the bytes of the cells in some rows, by column; U+FFFD takes their place."""
        found: dict[int, dict[int, str]] = {}
        for row, cells in rows.items():
            for n, (text, is_misfit) in enumerate(cells):
                if text is not None and is_bad(text):
                    self.faults.sample(text)
                    found.setdefault(n, {})[row] = bad_bytes(text, self.faults.codec)
                    cells[n] = shown(text), is_misfit
        return found

    def _bad_item(self, item: Item) -> Issue:
        """Bytes that are no text stand in a name, or in what is no cell of the table."""
        message = "Some bytes of a name, or of a value that is no cell of the table, are no text."
        hint = self.faults.encoding_hint
        return self.faults.of_row("file/encoding", item.row, message, line=item.line, hint=hint)

    def _cells(self, item: Item, issues: list[Issue]) -> list[Any] | None:
        raise NotImplementedError

    def _wrong_kind(self, item: Item, wanted: str) -> Issue:
        return self.faults.of_row("file/format", item.row, f"The row is not an {wanted}.", line=item.line)


def _misfits(rows: Sequence[_Cells], width: int) -> pl.DataFrame | None:
    """Boolean columns by position: whether the native value of a cell is of a kind that its type does not admit."""
    if not any(is_misfit for row in rows for _, is_misfit in row):
        return None
    masks = ([row[n][1] for row in rows] for n in range(width))
    return pl.DataFrame([pl.Series(str(n), mask, dtype=pl.Boolean) for n, mask in enumerate(masks)])


class _Arrays(_Rows):
    """Rows that are arrays; the first is the header, unless the dialect says that there is no header."""

    def table(self, items: Iterator[Item]) -> TextTable:
        dialect, before = self.resource.dialect, self.turn.first
        first = next(items, None)
        rest = chain([] if first is None else [first], items)
        if before is not None:
            return self._later(_labels(first) if dialect.header else None, before, items, rest)
        if not dialect.header:
            width = len(first.value) if first is not None and isinstance(first.value, list) else 0
            return self._found(None, header.match(None, width, self.resource.schema, dialect, self.faults), rest)
        if first is None:
            raise UnreadableError(header.missing(self.resource.schema, self.faults))
        if (labels := _labels(first)) is None:
            raise UnreadableError(self._wrong_kind(first, "array"))
        return self._found(labels, header.match(labels, 0, self.resource.schema, dialect, self.faults), items)

    def _later(
        self, labels: tuple[str, ...] | None, before: TextTable, items: Iterator[Item], rest: Iterator[Item]
    ) -> TextTable:
        """A later file of the table, which may begin with the header again."""
        if labels is not None and header.is_header(labels, before.labels):
            return self._found(labels, header.match_again(labels, before, self.faults), items)
        return self._found(labels, header.Match(before.fields, before.names), rest)

    def _found(self, labels: tuple[str, ...] | None, found: header.Match, items: Iterator[Item]) -> TextTable:
        self.faults.names, self.fields, self.order = found.names, found.fields, found.order
        self.issues += found.issues
        if not found.is_readable:
            return TextTable(labels, iter(()), self.issues, names=found.names, is_whole=False)
        return TextTable(labels, self._batches(items), self.issues, fields=found.fields, names=found.names)

    def _cells(self, item: Item, issues: list[Issue]) -> list[Any] | None:
        if not isinstance(item.value, list):
            issues.append(self._wrong_kind(item, "array"))
            return None
        if not item.value:
            issues.append(self.faults.blank(item.row))
            return None
        width, count = self.faults.width, len(item.value)
        if count > width:
            issues.append(self.faults.extra_cell(item.row, cell(item.value[width], None)[0]))
        issues += [self.faults.missing_cell(item.row, position) for position in range(count, width)]
        return [*item.value[:width], *[None] * (width - count)]


class _Objects(_Rows):
    """Rows that are objects: a column is a key, in any order; an absent key is no value.

    Where no schema says which keys there are, or where it admits others, those of all rows are columns.

    Record 1 is the header that a file of delimited text would have.
    """

    def table(self, items: Iterator[Item]) -> TextTable:
        self.first = 2
        dialect, schema, before = self.resource.dialect, self.resource.schema, self.turn.first
        first = next(items, None)
        keys = list(first.value) if first is not None and isinstance(first.value, dict) else []
        if before is not None:
            labels, found = dialect.item_keys or before.names, header.Match(before.fields, before.names)
        else:
            # In the order of the first object, then as others bring them; fields that no object has are columns too.
            labels = dialect.item_keys or tuple(dict.fromkeys([*keys, *self.turn.ahead, *_names(schema)]))
            found = header.match(labels, 0, self._by_name(schema), dialect, self.faults)
        self.faults.names, self.fields, self.keys = found.names, found.fields, labels
        # Without ``itemKeys`` it takes all rows to know which keys are missing or surplus: ``_watched`` reports them.
        self.issues += found.issues if dialect.item_keys else []
        every = self._watched(chain([] if first is None else [first], items))
        table = TextTable(labels if first else None, self._batches(every), self.issues, fields=found.fields)
        table.names = found.names
        return table

    def _by_name(self, schema: Schema | None) -> Schema | None:
        """Keys have no order, so columns are found by name, whatever ``fieldsMatch`` says."""
        is_named = schema is not None and not self.resource.dialect.item_keys
        return replace(schema, fields_match="partial") if schema is not None and is_named else schema

    def _step(self, position: int) -> Step:
        return self.keys[position]

    def _watched(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items, each one record later; keys that do not fit the schema are noted at the end."""
        seen = self.turn.keys
        before = set(seen)
        for item in items:
            item.row += 1
            if isinstance(item.value, dict) and not self.resource.dialect.item_keys:
                seen.update(dict.fromkeys(item.value))
            yield item
        if seen:
            surplus = self._surplus_keys([key for key in seen if key not in before])
            self.issues += header.gathered([*surplus, *(self._absent_keys(seen) if self.turn.is_last else ())])

    def _surplus_keys(self, new: Sequence[str]) -> list[Issue]:
        schema = self.resource.schema
        if schema is None or schema.fields_match in {"subset", "partial"}:
            return []
        known = set(_names(schema))
        return [header.surplus_field(key, self.faults) for key in new if key not in known]

    def _absent_keys(self, seen: dict[str, None]) -> list[Issue]:
        schema = self.resource.schema
        if schema is None:
            return []
        absent = [name for name in _names(schema) if name not in seen]
        # The standard wants at least one common field.
        if schema.fields_match == "partial" and len(absent) == len(schema.fields):
            return [header.unmatched(schema, self.faults)]
        if schema.fields_match in {"superset", "partial"}:
            return []
        return [header.missing_field(name, self.faults) for name in absent]

    def _cells(self, item: Item, issues: list[Issue]) -> list[Any] | None:
        if not isinstance(item.value, dict):
            issues.append(self._wrong_kind(item, "object"))
            return None
        return [item.value.get(key) for key in self.keys]


def _labels(item: Item | None) -> tuple[str, ...] | None:
    """The cells of a header, where the item can be one."""
    if item is None or not isinstance(item.value, list):
        return None
    # A label may be a number in JSON, such as a year.
    return tuple("" if label is None else shown(str(label)) for label in item.value)


def _names(schema: Schema | None) -> list[str]:
    return [] if schema is None else [field.name for field in schema.fields]
