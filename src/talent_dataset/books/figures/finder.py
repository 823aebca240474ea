"""Figures of a text, in the order in which they stand there."""

from __future__ import annotations

import re
from decimal import Decimal

from talent_dataset.books.figures.figure import Figure

_DIGITS = re.compile(
    r"(?<![0-9A-Za-z.,])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|(?<![0-9A-Za-z.,])[0-9]+(?:\.[0-9]+)?"
)
_LANGUAGES = ("en", "zh")


def find_figures(text: str, language: str) -> list[Figure]:
    """Find every figure of a text.

    Args:
        text: Any text.
        language: Its language by BCP 47: ``en`` or ``zh``, with or without further subtags (``zh-Hant``).

    Returns:
        Figures ordered by start; none overlaps another, and ``text[figure.start:figure.end] == figure.text``.

    Raises:
        ValueError: No rules are there for that language.
    """
    if language.partition("-")[0].lower() not in _LANGUAGES:
        raise ValueError(f"figures are found in English (en) and Chinese (zh), not in {language!r}")
    return [
        Figure(found.start(), found.end(), found[0], "number", Decimal(found[0].replace(",", "")))
        for found in _DIGITS.finditer(text)
    ]
