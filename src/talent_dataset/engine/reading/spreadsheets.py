"""Spreadsheets and other formats that the engine does not know: others read them, the engine checks the text.

What reads them is loaded only when a package has such a table.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
import warnings
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median_low
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.descriptor.model import Dialect
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.bytes import UnreadableError, missing, refuse_stand_in
from talent_dataset.engine.reading.delimited import place
from talent_dataset.engine.reading.files import DAMAGE, FREE_SIZE, MAX_RATIO
from talent_dataset.engine.reading.formats import table_format
from talent_dataset.engine.reading.grammar import Records, grammar
from talent_dataset.engine.reading.opendocument import NoSheetError, Sheet, SheetError, ods_rows
from talent_dataset.engine.reading.read import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from talent_dataset.engine.descriptor.model import Resource
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.parts import Turn
    from talent_dataset.engine.reading.table import Faults, TextTable

# Formats whose files are read from the disk; of those that frictionless knows, no databases, addresses or programs.
SHEETS: Final = frozenset({"xlsx", "xls", "ods"})
_EXTRAS: Final = {"html": "html", "sav": "spss"}
FORMATS: Final = SHEETS | _EXTRAS.keys()
# A single cell in the last column of the last row makes a sheet of 17,000 million.
MAX_CELLS: Final = 20_000_000
MAX_EMPTY: Final = 5_000_000
_MIDNIGHT: Final = dt.time()
_OF_ROWS: Final = frozenset({"header", "headerRows", "headerJoin", "commentRows", "commentChar"})


def read_other(resource: Resource, files: Files, faults: Faults, turn: Turn) -> TextTable:
    """The table of a format that the engine does not know: its cells as text, its rows numbered as in the sheet.

    Args:
        resource: A table with one file.
        files: Where its file is.
        faults: Makes its issues.
        turn: What came before it, where the table stands in several files.

    Raises:
        UnreadableError: The file is missing, broken, or of a format that nobody reads; with the issue.
        CannotCheckError: What reads the format is not installed.
    """
    kind = table_format(resource)
    if kind not in FORMATS or len(resource.paths) != 1:
        message = f"No reader for the format {kind!r}."
        hint = "Publish the table as CSV, or correct the format of the resource."
        raise UnreadableError(faults.of_file("file/format", message, hint=hint))
    with _local(resource.paths[0], kind, files, faults) as path:
        rows = [_texts(cells, resource) for cells in _cells(path, kind, resource, faults)]
    text = _as_text(resource, _filled(rows, resource))
    table = read_text(text, files, faults, turn)
    dialect = resource.dialect
    sheet = Sheet(files, resource.paths[0], kind, dialect.sheet_number or 1, dialect.sheet_name)
    address = sheet.address if kind in SHEETS else None
    for part in table.parts:
        part.locate, part.address = None, address
    table.issues[:] = [_addressed(issue, text, address) for issue in table.issues]
    # A sheet has no quotes that could swallow records: lines in a cell are meant.
    table.batches = (replace(batch, is_wrapped=False) for batch in table.batches)
    return table


def _addressed(issue: Issue, text: Resource, address: Callable[[int, int | None], str] | None) -> Issue:
    """A fault of the header: the sheet has no lines, but cells."""
    row, position = issue.row, None
    if issue.line is not None:
        row, position = _cell_at(text, issue.line, issue.column)
    named = address(row, position) if address is not None and row is not None else None
    return replace(issue, row=row, line=None, column=None, address=named)


def _cell_at(text: Resource, line: int, column: int | None) -> tuple[int | None, int | None]:
    """Row and position of the cell at a place in the text that was made of the rows; without a column, of its row."""
    rules = grammar(text.dialect)
    for record in Records(iter([str(text.data)]), text.dialect):
        places: list[tuple[int, int | None]] = [place(record, at) for at in rules.starts(record.text)]
        if (line, column) in places:
            return record.row, places.index((line, column))
        if column is None and record.line == line:
            return record.row, None
    return None, None


@contextmanager
def _local(path: str, kind: str, files: Files, faults: Faults) -> Iterator[Path]:
    """The file on the disk, under a name that says its format."""
    with tempfile.TemporaryDirectory(prefix="talent-dataset-") as folder:
        copy = Path(folder, f"table.{kind}")
        try:
            with files.open(path) as stream, copy.open("wb") as target:
                shutil.copyfileobj(stream, target)
        except (OSError, KeyError) as error:
            raise UnreadableError(missing(faults, error, files)) from error
        # There a web page is what is wanted.
        if kind != "html":
            refuse_stand_in(copy, kind, faults)
        _refuse_bomb(copy, faults)
        yield copy


def _refuse_bomb(path: Path, faults: Faults) -> None:
    """XLSX and ODS are zip files; what their members say of their size is what zipfile reads at most."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except DAMAGE:
        return  # no zip file, or a broken one: its reader says so
    if size > max(FREE_SIZE, path.stat().st_size * MAX_RATIO):
        message = f"The file is not unpacked: it would have {size} bytes, more than {MAX_RATIO} times its size."
        raise UnreadableError(faults.of_file("file/too-large", message))


