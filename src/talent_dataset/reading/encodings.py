"""From bytes to text: which encoding, strictly decoded, with the place of the first bad byte."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK: Final = 1 << 20

# A byte order mark outweighs what is declared (as the WHATWG Encoding Standard has it). UTF-32 first: its little-endian
# mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python codecs that are no character sets of files.
_NOT_CHARSETS: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}
)


# Preferred MIME names of the IANA registry that Python does not know. The suffixes of ISO 8859 tell the direction of
# text, not its bytes.
_IANA: Final = {
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "ibm00858": "cp858",
}


class UnknownEncodingError(ValueError):
    """The name is that of no character encoding known here."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are to be read.

    Attributes:
        codec: Name of a Python codec.
        mark: Bytes of the byte order mark, to be skipped.
        declared: What the resource says, or ``None``.
    """

    codec: str
    mark: int
    declared: str | None

    @property
    def is_utf8(self) -> bool:
        """Whether the file can be read as it is."""
        return self.codec == "utf-8"

    @property
    def contradicts(self) -> bool:
        """Whether the byte order mark is that of another encoding than the declared one."""
        if not self.mark or self.declared is None:
            return False
        return not self.codec.startswith(_name(self.declared).removesuffix("-sig"))

    @property
    def is_told_by_mark(self) -> bool:
        """Whether only the byte order mark tells that the file is not UTF-8."""
        return self.declared is None and not self.is_utf8


class BadBytesError(ValueError):
    """The bytes at ``offset`` of the file are no text in this encoding.

    Attributes:
        offset: Byte offset in the file, from 0.
        found: The offending bytes.
        codec: The encoding that does not admit them.
    """

    def __init__(self, offset: int, found: bytes, codec: str) -> None:
        super().__init__(offset, found, codec)
        self.offset = offset
        self.found = found
        self.codec = codec


def encoding(declared: str | None, head: bytes) -> Encoding:
    """The encoding of a file that begins with ``head`` (four bytes are enough).

    Data Resource leaves a file without a declared encoding to detection; a mark is the only sign that cannot deceive,
    so without one such a file is UTF-8.

    Raises:
        UnknownEncodingError: No character encoding has this name.
    """
    name = "utf-8" if declared is None else _name(declared)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, len(mark), declared)
    return Encoding(_ordered(name.removesuffix("-sig"), head), 0, declared)


def _ordered(codec: str, head: bytes) -> str:
    """UTF-16 and UTF-32 without a mark: little-endian, as on the web, unless the first byte is that of a big one."""
    order = "be" if head[:1] == b"\0" else "le"
    return f"{codec}-{order}" if codec in {"utf-16", "utf-32"} else codec


def _name(declared: str) -> str:
    name = declared.strip().lower()
    try:
        info = codecs.lookup(_IANA.get(name, name))
    except (LookupError, ValueError):
        raise UnknownEncodingError(declared) from None
    # The attribute is private, and the only way to tell text encodings from the likes of zlib and rot13.
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("_", "-") in _NOT_CHARSETS:
        raise UnknownEncodingError(declared)
    return info.name


def decoded(stream: BinaryIO, codec: str, *, offset: int = 0) -> Iterator[str]:
    """The text of a stream, piece by piece, as far as it is good.

    Args:
        stream: Bytes, after any byte order mark.
        codec: A Python codec.
        offset: Where in its file the stream stands.

    Raises:
        BadBytesError: At the first bytes that are no text, after everything before them was yielded.
    """
    decoder = codecs.getincrementaldecoder(codec)("strict")
    while True:
        chunk = stream.read(CHUNK)
        offset += len(chunk)
        state = decoder.getstate()
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            # The object begins with bytes kept from the chunk before; its end is where the stream stands.
            kept = len(error.object) - len(chunk)
            decoder.setstate(state)
            if good := decoder.decode(chunk[: max(0, error.start - kept)]):
                yield good
            at = offset - len(error.object) + error.start
            raise BadBytesError(at, error.object[error.start : error.end], codec) from None
        if text:
            yield text
        if not chunk:
            return
