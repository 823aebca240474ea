"""Rows that are JSON values, arrays or objects, as text batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.reading import header
from talent_dataset.reading.bytes import UnreadableError
from talent_dataset.reading.delimited import bad_cells, frame_of
from talent_dataset.reading.encodings import bad_bytes, is_bad, shown
from talent_dataset.reading.native import cell
from talent_dataset.reading.table import Batch, Part, TextTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from talent_dataset.descriptor.model import Field, Resource, Schema
    from talent_dataset.issues import Issue
    from talent_dataset.reading.faults import Faults
    from talent_dataset.reading.jsonplaces import Step
    from talent_dataset.reading.parts import Turn
    from talent_dataset.reading.table import Wanted

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
    """The items, while they are counted; names in which some bytes are no text are told."""
    for item in items:
        faults.records = item.row
        if item.has_bad and isinstance(item.value, dict):
            yield replace(item, value={shown(name): value for name, value in item.value.items()})
        else:
            yield item


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
        """The table of all items."""
        raise NotImplementedError

    def locate(self, find: Find, wanted: Wanted) -> Sequence[tuple[int, int | None]]:
        """Where cells stand."""
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
        width = self.faults.width
        texts = [[cell(value, self.fields.get(n)) for n, value in enumerate(cells)] for _, cells in rows]
        found = self._bad({n: texts[n] for n, (item, _) in enumerate(rows) if item.has_bad})
        told = {row for column in found.values() for row in column}
        issues += [self._bad_item(item) for n, (item, _) in enumerate(rows) if item.has_bad and n not in told]
        bad = bad_cells(found, len(rows))
        frame = frame_of([[text for text, _ in row] for row in texts], width)
        misfits = None
        if any(is_misfit for row in texts for _, is_misfit in row):
            masks = ([row[n][1] for row in texts] for n in range(width))
            misfits = pl.DataFrame([pl.Series(str(n), mask, dtype=pl.Boolean) for n, mask in enumerate(masks)])
        numbers = pl.Series("row", [item.row for item, _ in rows], dtype=pl.UInt64)
        batch = Batch(frame, items[0].row, rows=numbers, misfits=misfits, issues=issues, bad=bad)
        batch.mend = self.faults.encoding_hint if bad is not None else ""
        return batch

    def _bad(self, rows: Mapping[int, list[tuple[str | None, bool]]]) -> dict[int, dict[int, str]]:
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


class _Arrays(_Rows):
    """Rows that are arrays; the first is the header, if the dialect does not say that there is none."""

    def table(self, items: Iterator[Item]) -> TextTable:
        dialect, before = self.resource.dialect, self.turn.first
        first = next(items, None)
        rest = chain([] if first is None else [first], items)
        if before is not None:
            labels = _labels(first) if dialect.header else None
            is_again = labels is not None and header.is_header(labels, before.labels)
            found = header.Match(before.fields, before.names)
            if is_again:
                found = header.match_again(labels or (), before, self.faults)
            return self._found(labels, found, items if is_again else rest)
        if not dialect.header:
            width = len(first.value) if first is not None and isinstance(first.value, list) else 0
            return self._found(None, header.match(None, width, self.resource.schema, dialect, self.faults), rest)
        if first is None:
            raise UnreadableError(header.missing(self.resource.schema, self.faults))
        if (labels := _labels(first)) is None:
            raise UnreadableError(self._wrong_kind(first, "array"))
        return self._found(labels, header.match(labels, 0, self.resource.schema, dialect, self.faults), items)

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
        labels = dialect.item_keys or tuple(dict.fromkeys([*keys, *self.turn.ahead, *_names(schema)]))
        if before is not None:
            labels = dialect.item_keys or before.names
            found = header.Match(before.fields, before.names)
        else:
            # Keys have no order, so columns are found by name, whatever `fieldsMatch` says.
            if schema is not None and not dialect.item_keys:
                schema = replace(schema, fields_match="partial")
            found = header.match(labels, 0, schema, dialect, self.faults)
        self.faults.names, self.fields, self.keys = found.names, found.fields, labels
        self.issues += found.issues if dialect.item_keys else []
        every = self._watched(chain([] if first is None else [first], items))
        table = TextTable(labels if first else None, self._batches(every), self.issues, fields=found.fields)
        table.names = found.names
        return table

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
    return tuple("" if label is None else shown(str(label)) for label in item.value)


def _names(schema: Schema | None) -> list[str]:
    return [] if schema is None else [field.name for field in schema.fields]
