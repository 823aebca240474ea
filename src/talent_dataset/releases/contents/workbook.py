"""All tables as one Excel workbook: a sheet each, a sheet about the package, a data dictionary."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.engine.descriptor.model import ours
from talent_dataset.releases.citation import citation
from talent_dataset.releases.contents.folder import LeftOutError, archive
from talent_dataset.releases.contents.parquet_file import DIGITS, significant_digits
from talent_dataset.releases.languages import (
    description_of,
    distinct,
    document_languages,
    has_language,
    said,
    terms,
    title_of,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from talent_dataset.engine.descriptor.model import DataPackage, Field, Resource, Schema

MeaningRow = Mapping[str, str | int]


def table_meanings(package: DataPackage, rows: Mapping[str, int]) -> Iterator[MeaningRow]:
    """One row a table: ``table``, ``rows``, then title and description in each language."""
    for resource, _ in _tables(package):
        said_so = {
            f"{part}_{tag}": read(resource, tag)
            for part, read in (("title", title_of), ("description", description_of))
            for tag in document_languages(package)
        }
        yield {"table": resource.name, "rows": rows[resource.name], **said_so}


def field_meanings(package: DataPackage) -> Iterator[MeaningRow]:
    """One row a field: where it stands, titles, type, unit, role, what must hold of it, key, descriptions."""
    tags = document_languages(package)
    for resource, schema in _tables(package):
        for field in schema.fields:
            claims = [claim for claim in ("required", "unique") if getattr(field.constraints, claim)]
            yield {
                "table": resource.name,
                "field": field.name,
                **{f"title_{tag}": said(field, "title", tag) for tag in tags},
                "type": field.type,
                "unit": str(ours(field).get("unit", "")),
                "role": str(ours(field).get("role", "factual" if ours(field) else "")),
                "holds": ", ".join(claims),
                "key": ", ".join(_keys(field, schema)),
                **{f"description_{tag}": said(field, "description", tag) for tag in tags},
            }


def code_meanings(package: DataPackage) -> Iterator[MeaningRow]:
    """One row a code of a field: its label and its definition in each language."""
    tags = document_languages(package)
    for resource, schema in _tables(package):
        for field in schema.fields:
            by_tag = {tag: terms(field, tag) for tag in tags}
            for position, (code, _, _) in enumerate(by_tag["en"]):
                labels = {f"label_{tag}": by_tag[tag][position][1] for tag in tags}
                definitions = {f"definition_{tag}": by_tag[tag][position][2] for tag in tags}
                yield {"table": resource.name, "field": field.name, "code": code, **labels, **definitions}


def _tables(package: DataPackage) -> Iterator[tuple[Resource, Schema]]:
    for resource in package.resources:
        if resource.schema is not None:
            yield resource, resource.schema


def _keys(field: Field, schema: Schema) -> Iterator[str]:
    """The part that a field has in keys."""
    if field.name in schema.primary_key:
        yield "primary key"
    for key in schema.foreign_keys:
        for name, other in zip(key.fields, key.reference_fields, strict=True):
            if name == field.name:
                yield f"→ {key.resource}.{other}" if key.resource else f"→ {other}"


# What a sheet can hold:
# https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
_ROWS, _COLUMNS, _CHARACTERS, _NAME = 1_048_576, 16_384, 32_767, 31
# Our own bound: what takes minutes to write takes minutes to open, and gigabytes.
_CELLS = 5_000_000
# Excel has a 29 February 1900, so that it counts the days before March of that year wrongly.
_FIRST_DATE = dt.date(1900, 3, 1)
# Rows that are looked at for the width of a column.
_SAMPLE = 1000


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet: a name that Excel admits, a frame with its columns, and whether long texts take several lines."""

    name: str
    frame: pl.DataFrame
    is_wrapped: bool = False

    @property
    def columns(self) -> list[str]:
        """The labels of the first row."""
        return self.frame.columns

    @property
    def height(self) -> int:
        """Rows below the labels."""
        return self.frame.height

    def rows(self) -> Iterator[Sequence[Any]]:
        """The rows below the labels: texts, numbers, booleans, dates, ``None`` for an empty cell."""
        return self.frame.iter_rows()

    def widths(self) -> Iterator[int]:
        """How wide each column is, in characters, by its label and its first rows."""
        for name in self.columns:
            cells = self.frame[name].head(_SAMPLE).cast(pl.String).drop_nulls()
            yield max([_width(name) + 2, *(_width(cell) for cell in cells)])


def sheets(package: DataPackage, frames: Mapping[str, pl.DataFrame]) -> list[WorkbookSheet]:
    """What the package is, its tables, and what their fields and codes mean.

    Args:
        package: What it is.
        frames: Its tables by name, as ``excel_columns`` gives them.

    Raises:
        LeftOutError: Excel cannot hold these tables.
    """
    if (cells := sum(frame.height * frame.width for frame in frames.values())) > _CELLS:
        raise LeftOutError(f"the tables have {cells:,} cells, and no spreadsheet works well with more than {_CELLS:,}")
    others = {"README": _about(package), **_meanings(package, {name: frame.height for name, frame in frames.items()})}
    # Names of tables are given first: they are those that people look for.
    names = list(_names([*frames, *others]))
    for name, frame in zip(names, [*frames.values(), *others.values()], strict=True):
        _refuse(name, frame)
    data = [WorkbookSheet(name, frame) for name, frame in zip(names, frames.values(), strict=False)]
    rest = [WorkbookSheet(name, frame) for name, frame in zip(names[len(data) :], others.values(), strict=True)]
    return [replace(rest[0], is_wrapped=True), rest[1], *data, *rest[2:]]


