"""From a resource to text batches: finds the reader for its form, and hands on what that reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from talent_dataset.reading import bytes as files_to_text
from talent_dataset.reading import delimited, header
from talent_dataset.reading.bytes import Source, UnreadableError
from talent_dataset.reading.delimited import Start
from talent_dataset.reading.faults import Faults
from talent_dataset.reading.head import Head, read_head
from talent_dataset.reading.kinds import table_format
from talent_dataset.reading.table import TextTable

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Dialect, Resource
    from talent_dataset.issues import Issue
    from talent_dataset.reading.files import Files

Reader = Callable[["Resource", "Files"], TextTable]
"""Reads a format that is not known here."""


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
    try:
        if kind in {"csv", "tsv"}:
            return _read_text(_with_delimiter(resource, kind), files, faults)
        if others is not None:
            return others(resource, files)
    except UnreadableError as error:
        return TextTable(None, iter(()), [error.issue], is_whole=False)
    message = f"No reader for the format {kind!r}."
    return TextTable(None, iter(()), [faults.of_file("file/format", message)], is_whole=False)


def _with_delimiter(resource: Resource, kind: str) -> Resource:
    """A file that is said to be TSV is separated by tabs, if its dialect does not say otherwise."""
    if kind != "tsv" or "delimiter" in resource.dialect.declared:
        return resource
    return replace(resource, dialect=replace(resource.dialect, delimiter="\t"))


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
    rows = delimited.batches(text.source, text.dialect, text.start, text.faults, text.issues)
    return TextTable(
        text.head.labels,
        rows,
        text.issues,
        locate=lambda wanted: delimited.locate(text.source, text.dialect, text.start, wanted),
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
