"""Texts in several languages: a plain sentence, or one a language."""

from __future__ import annotations

from collections.abc import Mapping

Texts = str | Mapping[str, str]
"""A text in one unnamed language, or language tag (BCP 47) to text."""


def both(en: str, zh: str) -> dict[str, str]:
    """A text in English and in simplified Chinese."""
    return {"en": en, "zh": zh}


def plain(text: Texts | None) -> str | None:
    """The text for a reader that knows one language only: English where there is English, else the first."""
    if text is None or isinstance(text, str):
        return text or None
    return text.get("en") or next(iter(text.values()), None)


def by_language(text: Texts | None) -> dict[str, str] | None:
    """Language to text, or ``None`` where the text names no language."""
    return None if text is None or isinstance(text, str) else dict(text)
