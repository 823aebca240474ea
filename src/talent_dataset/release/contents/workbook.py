"""All tables as one Excel workbook: a sheet each, a sheet about the package, a data dictionary."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talent_dataset.release.contents.archive import archive
from talent_dataset.release.contents.sheets import Sheet, lines, sheets
from talent_dataset.release.languages import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from talent_dataset.descriptor.model import Package

MEDIATYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_NARROWEST, _WIDEST = 6, 60
# Height of a line of text, in points.
_LINE = 15
# Any time will do, but the clock: it says when the workbook was made.
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no zones


def workbook(package: Package, frames: Mapping[str, pl.DataFrame]) -> bytes:
    """The bytes of a workbook, which are the same for the same tables.

    Text is written as text, whatever it looks like: a code keeps its zeros, and nothing is run as a formula. Numbers
    are numbers where each of a column has at most 15 digits, which is what Excel keeps, else text; dates are dates
    from 1900-03-01 on, before which Excel counts wrongly, else text. An empty cell is a missing value.

    Args:
        package: What it is.
        frames: Its tables by name, as ``excel_columns`` gives them.

    Raises:
        LeftOutError: Excel cannot hold these tables.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        # What XML cannot hold is no part of a title.
        title = re.sub(r"[\x00-\x1f\ufffe\uffff]", " ", said(package, "title", "en") or package.name or "")
        book.set_properties({"title": title, "created": _MADE})
        styles = _Styles.of(book)
        for sheet in sheets(package, frames):
            _write(book.add_worksheet(sheet.name), sheet, styles)
    with zipfile.ZipFile(out) as packed:
        return archive({name: packed.read(name) for name in packed.namelist()})


@dataclass(frozen=True, slots=True)
class _Styles:
    """How cells look."""

    head: Format
    text: Format
    wrapped: Format
    date: Format

    @classmethod
    def of(cls, book: Workbook) -> _Styles:
        # A cell of the format "text" stays text when a person edits it.
        text = {"num_format": "@", "valign": "top"}
        return cls(
            head=book.add_format({**text, "bold": True, "bottom": 1, "bg_color": "#E7EEF5"}),
            text=book.add_format(text),
            wrapped=book.add_format({**text, "text_wrap": True}),
            date=book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        )


def _write(page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    from xlsxwriter.utility import xl_range

    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, name, styles.head)
    widths = [min(max(width + 2, _NARROWEST), _WIDEST) for width in sheet.widths()]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for number, row in enumerate(sheet.rows(), start=1):
        _write_row(page, number, row, styles.date, styles.wrapped if sheet.is_wrapped else styles.text)
        if sheet.is_wrapped:
            # Not every program makes room for the lines of a text by itself.
            page.set_row(number, _LINE * max(lines(str(text), width) for text, width in zip(row, widths, strict=True)))
    page.freeze_panes(1, 0)
    if sheet.height and not sheet.is_wrapped:
        last = len(sheet.columns) - 1
        page.autofilter(0, 0, sheet.height, last)
        # That a code is a number stored as text is meant: no green corner in each cell.
        page.ignore_errors({"number_stored_as_text": xl_range(0, 0, sheet.height, last)})


def _write_row(page: Worksheet, number: int, row: Sequence[Any], date: Format, text: Format) -> None:
    for column, value in enumerate(row):
        if isinstance(value, bool):
            page.write_boolean(number, column, value)
        elif isinstance(value, int | float):
            page.write_number(number, column, value)
        elif isinstance(value, dt.date):
            page.write_datetime(number, column, value, date)
        elif value is not None:
            page.write_string(number, column, value, text)
