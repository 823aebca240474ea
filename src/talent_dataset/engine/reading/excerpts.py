"""Lines of a file as they stand there, for those who look at what is wrong in them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.reading.bytes import UnreadableError, source
from talent_dataset.engine.reading.table import Faults

if TYPE_CHECKING:
    from collections.abc import Collection

    from talent_dataset.engine.descriptor.model import Dialect, Resource
    from talent_dataset.engine.reading.bytes import TextFile
    from talent_dataset.engine.reading.files import Files

LONGEST: Final = 10_000
"""Bytes of a line that is shown."""
_CHUNK: Final = 1 << 20


def lines(text: TextFile, dialect: Dialect, wanted: Collection[int]) -> dict[int, str]:
    """The text of some lines of a file, by number (from 1), without their ends; too long a line is none.

    Nothing behind the last of them is read, and nothing before is decoded.
    """
    end, found = (b"\r" if dialect.line_terminator == "\r" else b"\n"), dict[int, bytes]()
    ordered, number, rest = sorted(wanted), 1, b""
    with text.path.open("rb") as stream:
        stream.seek(text.mark)
        while ordered and number <= ordered[-1] and (chunk := stream.read(_CHUNK)):
            last = number + chunk.count(end)
            here = ordered[bisect_left(ordered, number) : bisect_left(ordered, last)]
            if here:
                whole = (rest + chunk).split(end)
                found |= {each: whole[each - number] for each in here}
            rest = (chunk.rpartition(end)[2] if last > number else rest + chunk)[: LONGEST + 1]
            number = last
    if number in wanted:
        found[number] = rest
    return {number: shown for number, line in found.items() if (shown := _shown(line))}


def _shown(line: bytes) -> str:
    """A line, without the carriage return of its end; empty where it is too long, or several to an editor."""
    text = line.decode("utf-8", "replace").removesuffix("\r")
    return "" if len(line) > LONGEST or "\r" in text else text


def lines_of(resource: Resource, files: Files, path: str, wanted: Collection[int]) -> dict[int, str]:
    """The text of some lines of one of the files of a table; none where it cannot be read."""
    try:
        return lines(source(resource, path, files, Faults(resource.name, path), []), resource.dialect, wanted)
    except UnreadableError:
        return {}


def end_column(line: str, column: int, cell: str, quote: str | None = '"') -> int:
    """Where a cell ends in its line: the code point (from 1) behind its closing quote, or behind its text.

    Args:
        line: The line as it stands in the file.
        column: Code point at which the cell begins, from 1.
        cell: Its text.
        quote: What may stand around it.
    """
    start = column - 1
    if quote and line.startswith(quote, start):
        return _behind_quotes(line, start, quote) + 1
    first = cell.partition("\n")[0].removesuffix("\r")
    return start + (len(first) if line.startswith(first, start) else 1) + 1


def _behind_quotes(line: str, start: int, quote: str) -> int:
    """Behind the quote that ends what begins with one; a doubled quote and one behind a backslash end nothing."""
    at = start + 1
    while at < len(line):
        if line[at] == quote and line[at + 1 : at + 2] != quote:
            return at + 1
        at += 2 if line[at] in {quote, "\\"} else 1
    return len(line)
