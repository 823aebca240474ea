"""From a resource to text batches: finds the reader for its form, and hands on what that reads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.descriptor.paths import is_url
from talent_dataset.engine.reading import bytes as files_to_text
from talent_dataset.engine.reading import delimited, header
from talent_dataset.engine.reading.bytes import TextFile, UnreadableError
from talent_dataset.engine.reading.delimited import Head, Start, read_head
from talent_dataset.engine.reading.fast_csv import Plain, is_plain
from talent_dataset.engine.reading.formats import table_format
from talent_dataset.engine.reading.grammar import grammar
from talent_dataset.engine.reading.parts import Turn, in_parts
from talent_dataset.engine.reading.table import Faults, Part, TextTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from talent_dataset.engine.descriptor.model import Dialect, Resource, Schema
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.table import Batch

TableReader = Callable[["Resource", "Files", Faults, Turn], TextTable]
"""Reads one file of a table, given what came before it; raises ``UnreadableError`` where it cannot."""

_OF_ITEMS: Final = frozenset({"json", "ndjson"})
MAX_COLUMNS: Final = 30_000
"""Each column costs about a millisecond, whatever it holds: a header of millions would take hours."""


def read_table(resource: Resource, files: Files, *, others: TableReader | None = None) -> TextTable:
    """The table of a resource: its header, and its records as they are asked for.

    Args:
        resource: A table.
        files: Where its files are.
        others: Reads the formats that are not known here (spreadsheets and the like).

    Returns:
        The table. Where it cannot be read, ``issues`` says why and there are no batches. Of several files, those that
        can be read are.
    """
    if not _is_there(resource):
        return TextTable(None, iter(()), is_whole=False)
    # Nothing is fetched: with a part on the web the table is not whole.
    local = tuple(path for path in resource.paths if not is_url(path))
    read = partial(_read_file, resource, files, others)
    # Columns are known before the first batch, so such files are read twice.
    if _has_more_keys(resource):
        read = partial(_ahead, read, _keys(local or (None,), read))
    try:
        if len(resource.paths) < 2:  # noqa: PLR2004
            table, faults = read(local[0] if local else None, Turn())
            return _watched(table, faults)
        return in_parts(local, read, is_whole=local == resource.paths)
    except UnreadableError as error:
        return TextTable(None, iter(()), [error.issue], is_whole=False)


def _read_file(
    resource: Resource, files: Files, others: TableReader | None, path: str | None, turn: Turn
) -> tuple[TextTable, Faults]:
    """One file of a table, or its data in the descriptor; raises ``UnreadableError``."""
    faults = Faults(resource.name, path)
    one = replace(resource, paths=() if path is None else (path,))
    kind = table_format(resource)
    if kind in _READERS:
        table = _READERS[kind](one, files, faults, turn)
    elif others is not None:
        table = others(one, files, faults, turn)
    else:
        raise UnreadableError(faults.of_file("file/format", f"No reader for the format {kind!r}."))
    return _of_some_width(table, faults), faults


def _has_more_keys(resource: Resource) -> bool:
    """Whether the table may have columns that only a later JSON object names."""
    dialect, schema = resource.dialect, resource.schema
    is_open = schema is None or schema.fields_match in {"subset", "partial"}
    return is_open and table_format(resource) in _OF_ITEMS and not dialect.item_keys and dialect.item_type != "array"


def _keys(paths: Sequence[str | None], read: Callable[[str | None, Turn], tuple[TextTable, Faults]]) -> tuple[str, ...]:
    """The keys of all JSON objects of a table, in the order in which they come."""
    keys: dict[str, None] = {}
    for path in paths:
        with suppress(UnreadableError):  # it is reported when the table is read
            table, _ = read(path, Turn(keys=keys))
            if table.parts and table.parts[0].first > 1:  # rows that are objects
                deque(table.batches, maxlen=0)
    return tuple(keys)


def _ahead(
    read: Callable[[str | None, Turn], tuple[TextTable, Faults]], keys: tuple[str, ...], path: str | None, turn: Turn
) -> tuple[TextTable, Faults]:
    """One file of a table of which all keys are known."""
    return read(path, replace(turn, ahead=keys))


def _is_there(resource: Resource) -> bool:
    """Whether there is something to read; what the descriptor lacks or must not name was said when it was parsed."""
    if resource.paths:
        return not all(is_url(path) for path in resource.paths)
    is_called = resource.format is not None or resource.mediatype is not None
    return resource.data is not None and (is_called or not isinstance(resource.data, str))


def _of_some_width(table: TextTable, faults: Faults) -> TextTable:
    """The table; one of far too many columns is not read."""
    width = len(table.names)
    if width <= MAX_COLUMNS:
        return table
    message = f"The table has {width:,} columns; at most {MAX_COLUMNS:,} are read."
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


def _read_tsv(resource: Resource, files: Files, faults: Faults, turn: Turn) -> TextTable:
    """A file that is said to be TSV is separated by tabs, if its dialect does not say otherwise."""
    if "delimiter" not in resource.dialect.declared:
        resource = replace(resource, dialect=replace(resource.dialect, delimiter="\t"))
    return read_text(resource, files, faults, turn)


# Most tables are CSV: readers of other formats are loaded when one is met.
def _read_json(resource: Resource, files: Files, faults: Faults, turn: Turn) -> TextTable:
    """Inline data, or a document."""
    from talent_dataset.engine.reading.jsonrows import read_document, read_items

    if not resource.paths and not isinstance(resource.data, str):
        return read_items(resource.data, resource, faults, turn)
    return _read_with(read_document, resource, files, faults, turn)


def _read_ndjson(resource: Resource, files: Files, faults: Faults, turn: Turn) -> TextTable:
    from talent_dataset.engine.reading.jsonrows import read_lines

    return _read_with(read_lines, resource, files, faults, turn)


def _read_with(
    read: Callable[[TextFile, Resource, Faults, Turn], TextTable],
    resource: Resource,
    files: Files,
    faults: Faults,
    turn: Turn,
) -> TextTable:
    issues: list[Issue] = []
    table = read(_source(resource, files, faults, issues), resource, faults, turn)
    table.issues[:0] = issues
    return table


def _read_frame(resource: Resource, files: Files, faults: Faults, turn: Turn) -> TextTable:
    from talent_dataset.engine.reading.parquet import read_frame

    return read_frame(resource, files, faults, turn, table_format(resource))


@dataclass(slots=True)
class _Text:
    """A delimited file and what is known of it."""

    source: TextFile
    dialect: Dialect
    head: Head
    faults: Faults
    issues: list[Issue] = field(default_factory=list)

    @property
    def start(self) -> Start:
        return Start(self.head.row, self.head.line, self.head.offset, self.head.column)


def read_text(resource: Resource, files: Files, faults: Faults, turn: Turn) -> TextTable:
    """One file of delimited text; raises ``UnreadableError`` where it cannot be opened."""
    issues: list[Issue] = []
    source = _source(resource, files, faults, issues)
    faults.codec = source.codec
    head = read_head(source, resource.dialect)
    dialect = replace(resource.dialect, line_terminator="\r") if head.has_cr_ends else resource.dialect
    text = _Text(source, dialect, head, faults, issues)
    # The standard leaves open whether each file has a header: both kinds of parts are read.
    if turn.first is not None and not header.is_header(head.labels, turn.first.labels):
        return _table(_going_on(text, turn), header.Match(turn.first.fields, turn.first.names))
    faults.records = head.row - 1
    issues += _head_issues(text)
    if (why := _unusable(text, resource.schema)) is not None:
        issues += why
        return TextTable(None, iter(()), issues, is_whole=False)
    found = _matched(head, resource, dialect, faults, turn)
    issues += _in_header(found, text)
    return _table(text, found)


def _unusable(text: _Text, schema: Schema | None) -> list[Issue] | None:
    """What else is to be reported of a head with which nothing can be read; ``None`` where it can."""
    head = text.head
    if head.broken is not None or _is_open(head):
        return []
    if not text.dialect.header or head.labels is not None:
        return None
    # That a file breaks off was reported when it was unpacked.
    return [] if text.source.is_cut else [header.missing(schema, text.faults)]


def _is_open(head: Head) -> bool:
    """Whether a quote in the header is never closed: then all that follows is one label."""
    return any(slip == "unclosed-quote" for record in head.headers for slip, _ in record.slips)


def _matched(head: Head, resource: Resource, dialect: Dialect, faults: Faults, turn: Turn) -> header.Match:
    if turn.first is None or head.labels is None:
        return header.match(head.labels, head.width, resource.schema, dialect, faults)
    return header.match_again(head.labels, turn.first, faults)


def _going_on(text: _Text, turn: Turn) -> _Text:
    """A file without a header of its own: its records follow those before it, as if they stood in one file."""
    rows = tuple(row - turn.records for row in text.dialect.comment_rows if row > turn.records)
    # What looked like its header is its first row.
    head = Head(None, 1, 1, text.source.mark, has_cr_ends=text.head.has_cr_ends)
    return replace(text, head=head, dialect=replace(text.dialect, comment_rows=rows))


def _in_header(found: header.Match, text: _Text) -> Iterator[Issue]:
    """The faults of the header with the place of their labels, or of the header where they have none."""
    records, labels = text.head.headers, text.head.labels or ()
    if not records:
        yield from found.issues
        return
    starts = grammar(text.dialect).starts(records[-1].text)
    positions = _Positions(found, labels)
    for issue in found.issues:
        if (position := positions.of(issue)) is None:
            yield replace(issue, line=records[0].line)
        else:
            line, column = delimited.place(records[-1], starts[min(position, len(starts) - 1)])
            yield replace(issue, line=line, column=column)


class _Positions:
    """Positions of the labels that are at fault. Of a label that stands twice, the later one is."""

    def __init__(self, found: header.Match, labels: Sequence[str]) -> None:
        blank = [position for position, label in enumerate(labels) if not label]
        self._by_label = {label: position for position, label in enumerate(labels) if label}
        # A column without a label is known by the field that it stands for, one without either by its turn.
        self._by_field = {found.names[position]: position for position in blank if found.names[position]}
        self._nameless = (position for position in blank if not found.names[position])

    def of(self, issue: Issue) -> int | None:
        """The position of the label that an issue is about; asked of each issue once, in their order."""
        if issue.cell or issue.field:
            return self._by_label.get(issue.cell or "", self._by_field.get(issue.field or ""))
        return next(self._nameless, None) if _is_of_a_blank(issue) else None


def _is_of_a_blank(issue: Issue) -> bool:
    return issue.cell == "" or issue.code == "header/blank"


def _head_issues(text: _Text) -> list[Issue]:
    head, faults = text.head, text.faults
    issues = [faults.blank(row) for row in head.blank]
    for record in head.headers:
        issues += delimited.slip_issues(record, faults)
        issues += delimited.bad_labels(record, text.dialect, faults)
    if head.broken is not None:
        issues.append(delimited.break_issue(head.broken, faults))
    if head.has_cr_ends and "lineTerminator" not in text.dialect.declared:
        message = "Lines end with a carriage return alone, as on systems long gone; many programs read one long line."
        issues.append(faults.of_file("file/format", message, severity="warning", hint="End lines with LF or CRLF."))
    return issues


def _table(text: _Text, found: header.Match) -> TextTable:
    faults = text.faults
    faults.names = found.names
    if not found.is_readable:
        return TextTable(text.head.labels, iter(()), text.issues, names=found.names, is_whole=False)
    of_text = text.source, text.dialect, text.start
    reader = Plain(*of_text, faults, text.issues) if is_plain(*of_text) else None
    # Blank lines before the header are reported too, and must be found.
    beginning = Start(1, 1, text.source.mark)
    locate = partial(delimited.locate, text.source, text.dialect, beginning) if reader is None else reader.locate
    return TextTable(
        text.head.labels,
        delimited.batches(*of_text, faults, text.issues) if reader is None else reader.batches(),
        text.issues,
        fields=found.fields,
        names=found.names,
        parts=[Part(faults.path, locate, order=found.order)],
        prove=reader.prove if reader is not None and reader.is_large else None,
        dialect=text.dialect,
    )


def _source(resource: Resource, files: Files, faults: Faults, issues: list[Issue]) -> TextFile:
    if not resource.paths:
        return files_to_text.text_source(str(resource.data))
    return files_to_text.source(resource, resource.paths[0], files, faults, issues)


_READERS: Final[dict[str, TableReader]] = {
    "csv": read_text,
    "tsv": _read_tsv,
    "json": _read_json,
    "ndjson": _read_ndjson,
    "parquet": _read_frame,
    "arrow": _read_frame,
}
