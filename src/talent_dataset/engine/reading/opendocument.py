"""Sheets of OpenDocument files, row by row; and how spreadsheets of all formats name their cells (``Sheet1!C12``).

The reader that frictionless takes for them (ezodf 0.3) reads a row that stands 32 times or more as one, and a file of
a few bytes may say that a row stands a thousand million times.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.parsers import expat

from talent_dataset.engine.reading.files import DAMAGE

if TYPE_CHECKING:
    from pathlib import Path

    from talent_dataset.engine.reading.files import Files

# A name that is neither like a cell nor like a number needs no quotes in a formula.
_BARE: Final = re.compile(r"[^\W\d][\w.]*")
_CELL: Final = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]([0-9]+([RrCc][0-9]*)?)?")
_ODS: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(slots=True)
class Sheet:
    """A sheet of a file, whose name is looked up when a cell of it is to be named.

    Attributes:
        files: Where its file is.
        path: Its file.
        kind: ``xlsx``, ``xls`` or ``ods``.
        number: Which of the sheets, from 1.
        name: Its name, where the dialect says it.
    """

    files: Files
    path: str
    kind: str
    number: int
    name: str | None = None
    _shown: str | None = field(default=None)

    def address(self, row: int, position: int | None) -> str:
        """A cell, or a whole row (``Sheet1!12:12``); without the sheet where its name cannot be found."""
        if self._shown is None:
            self._shown = _shown(self._found() if self.name is None else self.name)
        return self._shown + (f"{row}:{row}" if position is None else f"{_letters(position)}{row}")

    def _found(self) -> str:
        try:
            with self.files.open(self.path) as stream:
                return next(islice(_NAMES[self.kind](stream), self.number - 1, None), "")
        except (OSError, KeyError, ET.ParseError, *DAMAGE):
            return ""


def _shown(name: str) -> str:
    """The name before a cell, in quotes where a formula needs them."""
    if not name:
        return ""
    is_bare = _BARE.fullmatch(name) and not _CELL.fullmatch(name)
    return f"{name}!" if is_bare else "'" + name.replace("'", "''") + "'!"


def _letters(position: int) -> str:
    """The letters of a column, from 0: A to Z, AA, AB ..."""
    # Not a number of base 26: there is no letter for nothing, and AA follows Z.
    above, last = divmod(position, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + last)


def _of_xlsx(stream: BinaryIO) -> Iterator[str]:
    """As its reader counts them: a chart on a sheet of its own does not count."""
    import openpyxl

    with warnings.catch_warnings(action="ignore"):  # as its reader has it
        yield from (sheet.title for sheet in openpyxl.load_workbook(stream, read_only=True).worksheets)


def _of_ods(stream: BinaryIO) -> Iterator[str]:
    with zipfile.ZipFile(stream) as archive, archive.open("content.xml") as content:
        for _, element in ET.iterparse(content, ["start"]):  # noqa: S314 - its reader has parsed it before; expat stops bombs
            if element.tag == f"{_ODS}table":
                yield element.get(f"{_ODS}name", "")


def _of_xls(stream: BinaryIO) -> Iterator[str]:
    import xlrd  # type: ignore[import-untyped]

    yield from xlrd.open_workbook(file_contents=stream.read(), on_demand=True).sheet_names()


_NAMES: Final = {"xlsx": _of_xlsx, "ods": _of_ods, "xls": _of_xls}


_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_CELLS: Final = frozenset({f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"})
_PARAGRAPHS: Final = frozenset({f"{_TEXT} p", f"{_TEXT} h"})
_TIME: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S", re.ASCII)
_BLOCK: Final = 1 << 16
# What the sheets of spreadsheet programs hold.
_MOST_COLUMNS: Final = 16_384
_MOST_ROWS: Final = 1_048_576


class SheetError(Exception):
    """A file that is not read, with the reason as the end of a sentence."""


class NoSheetError(SheetError):
    """There is no sheet of that name or number."""

    def __init__(self, sheet: str | int) -> None:
        super().__init__(f"it does not have a sheet {json.dumps(sheet, ensure_ascii=False)}")


def ods_rows(path: Path, sheet: str | int) -> Iterator[list[Any]]:
    """The rows of a sheet, without the empty cells and rows at their ends.

    Args:
        path: The file.
        sheet: Name of the sheet, or its number from 1.

    Raises:
        SheetError: The file has no such sheet, is damaged, or goes beyond what a sheet can hold.
    """
    reader = _ContentReader(sheet)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            while block := stream.read(_BLOCK):
                reader.parser.Parse(block, False)
                yield from reader.take()
            reader.parser.Parse(b"", True)
    except KeyError:
        raise SheetError("it holds no content.xml") from None
    except expat.ExpatError as error:
        raise SheetError(f"its content.xml is damaged or locked by a password ({error})") from error
    yield from reader.take()
    if not reader.is_found:
        raise NoSheetError(sheet)


@dataclass(slots=True)
class _ContentReader:
    """Takes the elements of ``content.xml`` as they come."""

    sheet: str | int
    is_found: bool = False
    parser: Any = None
    _tables: int = 0
    _depth: int = 0
    _is_in: bool = False
    _rows: list[tuple[int, list[Any]]] = field(default_factory=list)
    _blank_rows: int = 0
    _count: int = 0
    _row: list[Any] = field(default_factory=list)
    _row_times: int = 1
    _blank_cells: int = 0
    _cell: dict[str, str] | None = None
    _text: list[str] = field(default_factory=list)
    _notes: int = 0

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._characters
        # Entities made of entities unpack without end.
        self.parser.EntityDeclHandler = self._entity

    def take(self) -> Iterator[list[Any]]:
        """The rows that have come so far."""
        for times, row in self._rows:
            for _ in range(times):
                yield row
        self._rows.clear()

    def _entity(self, *_: Any) -> None:
        raise SheetError("it declares entities, which no sheet needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE} table":
            self._start_table(attributes)
        # A table inside a cell is no part of the sheet.
        elif not self._is_in or self._depth > 1:
            return
        elif name == f"{_TABLE} table-row":
            self._row, self._blank_cells = [], 0
            self._row_times = _times(attributes, "number-rows-repeated", _MOST_ROWS)
        elif name in _CELLS:
            self._cell, self._text, self._notes = attributes, [], 0
        elif self._cell is not None:
            self._start_of_text(name, attributes)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._tables += 1
            self._is_in = self.sheet in {self._tables, attributes.get(f"{_TABLE} name")}
            self.is_found |= self._is_in

    def _start_of_text(self, name: str, attributes: dict[str, str]) -> None:
        # A comment on a cell is no part of its text.
        if name == f"{_OFFICE} annotation":
            self._notes += 1
        elif self._notes:
            return
        elif name in _PARAGRAPHS and self._text:
            self._text.append("\n")
        elif name == f"{_TEXT} s":
            self._text.append(" " * _times(attributes, "c", _MOST_ROWS, _TEXT))
        elif name in {f"{_TEXT} tab", f"{_TEXT} line-break"}:
            self._text.append("\t" if name.endswith("tab") else "\n")

    def _characters(self, text: str) -> None:
        if self._cell is not None and not self._notes and self._depth == 1:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name == f"{_TABLE} table":
            self._depth -= 1
        elif not self._is_in or self._depth > 1:
            return
        elif name == f"{_TABLE} table-row":
            self._end_row()
        elif name in _CELLS:
            self._end_cell()
        elif name == f"{_OFFICE} annotation":
            self._notes -= 1

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell or {}, None
        times = _times(attributes, "number-columns-repeated", _MOST_COLUMNS)
        value = _value(attributes, "".join(self._text))
        if value is None or value == "":
            self._blank_cells += times
            return
        if len(self._row) + self._blank_cells + times > _MOST_COLUMNS:
            raise SheetError(f"it has more than {_MOST_COLUMNS:,} columns")
        self._row += [None] * self._blank_cells + [value] * times
        self._blank_cells = 0

    def _end_row(self) -> None:
        if not self._row:
            self._blank_rows += self._row_times
            return
        self._count += self._blank_rows + self._row_times
        if self._count > _MOST_ROWS:
            raise SheetError(f"it has more than {_MOST_ROWS:,} rows")
        # Blank rows are handed on when a row follows: many sheets end in a million of them.
        self._rows += [(self._blank_rows, []), (self._row_times, self._row)]
        self._blank_rows = 0


def _times(attributes: dict[str, str], name: str, most: int, space: str = _TABLE) -> int:
    """How often something stands there; more than a sheet can hold is as much as it can, and one more."""
    said = attributes.get(f"{space} {name}", "1")
    return min(int(said), most + 1) if said.isascii() and said.isdecimal() and len(said) < 20 else most + 1  # noqa: PLR2004


def _value(attributes: dict[str, str], text: str) -> Any:
    kind = attributes.get(f"{_OFFICE} value-type")
    try:
        if kind in {"float", "percentage", "currency"}:
            return float(attributes[f"{_OFFICE} value"])
        if kind == "boolean":
            return attributes[f"{_OFFICE} boolean-value"] == "true"
        if kind == "date":
            return _moment(attributes[f"{_OFFICE} date-value"])
        if kind == "time":
            return _time(attributes[f"{_OFFICE} time-value"])
    except (KeyError, ValueError):
        return text
    return attributes.get(f"{_OFFICE} string-value", text)


def _moment(text: str) -> dt.date | dt.datetime:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def _time(text: str) -> dt.time | str:
    found = _TIME.fullmatch(text)
    return dt.time(int(found[1]), int(found[2]), int(found[3])) if found else text
