"""Brings whatever holds a text table to one local file in UTF-8, which any reader can read.

Lines of it can be looked up as they stand there, for those who look at what is wrong in them.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from talent_dataset.engine.reading.encodings import CHUNK, UnknownEncodingError, decoded, encoded, encoding, is_utf16
from talent_dataset.engine.reading.files import BombError, CompressionError, compression, unpacked
from talent_dataset.engine.reading.formats import LENGTH, kind_of, stand_in
from talent_dataset.engine.reading.table import Faults

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from io import BufferedIOBase

    from talent_dataset.engine.descriptor.model import Dialect, Resource
    from talent_dataset.engine.issues import Issue, Severity
    from talent_dataset.engine.reading.encodings import Encoding
    from talent_dataset.engine.reading.files import Files

__all__ = ["Spool", "TextFile", "UnreadableError", "missing", "source", "spooled", "text_source"]


@dataclass(slots=True)
class TextFile:
    """A local UTF-8 file.

    Attributes:
        path: Where it is.
        mark: Bytes of its byte order mark.
        codec: The encoding of its original.
        is_cut: Whether it breaks off, amid a record: its original could not be unpacked to its end.
        keep: Keeps a temporary file from being deleted while it is needed.
    """

    path: Path
    mark: int = 0
    codec: str = "utf-8"
    is_cut: bool = False
    keep: object = field(default=None, repr=False)

    def chunks(self, start: int | None = None) -> Iterator[str]:
        """Its text from a byte on, piece by piece, as ``decoded`` gives it."""
        with self.path.open("rb") as stream:
            stream.seek(self.mark if start is None else start)
            yield from decoded(stream, "utf-8")

    def ends_with(self, tail: bytes) -> bool:
        """Whether these are its last bytes."""
        with self.path.open("rb") as stream:
            if stream.seek(0, os.SEEK_END) < len(tail):
                return False
            stream.seek(-len(tail), os.SEEK_END)
            return stream.read() == tail


class Spool:
    """A temporary file that is deleted when nothing refers to it any more."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="talent-dataset-")
        self.stream: BinaryIO = os.fdopen(handle, "wb")
        self.path = Path(name)
        self._finalizer = weakref.finalize(self, _dropped, self.stream, name)

    def source(self, codec: str = "utf-8", *, is_cut: bool = False) -> TextFile:
        """What was written, to be read."""
        self.stream.close()
        return TextFile(self.path, codec=codec, is_cut=is_cut, keep=self)


def _dropped(stream: BinaryIO, name: str) -> None:
    stream.close()
    Path(name).unlink(missing_ok=True)


