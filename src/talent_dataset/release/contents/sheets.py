"""The sheets of a workbook as rows of values, within what Excel can hold."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.release.citation import citation
from talent_dataset.release.contents.left_out import LeftOutError
from talent_dataset.release.contents.meanings import Row, code_meanings, field_meanings, table_meanings
from talent_dataset.release.contents.values import DIGITS, significant_digits
from talent_dataset.release.languages import has_language, said
from talent_dataset.release.stems import distinct

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Package

# https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
_ROWS, _COLUMNS, _CHARACTERS, _NAME = 1_048_576, 16_384, 32_767, 31
# Our own bound: what takes minutes to write takes minutes to open, and gigabytes.
_CELLS = 5_000_000
_FIRST_DATE = dt.date(1900, 3, 1)
_SAMPLE = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
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


def sheets(package: Package, frames: Mapping[str, pl.DataFrame]) -> list[Sheet]:
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
    data = [Sheet(name, frame) for name, frame in zip(names, frames.values(), strict=False)]
    rest = [Sheet(name, frame) for name, frame in zip(names[len(data) :], others.values(), strict=True)]
    return [replace(rest[0], is_wrapped=True), rest[1], *data, *rest[2:]]


def _names(names: Sequence[str]) -> Iterator[str]:
    """Names of sheets: at most 31 characters, without those that a reference to a cell is made of."""
    plain = [re.sub(r"[\[\]:*?/\\'\x00-\x1f]", "-", name) for name in names]
    # Excel keeps "History" for itself.
    return distinct((f"{name}-" if name.casefold() == "history" else name for name in plain), longest=_NAME)


def excel_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns as Excel can keep them: numbers that it would round, and dates before its calendar, as text."""
    return frame.with_columns(column.cast(pl.String) for column in frame if not _keeps(column))


def _keeps(column: pl.Series) -> bool:
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


def _about(package: Package) -> pl.DataFrame:
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


def _meanings(package: Package, rows: Mapping[str, int]) -> dict[str, pl.DataFrame]:
    """The list of tables, their fields, and their codes where they have some."""
    frames = {
        "tables": _frame(table_meanings(package, rows)),
        "dictionary": _frame(field_meanings(package)),
        "codes": _frame(code_meanings(package)),
    }
    return {name: frame for name, frame in frames.items() if frame.height}


def _frame(rows: Iterable[Row]) -> pl.DataFrame:
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