def _cells(path: Path, kind: str, resource: Resource, faults: Faults) -> list[list[Any]]:
    """The rows of the sheet that the dialect names, header included; what is blank at their ends is cut."""
    sheet = resource.dialect.sheet_name or resource.dialect.sheet_number
    if kind == "ods":
        return _open_document(path, sheet, faults)
    if kind == "xlsx":
        return _workbook(path, sheet, faults)
    import frictionless

    controls = [frictionless.Control.from_descriptor({"type": "excel", "sheet": sheet})] if kind == "xls" else []
    dialect = frictionless.Dialect(controls=controls)
    source = frictionless.Resource(path=path.name, basepath=str(path.parent), format=kind, dialect=dialect)
    try:
        with frictionless.system.create_parser(source) as parser:
            return _trimmed(_bounded(parser.cell_stream, faults))
    except UnreadableError:
        raise
    except frictionless.FrictionlessException as error:
        raise _refusal(_note(error).replace(path.name, str(faults.path)), kind, faults) from error
    except Exception as error:  # readers of spreadsheets raise anything on a damaged file
        raise _refusal(f"it is damaged ({type(error).__name__}: {error})", kind, faults) from error


def _workbook(path: Path, sheet: str | int, faults: Faults) -> list[list[Any]]:
    try:
        return _trimmed(_bounded(_workbook_rows(path, sheet), faults))
    except UnreadableError:
        raise
    except ModuleNotFoundError as error:
        raise _lacking("xlsx", faults) from error
    except SheetError as error:
        raise _broken(str(error), "xlsx", faults) from error
    except Exception as error:  # openpyxl raises anything on a damaged file
        raise _broken(f"it is damaged ({type(error).__name__}: {error})", "xlsx", faults) from error


def _workbook_rows(path: Path, sheet: str | int) -> Iterator[Sequence[Any]]:
    import openpyxl

    with warnings.catch_warnings(action="ignore"):  # of what a sheet has beside its cells
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets: Mapping[str | int, Any] = dict(enumerate(book.worksheets, start=1))
        sheets = {**sheets, **{each.title: each for each in book.worksheets}}
        if sheet not in sheets:
            raise NoSheetError(sheet)
        # Cells count that stand beyond what the sheet says of its size, and none is made up where it says too much.
        sheets[sheet].reset_dimensions()
        yield from sheets[sheet].iter_rows(values_only=True)


def _open_document(path: Path, sheet: str | int, faults: Faults) -> list[list[Any]]:
    try:
        return _trimmed(_bounded(ods_rows(path, sheet), faults))
    except (SheetError, RuntimeError, OSError, *DAMAGE) as error:  # a member under a password is a RuntimeError
        raise _broken(str(error), "ods", faults) from error


def _note(error: Any) -> str:
    """What frictionless says; that a reader is not installed, it says of the cause only."""
    note, cause = error.error.note, error
    while cause is not None:
        if "install" in str(cause):
            return str(cause)
        cause = cause.__cause__ or cause.__context__
    return str(note)


def _refusal(note: str, kind: str, faults: Faults) -> Exception:
    """The file cannot be read, or what reads it is not installed."""
    return _lacking(kind, faults) if "install" in note else _broken(note, kind, faults)


def _broken(note: str, kind: str, faults: Faults) -> UnreadableError:
    return UnreadableError(faults.of_file("file/format", f"The file cannot be read as {kind}: {note}."))


