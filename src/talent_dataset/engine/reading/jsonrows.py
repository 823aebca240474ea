"""Tables in JSON: inline data, JSON files, lines of JSON; rows are arrays or objects."""

from __future__ import annotations

import json
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.reading.bytes import UnreadableError
from talent_dataset.engine.reading.encodings import bad_bytes, is_bad
from talent_dataset.engine.reading.itemrows import Item, read_rows
from talent_dataset.engine.reading.strictjson import JsonPlaces, holds_half, holds_surrogate
from talent_dataset.engine.reading.table import TextTable
from talent_dataset.engine.reading.types.numbers import decimal_of, whole_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from talent_dataset.engine.descriptor.model import Resource
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.bytes import TextFile
    from talent_dataset.engine.reading.parts import Turn
    from talent_dataset.engine.reading.strictjson import Step
    from talent_dataset.engine.reading.table import Faults

# A JSON document is held in memory whole; lines of JSON are not.
MAX_DOCUMENT: Final = 1 << 30


class _NotJsonError(ValueError):
    """Strict JSON has no such thing."""


def parsed(text: str) -> Any:
    """Strict JSON: no NaN, no key twice in an object, no half characters; numbers exact (``int`` or ``Decimal``).

    Raises:
        ValueError: The text is not JSON (``json.JSONDecodeError``: with its place), or nested too deeply.
    """
    try:
        value = json.loads(
            text,
            parse_constant=_refused,
            parse_float=decimal_of,
            parse_int=whole_of,
            # Stricter than for JSON in a cell: which of two values would be that of the column, nobody knows.
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise _NotJsonError("it is nested too deeply") from None
    if holds_half(text, value):
        raise _NotJsonError("a string holds half of a character (an escape of a lone surrogate)")
    return value


def _refused(constant: str) -> Any:
    raise _NotJsonError(f"{constant} is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _NotJsonError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice in an object")
    return value


def read_document(source: TextFile, resource: Resource, faults: Faults, turn: Turn) -> TextTable:
    """A JSON file; the table is the document, or what stands in it under ``property``."""
    size = source.path.stat().st_size
    if size > MAX_DOCUMENT:
        message = f"A JSON document of {size} bytes is not read: it would have to be held in memory."
        raise UnreadableError(faults.of_file("file/too-large", message, hint="Write one row a line (NDJSON), or CSV."))
    text = "".join(source.chunks())
    faults.codec = source.codec
    if source.is_cut:
        return TextTable(None, iter(()), is_whole=False)
    try:
        value = parsed(text)
    except ValueError as error:
        raise UnreadableError(_not_json(error, faults)) from error
    return read_items(value, resource, faults, turn, text)


def _not_json(error: ValueError, faults: Faults, line: int | None = None) -> Issue:
    place: dict[str, Any] = {}
    if isinstance(error, json.JSONDecodeError):
        place = {"line": line or error.lineno, "column": error.colno}
    reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    return faults.of_file("file/format", f"The file is not JSON: {reason}.", **({"line": line} | place))


def read_items(value: Any, resource: Resource, faults: Faults, turn: Turn, text: str | None = None) -> TextTable:
    """Rows that are in memory: inline data, or a JSON document with its text."""
    names = []
    if (property := resource.dialect.property) is not None:
        names = _way(value, property, faults)
    for name in names:
        value = value[name]
    if not isinstance(value, list | tuple):
        is_named = 'Name the property that holds the rows: "dialect": {"property": ...}.'
        hint = is_named if isinstance(value, dict) else ""
        raise UnreadableError(faults.of_file("file/format", "The data are not an array of rows.", hint=hint))
    has_bad = text is not None and is_bad(text)
    issues = _bad_elsewhere(value, str(text), faults) if has_bad else []
    items = (
        Item(number, item, has_bad=has_bad and holds_surrogate(item)) for number, item in enumerate(value, start=1)
    )
    # Data of a descriptor have no lines of their own.
    find = None if text is None else partial(_in_document, text, names)
    return read_rows(items, resource, faults, issues, turn, find)


def _bad_elsewhere(value: Any, text: str, faults: Faults) -> list[Issue]:
    """What is said of bytes that are no text, and stand in a document beside its rows."""
    if holds_surrogate(value):
        return []
    faults.sample(text)
    return [faults.of_file("file/encoding", bad_bytes(text, faults.codec), hint=faults.encoding_hint)]


def _way(value: Any, property: str, faults: Faults) -> list[str]:
    """The names that lead to a property; where none has its name, its parts between points lead from level to level."""
    names = [property] if isinstance(value, dict) and property in value else property.split(".")
    for name in names:
        if not isinstance(value, dict) or name not in value:
            raise UnreadableError(faults.of_file("file/format", f"There is no property {property!r} to hold the rows."))
        value = value[name]
    return names


def _in_document(text: str, names: list[str], wanted: Sequence[tuple[int, Step | None]]) -> list[tuple[int, int]]:
    """Where values stand in a document, whose rows stand under these names."""
    places = JsonPlaces(text)
    found = (places.at([*names, item - 1, *([] if at is None else [at])]) for item, at in wanted)
    return [places.line(at) for at in found]


def read_lines(source: TextFile, resource: Resource, faults: Faults, turn: Turn) -> TextTable:
    """Lines of JSON, one row each."""
    issues: list[Issue] = []
    find = partial(_in_lines, source)
    return read_rows(_line_items(source, faults, issues), resource, faults, issues, turn, find)


def _in_lines(source: TextFile, wanted: Sequence[tuple[int, Step | None]]) -> list[tuple[int, int]]:
    """Where values stand in lines, each of which holds an item."""
    texts = ((line, text) for line, text in enumerate(_lines(source), start=1) if text.strip())
    items = enumerate(texts, start=1)
    found: list[tuple[int, int]] = []
    number, (line, text) = 0, (0, "")
    for item, same in groupby(wanted, key=lambda each: each[0]):
        # Both go forward only: the file is read once for all places.
        while number < item:
            number, (line, text) = next(items)
        places = JsonPlaces(text)
        found += [(line, places.line(places.at([] if at is None else [at]))[1]) for _, at in same]
    return found


def _line_items(source: TextFile, faults: Faults, issues: list[Issue]) -> Iterator[Item]:
    row = 0
    faults.codec, faults.is_cut = source.codec, source.is_cut
    for number, text in enumerate(_lines(source), start=1):
        if not text.strip():
            continue
        row += 1
        faults.sample(text, is_bad=(has_bad := is_bad(text)))
        try:
            yield Item(row, parsed(text), number, has_bad)
        except ValueError as error:
            issues.append(_not_json(error, faults, number))


def _lines(source: TextFile) -> Iterator[str]:
    rest: list[str] = []
    for chunk in source.chunks():
        first, *others = chunk.split("\n")
        rest.append(first)
        if others:
            yield "".join(rest)
            yield from others[:-1]
            rest = [others[-1]]
    if any(rest) and not source.is_cut:
        yield "".join(rest)
