"""How spreadsheets name their cells: ``Sheet1!C12``."""

from __future__ import annotations

import re
import warnings
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from talent_dataset.reading.archives import DAMAGE

if TYPE_CHECKING:
    from talent_dataset.reading.files import Files

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
    above, last = divmod(position, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + last)


def _of_xlsx(stream: BinaryIO) -> Iterator[str]:
    """As its reader counts them: a chart that has a sheet of its own is none."""
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