def _lacking(kind: str, faults: Faults) -> CannotCheckError:
    extra = "talent_dataset[spreadsheets]" if kind in {"xlsx", "xls", "ods"} else f"frictionless[{_EXTRAS[kind]}]"
    message = f"{faults.path}: reading {kind} needs more than is installed."
    return CannotCheckError(message, hint=f'Run: pip install "{extra}"')


def _bounded(rows: Iterable[Sequence[Any]], faults: Faults) -> Iterator[Sequence[Any]]:
    """The rows, while there are not too many cells: as many in each as in the widest, which all are filled up to."""
    width = filled = 0
    for count, row in enumerate(rows, start=1):
        width = max(width, _used(row))
        filled += sum(cell is not None and cell != "" for cell in row)
        if width * count > MAX_CELLS or width * count - filled > MAX_EMPTY:
            message = f"The sheet has more than {MAX_CELLS:,} cells, or more than {MAX_EMPTY:,} empty ones among them."
            hint = "Publish the table as CSV; if it is small, look for a stray cell far below or to the right."
            raise UnreadableError(faults.of_file("file/too-large", message, hint=hint))
        yield row


def _trimmed(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """The rows without the empty ends that spreadsheets keep of cells once used."""
    cells = [list(row[: _used(row)]) for row in rows]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _filled(rows: list[list[str]], resource: Resource) -> list[list[str]]:
    """The rows with all cells of the table: a sheet does not tell an empty cell at the end from none."""
    width = _width(rows, resource)
    return [row + [""] * (width - len(row)) if row else row for row in rows]


def _width(rows: list[list[str]], resource: Resource) -> int:
    """Columns of the table: those that have a label, and those in which more than half of the rows have a cell."""
    dialect = resource.dialect
    widths = [len(row) for row in rows if row]
    if not dialect.header:
        return len(resource.schema.fields) if resource.schema else max(widths, default=0)
    said: Iterator[int] = (
        len(row) for number, row in enumerate(rows, start=1) if row and _is_header(number, row, dialect)
    )
    labelled = said if "headerRows" in dialect.declared else islice(said, 1)
    return max([*labelled, median_low(widths or [0])])


def _is_header(number: int, row: list[str], dialect: Dialect) -> bool:
    """Whether a row may be one of the header."""
    if number in dialect.comment_rows or _is_comment(row, dialect):
        return False
    return "headerRows" not in dialect.declared or number in dialect.header_rows


def _is_comment(row: list[str], dialect: Dialect) -> bool:
    return dialect.comment_char is not None and row[0].startswith(dialect.comment_char)


def _used(row: Sequence[Any]) -> int:
    """Cells up to the last one that is not empty."""
    return next((n for n in range(len(row), 0, -1) if row[n - 1] is not None and row[n - 1] != ""), 0)


def _texts(row: list[Any], resource: Resource) -> list[str]:
    """The cells of a row as text; a blank row has none."""
    fields = resource.schema.fields if resource.schema else ()
    types = [field.type for field in fields] + [""] * len(row)
    return [_text(cell, is_moment=type == "datetime") for cell, type in zip(row, types, strict=False)]


def _text(cell: Any, *, is_moment: bool) -> str:
    """A cell of a sheet as a text file would have it. A sheet knows no dates without a time: midnight is one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    # A sheet knows no integers: 3 comes as 3.0.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == _MIDNIGHT and not is_moment:
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _as_text(resource: Resource, rows: list[list[str]]) -> Resource:
    """The resource as if its rows stood in the descriptor as CSV; what its dialect says of rows holds on."""
    text, said = io.StringIO(), resource.dialect
    # In quotes, where its text would need them, a comment would be none.
    unquoted = ([said.comment_char] if row and _is_comment(row, said) else row for row in rows)
    csv.writer(text, lineterminator="\n").writerows(unquoted)
    dialect = Dialect(
        header=said.header,
        header_rows=said.header_rows,
        header_join=said.header_join,
        comment_rows=said.comment_rows,
        comment_char=said.comment_char,
        declared=said.declared & _OF_ROWS,
    )
    return replace(
        resource, paths=(), data=text.getvalue(), format="csv", mediatype=None, compression=None, dialect=dialect
    )
