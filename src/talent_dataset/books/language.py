"""The language of a document, as far as its text tells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

_WORD: Final = re.compile(r"[A-Za-z]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ENGLISH: Final = frozenset({"the", "of", "and", "to", "with", "for", "by", "from", "that"})
# One word in twenty: running English has about one in five, other languages in Latin letters next to none.
_ENOUGH: Final = 0.05


def language_of(text: str) -> str | None:
    """Language and script by BCP 47: ``en``, ``zh-Hans`` or ``zh-Hant``; ``None`` where the text does not tell.

    Chinese is told from its characters, the script from those that only one of both has, English from its small words.
    """
    han = _HAN.findall(text)
    words = _WORD.findall(text)
    if len(han) > len(words):
        return "zh-Hant" if _changed(han, "t2s") > _changed(han, "s2t") else "zh-Hans"
    english = sum(word.lower() in _ENGLISH for word in words)
    return "en" if words and english >= _ENOUGH * len(words) else None


def _changed(characters: list[str], config: str) -> int:
    """How many characters another script writes otherwise."""
    text = "".join(characters)
    return sum(one != other for one, other in zip(text, _converter(config).convert(text), strict=False))


@lru_cache
def _converter(config: str) -> OpenCC:
    # Loaded here: its tables take time, and few commands need them.
    from opencc import OpenCC

    return OpenCC(config)
