"""From bytes to text: which encoding, and what of the bytes is no text in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# An encoding is guessed for advice only: nothing is ever read in it.
_ENOUGH: Final = 0.7
_HIGH: Final = re.compile(b"[\x80-\xff]+")
# In words of western languages, letters of ASCII are the most.
_WESTERN: Final = re.compile(b"(?<=[A-Za-z])[\x80-\xff]+|[\x80-\xff]+(?=[A-Za-z])")


def likely(sample: bytes) -> str | None:
    """The encoding in which most of what is not ASCII in a sample makes sense; ``None`` where none does."""
    if not (runs := _HIGH.findall(sample)):
        return None
    found = {name: _share(sample, name) for name in _COMMON}
    found["windows-1252"] = len(_WESTERN.findall(sample)) / len(runs)
    return next((name for name in sorted(found, key=_rank(found)) if found[name] >= _ENOUGH), None)


def _rank(found: dict[str, float]) -> Callable[[str], tuple[bool, float]]:
    """Encodings of a byte a character last: they admit any bytes."""
    return lambda name: (name.startswith("windows"), -found[name])


def is_utf16(head: bytes) -> bool:
    """Whether a file that begins with ``head``, without a mark, seems to be UTF-16: every other byte is 0."""
    most = len(head) // 2 * 0.7
    return len(head) >= 4 and max(head[::2].count(0), head[1::2].count(0)) >= max(most, 2)  # noqa: PLR2004


def _share(sample: bytes, codec: str) -> float:
    """Which share of the characters that are not ASCII are common ones in an encoding."""
    is_common, weight, least = _COMMON[codec]
    try:
        chars = [char for char in sample.decode(codec) if not char.isascii()]
    except UnicodeDecodeError:
        return 0
    return weight * sum(is_common(char.encode(codec)) for char in chars) / len(chars) if len(chars) >= least else 0


def _between(ranges: Iterable[tuple[int, int]], *, size: int = 2) -> Callable[[bytes], bool]:
    spans = tuple(ranges)
    return lambda char: len(char) == size and any(low <= char[0] <= high for low, high in spans)


# Common characters by their first byte: kana, of which a third is enough to tell Japanese; syllables of hangul, which
# are the commoner characters of Chinese to GB 18030, so that it takes some to tell; characters of Chinese, and what
# stands between them.
_COMMON: Final = {
    "shift_jis": (_between([(0x82, 0x83)]), 3, 1),
    "euc-jp": (_between([(0xA4, 0xA5)]), 3, 1),
    "euc-kr": (_between([(0xB0, 0xC8)]), 1.01, 12),
    "gb18030": (_between([(0xA1, 0xA3), (0xB0, 0xD7)]), 1, 1),
    "big5": (_between([(0xA1, 0xA3), (0xA4, 0xC6)]), 1, 1),
    "windows-1251": (_between([(0xC0, 0xFF)], size=1), 0.9, 4),
}


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


_NO_TEXT: Final = "talent_dataset.no_text"
_BAD: Final = re.compile("[\udc80-\udcff]")
_MANY: Final = 4


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
    # Names of encodings have no case.
    name = declared.strip().lower()
    try:
        info = codecs.lookup(_IANA.get(name, name))
    except (LookupError, ValueError):
        raise UnknownEncodingError(declared) from None
    # The attribute is private, and the only way to tell text encodings from the likes of zlib and rot13.
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("_", "-") in _NOT_CHARSETS:
        raise UnknownEncodingError(declared)
    return info.name


def decoded(stream: BinaryIO, codec: str) -> Iterator[str]:
    """The text of a stream, piece by piece, any byte order mark read before.

    What is no text in this encoding stands in it as code points that no text has (U+DC80 to U+DCFF): in UTF-8 one for
    each byte, which it tells (``surrogateescape``), so that the text has the length of its bytes; else U+DCFF.
    """
    decoder = codecs.getincrementaldecoder(codec)("surrogateescape" if codec == "utf-8" else _NO_TEXT)
    while chunk := stream.read(CHUNK):
        if text := decoder.decode(chunk):
            yield text
    if text := decoder.decode(b"", final=True):
        yield text


def encoded(text: str) -> bytes:
    """Text as UTF-8, with a byte that UTF-8 does not have for what is no text."""
    return text.encode("utf-8", _NO_TEXT)


def length(text: str) -> int:
    """Bytes that a decoded text has in UTF-8."""
    return len(text.encode("utf-8", "surrogateescape"))


def is_bad(text: str) -> bool:
    """Whether something in a decoded text is no text."""
    return not text.isascii() and _BAD.search(text) is not None


def first_bad(text: str) -> int:
    """Where in a decoded text something is no text; -1 where all is."""
    found = _BAD.search(text)
    return -1 if found is None else found.start()


def shown(text: str) -> str:
    """A decoded text as an editor shows it: with U+FFFD for what is no text."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if is_bad(text) else text


def bad_bytes(text: str, codec: str) -> str:
    """What is wrong with the bytes of a decoded text, as a sentence."""
    found = [f"{ord(char) - 0xDC00:02X}" for char in _BAD.findall(text)]
    some = ", ".join(found[:_MANY]) + (", ..." if len(found) > _MANY else "")
    if codec != "utf-8":
        return f"Some bytes are not {codec.upper()} text."
    return f"The byte {some} is not UTF-8 text." if len(found) == 1 else f"The bytes {some} are not UTF-8 text."


def _no_text(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeEncodeError):
        return b"\xff" * (error.end - error.start), error.end
    if isinstance(error, UnicodeDecodeError):
        return "\udcff", error.end
    raise error


codecs.register_error(_NO_TEXT, _no_text)
