"""Which encoding bytes are in that are not UTF-8: a guess, for advice only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

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