class UnreadableError(Exception):
    """The file cannot be read as text at all; ``issue`` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


def source(resource: Resource, path: str, files: Files, faults: Faults, issues: list[Issue]) -> TextFile:
    """One file of a resource as a local UTF-8 file.

    Raises:
        UnreadableError: It is missing, or not compressed or encoded as said; with the issue.
    """
    try:
        return _source(resource, path, files, faults, issues)
    except UnknownEncodingError:
        message = f"No encoding is called {resource.encoding!r}."
        hint = "Use a name of the IANA list, such as utf-8, windows-1252, shift_jis or gb18030."
        raise UnreadableError(faults.of_file("file/encoding", message, hint=hint)) from None
    except CompressionError as error:
        raise UnreadableError(faults.of_file("file/compression", f"The file cannot be unpacked: {error}.")) from error
    except BombError as error:
        raise UnreadableError(faults.of_file("file/too-large", f"The file is not unpacked: {error}.")) from error
    except (OSError, KeyError) as error:
        raise UnreadableError(missing(faults, error, files)) from error


def missing(faults: Faults, error: Exception, files: Files) -> Issue:
    """The file cannot be opened."""
    if isinstance(error, (FileNotFoundError, KeyError)):
        near = files.meant(faults.path or "")
        hint = f'Did you mean "{near}"? ' if near else ""
        hint += "Put the file there, or correct `path` in the descriptor: paths count from its folder."
        return faults.of_file("file/missing", f"There is no file {faults.path!r}.", hint=hint)
    reason = getattr(error, "strerror", None) or str(error)
    hint = "Is it a file, and may it be read?"
    return faults.of_file("file/missing", f"The file {faults.path!r} cannot be opened: {reason}.", hint=hint)


def refuse_stand_in(path: Path, format_name: str, faults: Faults) -> None:
    """Refuse what stands where a file of bytes was meant: a pointer of a checkout, the page of a failed download.

    Raises:
        UnreadableError: It is one; with the issue.
    """
    with path.open("rb") as stream:
        found = stand_in(stream.read(LENGTH))
    if found is not None:
        kind, hint = found
        message = f"The file is {kind}, not of the format {format_name!r}."
        raise UnreadableError(faults.of_file("file/format", message, hint=hint))


def _no_text(found: tuple[str, str], faults: Faults) -> Issue:
    kind, hint = found
    return faults.of_file("file/format", f"The file is {kind}, not a text table.", hint=hint)


def _utf16(faults: Faults) -> Issue:
    message = "The file is not UTF-8: every other byte is zero, as in UTF-16."
    return faults.of_file("file/encoding", message, hint='Save it as UTF-8, or say "encoding": "utf-16".')


def _source(resource: Resource, path: str, files: Files, faults: Faults, issues: list[Issue]) -> TextFile:
    kind = compression(resource.compression, path)
    local = files.local(path)
    with files.open(path) as stream:
        if kind is not None:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(0)
            return spooled(unpacked(stream, kind, path, size), resource.encoding, faults, issues)
        head = stream.read(LENGTH)
        how = encoding(resource.encoding, head)
        # In other encodings a text may begin with any bytes.
        if how.is_utf8 and (found := kind_of(head)):
            raise UnreadableError(_no_text(found, faults))
        if how.is_utf8 and is_utf16(head):
            raise UnreadableError(_utf16(faults))
        if how.is_utf8 and local is not None:
            _marked(how, faults, issues)
            return TextFile(local, mark=how.mark)
        stream.seek(0)
        return spooled(stream, resource.encoding, faults, issues)


def spooled(stream: BinaryIO, declared: str | None, faults: Faults, issues: list[Issue]) -> TextFile:
    """The bytes of a stream, decoded, in a temporary UTF-8 file as far as they are text."""
    head = stream.read(4)
    how = encoding(declared, head)
    _marked(how, faults, issues)
    spool = Spool()
    rest: BinaryIO = _Joined(head[how.mark :], cast("BufferedIOBase", stream))  # type: ignore[assignment]
    try:
        for text in decoded(rest, how.codec):
            # Bytes that are no text stay such in the copy, so that its cells can be reported.
            spool.stream.write(encoded(text))
    except CompressionError as error:
        # Nothing was unpacked at all: no table has begun.
        if not spool.stream.tell():
            raise
        message = f"The file cannot be unpacked to its end: {error}."
        hint = "Fetch or pack the file again; what could be unpacked is read."
        issues.append(faults.of_file("file/compression", message, hint=hint))
        return spool.source(how.codec, is_cut=True)
    return spool.source(how.codec)


class _Joined:
    """Some bytes that were read ahead, and the stream they were read from."""

    def __init__(self, head: bytes, rest: BufferedIOBase) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = CHUNK) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read1(size)  # up to where it breaks off


def _marked(how: Encoding, faults: Faults, issues: list[Issue]) -> None:
    """Notes down a byte order mark that says more than the resource, or something else."""
    if how.contradicts:
        message = f"The byte order mark is that of {how.codec}; the encoding of the resource is {how.declared}."
    elif how.is_told_by_mark:
        message = f"The byte order mark is that of {how.codec}; the resource does not say its encoding."
    else:
        return
    severity: Severity = "error" if how.contradicts and not how.is_utf8 else "warning"
    # The name without a byte order is the one that goes with a mark.
    name = how.codec if how.is_utf8 else how.codec.rsplit("-", 1)[0]
    hint = f'Say "encoding": "{name}".'
    issues.append(faults.of_file("file/encoding", message, severity=severity, hint=hint))


def text_source(text: str) -> TextFile:
    """Text that stands in the descriptor, as a file."""
    spool = Spool()
    spool.stream.write(encoded(text))
    return spool.source()


LONGEST: Final = 10_000
"""Bytes of a line that is shown."""
_CHUNK: Final = 1 << 20


def lines(text: TextFile, dialect: Dialect, wanted: Collection[int]) -> dict[int, str]:
    """The text of some lines of a file, by number (from 1), without their ends; a line that is too long is left out.

    Nothing behind the last of them is read, and nothing before is decoded.
    """
    end = b"\r" if dialect.line_terminator == "\r" else b"\n"
    with text.path.open("rb") as stream:
        stream.seek(text.mark)
        found = _ended_by(end, stream, sorted(wanted))
    return {number: shown for number, line in found.items() if (shown := _shown(line))}


def _ended_by(end: bytes, stream: BinaryIO, wanted: Sequence[int]) -> dict[int, bytes]:
    """The bytes of some lines of a stream, by number, in ascending order; of a long line only its beginning."""
    found: dict[int, bytes] = {}
    number, rest = 1, b""
    while wanted and number <= wanted[-1] and (chunk := stream.read(_CHUNK)):
        last = number + chunk.count(end)
        if here := wanted[bisect_left(wanted, number) : bisect_left(wanted, last)]:
            whole = (rest + chunk).split(end)
            found |= {each: whole[each - number] for each in here}
        # One byte more than is shown tells a line that is too long; more of it is not held.
        rest = (chunk.rpartition(end)[2] if last > number else rest + chunk)[: LONGEST + 1]
        number = last
    if number in wanted:
        found[number] = rest
    return found


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
