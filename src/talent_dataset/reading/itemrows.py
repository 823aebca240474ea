"""Rows that are JSON values, arrays or objects, as text batches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.reading import header
from talent_dataset.reading.bytes import UnreadableError
from talent_dataset.reading.delimited import frame_of
from talent_dataset.reading.native import cell
from talent_dataset.reading.table import Batch, TextTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from talent_dataset.descriptor.model import Field, Resource, Schema
    from talent_dataset.issues import Issue
    from talent_dataset.reading.faults import Faults

_BATCH_CELLS: Final = 1 << 17


@dataclass(slots=True)
class Item:
    """One row as JSON has it, with its record number and its line (if it has one of its own)."""

    row: int
    value: Any
    line: int | None = None


def read_rows(items: Iterator[Item], resource: Resource, faults: Faults, issues: list[Issue]) -> TextTable:
    """Rows of either form: that of the first one, if the dialect does not say."""
    first = next(items, None)
    kind = resource.dialect.item_type or ("object" if first is None or isinstance(first.value, dict) else "array")
    every = chain([] if first is None else [first], items)
    if kind == "array":
        return _Arrays(resource, faults, issues).table(every)
    return _Objects(resource, faults, issues).table(every)


@dataclass(slots=True)
class _Rows:
    """What both forms of rows share."""

    resource: Resource
    faults: Faults
    issues: list[Issue]
    fields: dict[int, Field] = field(default_factory=dict)
    keys: tuple[str, ...] = ()

    def _batches(self, items: Iterable[Item]) -> Iterator[Batch]:
        items = iter(items)
        size = max(1, _BATCH_CELLS // max(1, self.faults.width))
        while some := list(islice(items, size)):
            yield self._batch(some)

    def _batch(self, items: Sequence[Item]) -> Batch:
        issues: list[Issue] = []
        rows = [(item.row, cells) for item in items if (cells := self._cells(item, issues)) is not None]
        width = self.faults.width
        texts = [[cell(value, self.fields.get(n)) for n, value in enumerate(cells)] for _, cells in rows]
        frame = frame_of([[text for text, _ in row] for row in texts], width)
        misfits = None
        if any(is_misfit for row in texts for _, is_misfit in row):
            masks = ([row[n][1] for row in texts] for n in range(width))
            misfits = pl.DataFrame([pl.Series(str(n), mask, dtype=pl.Boolean) for n, mask in enumerate(masks)])
        numbers = pl.Series("row", [row for row, _ in rows], dtype=pl.UInt64)
        return Batch(frame, rows[0][0] if rows else items[0].row, rows=numbers, misfits=misfits, issues=issues)

    def _cells(self, item: Item, issues: list[Issue]) -> list[Any] | None:
        raise NotImplementedError

    def _wrong_kind(self, item: Item, wanted: str) -> Issue:
        return self.faults.of_row("file/format", item.row, f"The row is not an {wanted}.", line=item.line)


class _Arrays(_Rows):
    """Rows that are arrays; the first is the header, if the dialect does not say that there is none."""

    def table(self, items: Iterator[Item]) -> TextTable:
        dialect, labels, width = self.resource.dialect, None, 0
        first = next(items, None)
        if dialect.header:
            if first is None:
                raise UnreadableError(header.missing(self.resource.schema, self.faults))
            if not isinstance(first.value, list):
                raise UnreadableError(self._wrong_kind(first, "array"))
            labels = tuple("" if label is None else str(label) for label in first.value)
        elif first is not None:
            width, items = len(first.value) if isinstance(first.value, list) else 0, chain([first], items)
        found = header.match(labels, width, self.resource.schema, dialect, self.faults)
        self.faults.names, self.fields = found.names, found.fields
        self.issues += found.issues
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

    Record 1 is the header that a file of delimited text would have.
    """

    def table(self, items: Iterator[Item]) -> TextTable:
        dialect, schema = self.resource.dialect, self.resource.schema
        first = next(items, None)
        keys = list(first.value) if first is not None and isinstance(first.value, dict) else []
        labels = dialect.item_keys or tuple(dict.fromkeys([*keys, *_names(schema)]))
        # Keys have no order, so columns are found by name, whatever `fieldsMatch` says.
        by_name = None if schema is None else schema if dialect.item_keys else replace(schema, fields_match="partial")
        found = header.match(labels, 0, by_name, dialect, self.faults)
        self.faults.names, self.fields, self.keys = found.names, found.fields, labels
        self.issues += found.issues if dialect.item_keys else []
        every = self._watched(chain([] if first is None else [first], items))
        table = TextTable(labels if first else None, self._batches(every), self.issues, fields=found.fields)
        table.names = found.names
        return table

    def _watched(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items, each one record later; keys that do not fit the schema are noted at the end."""
        seen: dict[str, None] = {}
        for item in items:
            item.row += 1
            if isinstance(item.value, dict) and not self.resource.dialect.item_keys:
                seen.update(dict.fromkeys(item.value))
            yield item
        if seen:
            self.issues += header.gathered([*self._surplus_keys(seen), *self._absent_keys(seen)])

    def _surplus_keys(self, seen: dict[str, None]) -> list[Issue]:
        schema = self.resource.schema
        if schema is None or schema.fields_match in {"subset", "partial"}:
            return []
        known = set(_names(schema))
        return [header.surplus_field(key, self.faults) for key in seen if key not in known]

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


def _names(schema: Schema | None) -> list[str]:
    return [] if schema is None else [field.name for field in schema.fields]
