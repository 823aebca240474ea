"""The one form of a CSV file that people edit, so that a difference is always one of content.

LF, quotes only where they are needed, fields in the order of the schema, rows sorted by the primary key, one line end
at the end. Cells are never changed. ``format_package`` writes all files of a package so, or says which are not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.engine.descriptor.model import Dialect, Resource, Schema
from talent_dataset.engine.descriptor.paths import is_url
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.reading.files import Files, FolderFiles
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.engine.writing import recover, replace_file
from talent_dataset.engine.writing.renewing import Renewal, renewal

if TYPE_CHECKING:
    from _csv import Reader

_NUMBERS = frozenset({"integer", "number", "year"})


class NotCanonicalizableError(ValueError):
    """The text is not a table that could be written in canonical form; the message says why."""


def canonical(text: str, schema: Schema, dialect: Dialect | None = None) -> str:
    """The canonical form of a table as text.

    Args:
        text: The table; a mark at its beginning and its line ends do not matter.
        schema: Gives the order of the fields and the primary key. Columns that it does not know keep their order,
            behind those that it does.
        dialect: Gives the delimiter and the quote; the defaults of the standard where it is ``None``.

    Raises:
        NotCanonicalizableError: The text is no table: broken quotes, a record too short or too long, a repeated label.
    """
    dialect = dialect or Dialect()
    return CsvText.parse(text, dialect).ordered(schema).written(dialect)


@dataclass(frozen=True, slots=True)
class CsvText:
    """A table as its CSV file has it: labels that differ, and records of as many cells, all text."""

    labels: Sequence[str]
    records: Sequence[Sequence[str]]

    @classmethod
    def parse(cls, text: str, dialect: Dialect) -> CsvText:
        """The table that a text is.

        Raises:
            NotCanonicalizableError: It is none, as ``canonical`` says.
        """
        # Strict: else the module reads on over a broken quote, and its guess would be written into the file.
        reader = csv.reader(
            # Line ends in quoted cells stay as they are.
            io.StringIO(text.removeprefix("\ufeff"), newline=""),
            delimiter=dialect.delimiter,
            quotechar=dialect.quote_char,
            strict=True,
        )
        try:
            records = list(_even(reader))
        except csv.Error as error:
            raise NotCanonicalizableError(f"line {reader.line_num}: {error}") from error
        if not records:
            raise NotCanonicalizableError("the file is empty")
        if len(set(records[0])) != len(records[0]):
            raise NotCanonicalizableError("a label of the header is repeated")
        return cls(records[0], records[1:])

    def ordered(self, schema: Schema) -> CsvText:
        """Its columns in the order of the fields, its rows in that of the primary key."""
        wanted = {field.name: place for place, field in enumerate(schema.fields)}
        # The sort is stable: columns that the schema does not know keep their order behind the others.
        order = sorted(range(len(self.labels)), key=lambda at: wanted.get(self.labels[at], len(wanted)))
        labels = [self.labels[at] for at in order]
        return CsvText(labels, _sorted([[record[at] for at in order] for record in self.records], labels, schema))

    def written(self, dialect: Dialect) -> str:
        """Its text."""
        return written([self.labels, *self.records], dialect)

    def rows(self) -> list[dict[str, str]]:
        """Its cells by label."""
        return [dict(zip(self.labels, record, strict=True)) for record in self.records]


def _even(reader: Reader) -> Iterator[list[str]]:
    """Records of as many cells as the first; a blank line is no record, ``""`` in a table of one column is one."""
    width: int | None = None
    for record in filter(None, reader):
        width = len(record) if width is None else width
        if len(record) != width:
            raise NotCanonicalizableError(
                f"line {reader.line_num} ends a record of {len(record)} cells, the header has {width}"
            )
        yield record


def _sorted(rows: list[list[str]], labels: Sequence[str], schema: Schema) -> list[list[str]]:
    """Rows by primary key: numbers by value, all else by code points. Without a key, or a part of it, as they are."""
    if not schema.primary_key or not set(schema.primary_key) <= set(labels):
        return rows
    types = {field.name: field.type for field in schema.fields}
    parts = [(labels.index(name), types.get(name) in _NUMBERS) for name in schema.primary_key]
    # Rows that share a key are wrong, but still need one order: that of all their cells.
    return sorted(rows, key=lambda row: ([_rank(row[at], is_number=number) for at, number in parts], row))


def _rank(cell: str, *, is_number: bool) -> tuple[bool, Decimal, str]:
    """Where a cell of a key stands; a cell that is no number stands behind the numbers."""
    if is_number:
        try:
            value = Decimal(cell)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite():
            # Equal numbers may have several texts: 1 and 1.0.
            return False, value, cell
    return True, Decimal(0), cell


def written(records: Iterable[Sequence[str]], dialect: Dialect) -> str:
    """Records as CSV with the fewest quotes.

    Python's own writer is not used: which characters it quotes differs between its versions (a lone CR).
    """
    quote, delimiter = dialect.quote_char or '"', dialect.delimiter
    special = re.compile(f"[\r\n{re.escape(quote)}{re.escape(delimiter)}]")
    lines = (
        # A record of one empty cell would be a blank line, which is no record.
        quote * 2 if list(record) == [""] else delimiter.join(_quoted(cell, special, quote) for cell in record)
        for record in records
    )
    return "".join(f"{line}\n" for line in lines)


def _quoted(cell: str, special: re.Pattern[str], quote: str) -> str:
    return f"{quote}{cell.replace(quote, quote * 2)}{quote}" if special.search(cell) else cell


@dataclass(frozen=True, slots=True)
class Formatted:
    """What was done, by the paths of the descriptor.

    Attributes:
        files: Files that were looked at.
        changed: Those of them that were not canonical; now they are, unless it was only a check.
        skipped: Files left alone, and why.
        renewed: What the descriptor says of them, ``hash`` and ``bytes``, by resource, where it was not so.
        unsound: Resources of which it was not so before either: their files were changed by something else.
    """

    files: tuple[str, ...]
    changed: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    renewed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unsound: tuple[str, ...] = ()

    @property
    def was_canonical(self) -> bool:
        """Whether every file that was looked at was in canonical form, and as the descriptor says."""
        return not self.changed and not self.renewed


def format_package(source: Path | str, *, check: bool = False) -> Formatted:
    """Bring the CSV files of a package into canonical form.

    The descriptor may have faults, and cells too: only the shape of the tables matters. Files are replaced one by one,
    each of them whole or not at all, after all of them have been read. The ``hash`` and ``bytes`` that the descriptor
    says of them are renewed; nothing else in it changes.

    Args:
        source: A descriptor, or a folder that holds one.
        check: Write nothing; only say which files would change.

    Raises:
        CannotCheckError: There is no package, or a file of it cannot be read or written.
        InvalidDataError: The descriptor cannot be used, or a file is no table that could be formatted.
    """
    opened = open_package(source)
    package = opened.parsed.package
    if package is None:
        raise InvalidDataError(f"The descriptor of {source} cannot be used.", hint="`validate` says what is wrong.")
    obstacles = {resource.name: obstacle(resource, opened.files) for resource in package.resources}
    texts = {r.paths[0]: _reformed(r, opened.files) for r in package.resources if not obstacles[r.name]}
    seals = renewal(source, {file: (old, new) for file, old, new in texts.values()}) if texts else None
    if not check:
        _write(texts.values(), seals)
    return _formatted(texts, obstacles, seals)


def _formatted(
    texts: Mapping[str, tuple[Path, bytes, bytes]], obstacles: Mapping[str, str], seals: Renewal | None
) -> Formatted:
    return Formatted(
        files=tuple(texts),
        changed=tuple(path for path, (_, old, new) in texts.items() if old != new),
        skipped=tuple((name, reason) for name, reason in obstacles.items() if reason),
        renewed=seals.changes if seals else {},
        unsound=seals.unsound if seals else (),
    )


def _write(texts: Collection[tuple[Path, bytes, bytes]], seals: Renewal | None) -> None:
    """Write what changes, the descriptor last: until then it shows that a file is not as it says."""
    for folder in {file.parent for file, _, _ in texts} | ({seals.file.parent} if seals else set()):
        recover(folder)
    for file, old, new in texts:
        if old != new:
            replace_file(file, new)
    if seals is not None:
        seals.write()


def obstacle(resource: Resource, files: Files) -> str:
    """Why a resource has no canonical form here, or nothing."""
    if resource.schema is None:
        return "it has no schema"
    if not isinstance(files, FolderFiles) or not _is_one_file(resource):
        return "it is not one plain file on this disk"
    if (resource.format or "csv") != "csv" or not resource.paths[0].endswith((".csv", ".tsv", ".txt")):
        return "it is not CSV"
    if (resource.encoding or "utf-8").lower().replace("_", "-") not in {"utf-8", "utf8"}:
        return f"its encoding is {resource.encoding}"
    return "" if _is_plain(resource.dialect) else "its dialect has more than a delimiter and a quote"


def _is_one_file(resource: Resource) -> bool:
    return len(resource.paths) == 1 and not is_url(resource.paths[0]) and not resource.compression


def _is_plain(dialect: Dialect) -> bool:
    has_plain_header = dialect.header and dialect.header_rows == (1,)
    has_comments = dialect.comment_rows or dialect.comment_char
    has_plain_quotes = len(dialect.quote_char or "") == 1 and dialect.double_quote and not dialect.escape_char
    has_plain_cells = len(dialect.delimiter) == 1 and not dialect.skip_initial_space
    return bool(has_plain_header and has_plain_quotes and has_plain_cells and not has_comments)


def _reformed(resource: Resource, files: Files) -> tuple[Path, bytes, bytes]:
    """The file of a resource, its bytes, and the bytes it should have."""
    file = files.local(resource.paths[0])
    if file is None or resource.schema is None:
        raise InvalidDataError(f"There is no file {resource.paths[0]}.", hint="`validate` says what is wrong.")
    try:
        old = file.read_bytes()
        return file, old, canonical(old.decode("utf-8"), resource.schema, resource.dialect).encode("utf-8")
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (NotCanonicalizableError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise InvalidDataError(
            f"{resource.paths[0]} cannot be formatted: {reason}.", hint="`validate` says what is wrong, and where."
        ) from error
