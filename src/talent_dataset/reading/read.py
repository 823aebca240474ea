"""From a resource to text batches: finds the reader for its form, and hands on what that reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from talent_dataset.descriptor.paths import is_url
from talent_dataset.reading import bytes as files_to_text
from talent_dataset.reading import delimited, header
from talent_dataset.reading.bytes import Source, UnreadableError
from talent_dataset.reading.delimited import Start
from talent_dataset.reading.faults import Faults
from talent_dataset.reading.formats import table_format
from talent_dataset.reading.head import Head, read_head
from talent_dataset.reading.plain import Plain, is_plain
from talent_dataset.reading.table import TextTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from talent_dataset.descriptor.model import Dialect, Resource
    from talent_dataset.issues import Issue
    from talent_dataset.reading.files import Files
    from talent_dataset.reading.table import Batch

Reader = Callable[["Resource", "Files"], TextTable]
"""Reads a format that is not known here."""

MAX_COLUMNS: Final = 30_000
"""Each column costs about a millisecond, whatever it holds: a header of millions would take hours."""


def read_table(resource: Resource, files: Files, *, others: Reader | None = None) -> TextTable:
    """The table of a resource: its header, and its records as they are asked for.

    Args:
        resource: A table.
        files: Where its files are.
        others: Reads the formats that are not known here (spreadsheets and the like).

    Returns:
        The table. Where it cannot be read, ``issues`` says why and there are no batches.
    """
    faults = Faults(resource.name, resource.paths[0] if resource.paths else None)
    kind = table_format(resource)
    if not _is_there(resource):
        return TextTable(None, iter(()), is_whole=False)
    try:
        if kind in _READERS:
            return _of_some_width(_watched(_READERS[kind](resource, files, faults), faults), faults)
        if others is not None:
            return _of_some_width(others(resource, files), faults)
    except UnreadableError as error:
        return TextTable(None, iter(()), [error.issue], is_whole=False)
    message = f"No reader for the format {kind!r}."
    return TextTable(None, iter(()), [faults.of_file("file/format", message)], is_whole=False)


def _is_there(resource: Resource) -> bool:
    """Whether there is something to read; what the descriptor lacks or must not name was said when it was parsed."""
    if resource.paths:
        return not any(is_url(path) for path in resource.paths)
    is_called = resource.format is not None or resource.mediatype is not None
    return resource.data is not None and (is_called or not isinstance(resource.data, str))


def _of_some_width(table: TextTable, faults: Faults) -> TextTable:
    """The table; one of far too many columns is not read."""
    width = len(table.names)
    if width <= MAX_COLUMNS:
        return table
    message = f"The table has {width:,} columns; no more than {MAX_COLUMNS:,} are read."
    issue = faults.of_file("file/too-large", message, hint="Make rows of what repeats: one for each measurement.")
    return TextTable(table.labels, iter(()), [*table.issues, issue], is_whole=False)


def _watched(table: TextTable, faults: Faults) -> TextTable:
    """The table, which will say that it is not whole where a reader has to stop amid it."""
    batches = table.batches

    def watched() -> Iterator[Batch]:
        yield from batches
        table.is_whole = table.is_whole and not faults.is_cut

    table.batches = watched()
    return table


def _read_tsv(resource: Resource, files: Files, faults: Faults) -> TextTable:
    """A file that is said to be TSV is separated by tabs, if its dialect does not say otherwise."""
    if "delimiter" not in resource.dialect.declared:
        resource = replace(resource, dialect=replace(resource.dialect, delimiter="\t"))
    return _read_text(resource, files, faults)


# Most tables are CSV: readers of other formats are loaded when one is met.


def _read_json(resource: Resource, files: Files, faults: Faults) -> TextTable:
    """Inline data, or a document; that is whole in its file, while lines of JSON may stand in several."""
    from talent_dataset.reading.jsonrows import read_document, read_items

    if not resource.paths and not isinstance(resource.data, str):
        return read_items(resource.data, resource, faults)
    if len(resource.paths) > 1:
        message = "A JSON document in several files is not read."
        raise UnreadableError(faults.of_file("file/format", message, hint="Write one row a line (NDJSON)."))
    return _read_with(read_document, resource, files, faults)


def _read_ndjson(resource: Resource, files: Files, faults: Faults) -> TextTable:
    from talent_dataset.reading.jsonrows import read_lines

    return _read_with(read_lines, resource, files, faults)


def _read_with(
    read: Callable[[Source, Resource, Faults], TextTable], resource: Resource, files: Files, faults: Faults
) -> TextTable:
    issues: list[Issue] = []
    table = read(_source(resource, files, faults, issues), resource, faults)
    table.issues[:0] = issues
    return table


def _read_frame(resource: Resource, files: Files, faults: Faults) -> TextTable:
    from talent_dataset.reading.parquet import read_frame

    return read_frame(resource, files, faults, table_format(resource))


@dataclass(slots=True)
class _Text:
    """A delimited file and what is known of it."""

    source: Source
    dialect: Dialect
    head: Head
    faults: Faults
    issues: list[Issue] = field(default_factory=list)

    @property
    def start(self) -> Start:
        return Start(self.head.row, self.head.line, self.head.offset, self.head.column)


def _read_text(resource: Resource, files: Files, faults: Faults) -> TextTable:
    issues: list[Issue] = []
    source = _source(resource, files, faults, issues)
    head = read_head(source, resource.dialect)
    dialect = replace(resource.dialect, line_terminator="\r") if head.has_cr_ends else resource.dialect
    text = _Text(source, dialect, head, faults, issues)
    issues += _head_issues(text)
    if any(slip == "unclosed-quote" for record in head.headers for slip, _ in record.slips):
        return TextTable(None, iter(()), issues, is_whole=False)
    if head.broken is not None or (dialect.header and head.labels is None):
        if head.broken is None:
            issues.append(header.missing(resource.schema, faults))
        return TextTable(None, iter(()), issues, is_whole=False)
    found = header.match(head.labels, head.width, resource.schema, dialect, faults)
    faults.names = found.names
    issues += [replace(issue, line=head.headers[0].line) if head.headers else issue for issue in found.issues]
    return _table(text, found)


def _head_issues(text: _Text) -> list[Issue]:
    head, faults = text.head, text.faults
    issues = [faults.blank(row) for row in head.blank]
    for record in head.headers:
        issues += delimited.slip_issues(record, faults)
    if head.broken is not None:
        issues.append(delimited.break_issue(head.broken, faults))
    if head.has_cr_ends and "lineTerminator" not in text.dialect.declared:
        message = "Lines end with a carriage return alone, as on systems long gone; many programs read one long line."
        issues.append(faults.of_file("file/format", message, severity="warning", hint="End lines with LF or CRLF."))
    return issues


def _table(text: _Text, found: header.Match) -> TextTable:
    if not found.is_readable:
        return TextTable(text.head.labels, iter(()), text.issues, names=found.names, is_whole=False)
    of_text = text.source, text.dialect, text.start
    reader = Plain(*of_text, text.faults, text.issues) if is_plain(*of_text) else None
    return TextTable(
        text.head.labels,
        delimited.batches(*of_text, text.faults, text.issues) if reader is None else reader.batches(),
        text.issues,
        locate=(lambda wanted: delimited.locate(*of_text, wanted)) if reader is None else reader.locate,
        fields=found.fields,
        names=found.names,
        parts=text.source.parts,
    )


def _source(resource: Resource, files: Files, faults: Faults, issues: list[Issue]) -> Source:
    if not resource.paths:
        return files_to_text.text_source(str(resource.data))
    sources = []
    for path in resource.paths:
        of_part = Faults(faults.resource, path)
        sources.append((path, files_to_text.source(resource, path, files, of_part, issues)))
    if len(sources) == 1:
        return sources[0][1]
    return files_to_text.joined(_without_repeated_headers(sources, resource.dialect), "\n")


def _without_repeated_headers(sources: list[tuple[str, Source]], dialect: Dialect) -> list[tuple[str, Source, int]]:
    """Each part with the byte from which it counts: behind its header, where that repeats the header of the first."""
    first = read_head(sources[0][1], dialect)
    parts = [(path, source, source.mark) for path, source in sources]
    for index, (path, source) in enumerate(sources[1:], start=1):
        head = read_head(source, dialect)
        if dialect.header and head.labels is not None and head.labels == first.labels:
            parts[index] = (path, source, head.offset)
    return parts


_READERS: Final[dict[str, Callable[[Resource, Files, Faults], TextTable]]] = {
    "csv": _read_text,
    "tsv": _read_tsv,
    "json": _read_json,
    "ndjson": _read_ndjson,
    "parquet": _read_frame,
    "arrow": _read_frame,
}