def _names(names: Sequence[str]) -> Iterator[str]:
    """Names of sheets: at most 31 characters, without those that a reference to a cell is made of."""
    plain = [re.sub(r"[\[\]:*?/\\'\x00-\x1f]", "-", name) for name in names]
    # Excel keeps "History" for itself.
    return distinct((f"{name}-" if name.casefold() == "history" else name for name in plain), longest=_NAME)


def excel_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns as Excel can keep them: numbers that it would round, and dates before its calendar, as ``String``.

    Names, order and nulls stay.

    Args:
        frame: What ``plain_columns`` gives.
    """
    return frame.with_columns(column.cast(pl.String) for column in frame if not _keeps(column))


def _keeps(column: pl.Series) -> bool:
    # Of a double, which is all that Excel has, 15 digits are exact.
    if column.dtype == pl.Int64:
        return significant_digits(column) <= DIGITS
    if column.dtype == pl.Date:
        return column.is_null().all() or bool((column >= _FIRST_DATE).all())
    return True


def _refuse(name: str, frame: pl.DataFrame) -> None:
    if frame.height >= _ROWS:
        raise LeftOutError(f"{name} has {frame.height:,} rows, and a sheet of Excel {_ROWS:,} with the header")
    if frame.width > _COLUMNS:
        raise LeftOutError(f"{name} has {frame.width:,} columns, and a sheet of Excel {_COLUMNS:,}")
    for column in (pl.Series("", frame.columns, dtype=pl.String), *frame.select(pl.col(pl.String))):
        _refuse_text(name, column)


def _refuse_text(name: str, column: pl.Series) -> None:
    where = f"a cell of {name}.{column.name}" if column.name else f"a field of {name}"
    # Excel counts UTF-16 units; no text has more of them than bytes.
    long = column.filter(column.str.len_bytes() > _CHARACTERS)
    if any(len(text.encode("utf-16-le")) // 2 > _CHARACTERS for text in long):
        raise LeftOutError(f"{where} is longer than the {_CHARACTERS:,} characters of Excel")
    # xlsxwriter takes such a text for the XML of formatted text, and writes it as it is.
    if (column.str.starts_with("<r>") & column.str.ends_with("</r>")).any():
        raise LeftOutError(f"{where} is an XML element named r, which would be taken for formatted text")


def _about(package: DataPackage) -> pl.DataFrame:
    facts = {
        "title": said(package, "title", "en") or package.name,
        "标题": said(package, "title", "zh") if has_language(package, "zh") else "",
        "version": package.version,
        "created": package.created,
        "licence": " AND ".join(str(one["name"]) for one in package.licenses if one.get("name")),
        "citation": citation(package),
        "description": said(package, "description", "en"),
        "说明": said(package, "description", "zh") if has_language(package, "zh") else "",
    }
    return _frame({"about": name, "text": text} for name, text in facts.items() if text)


def _meanings(package: DataPackage, rows: Mapping[str, int]) -> dict[str, pl.DataFrame]:
    """The list of tables, their fields, and their codes where they have some."""
    frames = {
        "tables": _frame(table_meanings(package, rows)),
        "dictionary": _frame(field_meanings(package)),
        "codes": _frame(code_meanings(package)),
    }
    return {name: frame for name, frame in frames.items() if frame.height}


def _frame(rows: Iterable[MeaningRow]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None).with_columns(pl.col(pl.String).replace("", None))


def lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of that many characters, with one to spare where it is broken."""
    needed = -(-_width(text) // width)
    return needed if needed < 2 else needed + 1  # noqa: PLR2004 - one line is not broken


def _width(text: str) -> int:
    """Characters of the widest line, where a Chinese one takes the place of two."""
    return max(map(_columns, text.splitlines()), default=0)


def _columns(line: str) -> int:
    return len(line) if line.isascii() else sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in line)


MEDIATYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_NARROWEST, _WIDEST = 6, 60
# Height of a line of text, in points.
_LINE = 15
# Any time will do, but the clock: it says when the workbook was made.
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no zones


def workbook(package: DataPackage, frames: Mapping[str, pl.DataFrame]) -> bytes:
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
    # Packed anew: xlsxwriter deflates, and what that makes differs between libraries.
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


def _write(page: Worksheet, sheet: WorkbookSheet, styles: _Styles) -> None:
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
        # Before numbers: a bool of Python is an int.
        if isinstance(value, bool):
            page.write_boolean(number, column, value)
        elif isinstance(value, int | float):
            page.write_number(number, column, value)
        elif isinstance(value, dt.date):
            page.write_datetime(number, column, value, date)
        elif value is not None:
            page.write_string(number, column, value, text)
