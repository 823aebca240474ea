"""Tables in JSON: inline data, JSON files, lines of JSON; rows are arrays or objects."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.reading.bytes import UnreadableError
from talent_dataset.reading.delimited import break_issue
from talent_dataset.reading.encodings import BadBytesError
from talent_dataset.reading.itemrows import Item, read_rows
from talent_dataset.reading.records import Break
from talent_dataset.reading.strictjson import holds_half
from talent_dataset.reading.types.decimals import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from talent_dataset.descriptor.model import Resource
    from talent_dataset.issues import Issue
    from talent_dataset.reading.bytes import Source
    from talent_dataset.reading.faults import Faults
    from talent_dataset.reading.table import TextTable

# A JSON document is held in memory whole; lines of JSON are not.
MAX_DOCUMENT: Final = 1 << 30
_LONGEST_INT: Final = 4000


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
            parse_int=_whole,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise _NotJsonError("it is nested too deeply") from None
    if holds_half(text, value):
        raise _NotJsonError("a string holds half of a character (an escape of a lone surrogate)")
    return value


def _refused(constant: str) -> Any:
    raise _NotJsonError(f"{constant} is no JSON")


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < _LONGEST_INT else Decimal(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _NotJsonError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice in an object")
    return value


def read_document(source: Source, resource: Resource, faults: Faults) -> TextTable:
    """A JSON file; the table is the document, or what stands in it under ``property``."""
    size = source.path.stat().st_size
    if size > MAX_DOCUMENT:
        message = f"A JSON document of {size} bytes is not read: it would have to be held in memory."
        raise UnreadableError(faults.of_file("file/too-large", message, hint="Write one row a line (NDJSON), or CSV."))
    try:
        value = parsed("".join(source.chunks()))
    except BadBytesError as bad:
        raise UnreadableError(_bad_bytes(bad, faults)) from bad
    except ValueError as error:
        raise UnreadableError(_not_json(error, faults)) from error
    return read_items(value, resource, faults)


def _bad_bytes(bad: BadBytesError, faults: Faults) -> Issue:
    return replace(break_issue(Break(1, 1, 1, bad), faults), row=None, line=None, column=None)


def _not_json(error: ValueError, faults: Faults, line: int | None = None) -> Issue:
    place: dict[str, Any] = {}
    if isinstance(error, json.JSONDecodeError):
        place = {"line": line or error.lineno, "column": error.colno}
    reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    return faults.of_file("file/format", f"The file is not JSON: {reason}.", **({"line": line} | place))


def read_items(value: Any, resource: Resource, faults: Faults) -> TextTable:
    """Rows that are in memory: inline data, or a JSON document."""
    if (property := resource.dialect.property) is not None:
        value = _held(value, property, faults)
    if not isinstance(value, list | tuple):
        is_named = 'Name the property that holds the rows: "dialect": {"property": ...}.'
        hint = is_named if isinstance(value, dict) else ""
        raise UnreadableError(faults.of_file("file/format", "The data are not an array of rows.", hint=hint))
    return read_rows((Item(number, item) for number, item in enumerate(value, start=1)), resource, faults, [])


def _held(value: Any, property: str, faults: Faults) -> Any:
    """What stands under a property; where none has the name, its parts between points lead from level to level."""
    for name in [property] if isinstance(value, dict) and property in value else property.split("."):
        if not isinstance(value, dict) or name not in value:
            raise UnreadableError(faults.of_file("file/format", f"There is no property {property!r} to hold the rows."))
        value = value[name]
    return value


def read_lines(source: Source, resource: Resource, faults: Faults) -> TextTable:
    """Lines of JSON, one row each."""
    issues: list[Issue] = []
    return read_rows(_line_items(source, faults, issues), resource, faults, issues)


def _line_items(source: Source, faults: Faults, issues: list[Issue]) -> Iterator[Item]:
    row = 0
    for number, text in enumerate(_lines(source, faults, issues), start=1):
        if not text.strip():
            continue
        row += 1
        try:
            yield Item(row, parsed(text), number)
        except ValueError as error:
            issues.append(_not_json(error, faults, number))


def _lines(source: Source, faults: Faults, issues: list[Issue]) -> Iterator[str]:
    rest: list[str] = []
    try:
        for chunk in source.chunks():
            first, *others = chunk.split("\n")
            rest.append(first)
            if others:
                yield "".join(rest)
                yield from others[:-1]
                rest = [others[-1]]
    except BadBytesError as bad:
        issues.append(_bad_bytes(bad, faults))
        faults.is_cut = True
        return
    if any(rest):
        yield "".join(rest)
