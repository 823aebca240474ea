"""Figures of a text, in the order in which they stand there."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from talent_dataset.provenance.figures.page import FigureDraft, FigureReader, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from talent_dataset.provenance.figures.figure import Figure

# Soft hyphens, joiners and marks of direction, which web pages leave inside of words and numbers.
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_GRAMMARS: Final = {"en": "english", "zh": "chinese"}
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"'，。；）)]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


def find_figures(text: str, language: str) -> list[Figure]:
    """Find every figure of a text.

    Args:
        text: Any text.
        language: Its language by BCP 47: ``en`` or ``zh``, with or without further subtags (``zh-Hant``). Chinese is
            read in simplified and in traditional characters alike.

    Returns:
        Figures ordered by start; none overlaps another, and ``text[figure.start:figure.end] == figure.text``.

    Raises:
        ValueError: No rules are there for that language.
    """
    grammar = _grammar(language)
    visible, places = _visible(text)
    page = Page(visible, _without_addresses(grammar.fold(visible)))
    figures = [page.figure(draft) for draft in _drafts(page, grammar)]
    return figures if places is None else [_back(figure, text, places) for figure in figures]


def _visible(text: str) -> tuple[str, list[int] | None]:
    """The text without characters that nobody sees, and the place of each that is left; ``None`` where all are."""
    if not _INVISIBLE.search(text):
        return text, None
    places = [place for place, char in enumerate(text) if not _INVISIBLE.match(char)]
    return "".join(text[place] for place in places), places


def _back(figure: Figure, text: str, places: list[int]) -> Figure:
    """The figure with its offsets in the text as it stands."""
    start, end = places[figure.start], places[figure.end - 1] + 1
    return replace(figure, start=start, end=end, text=text[start:end])


@cache
def _grammar(language: str) -> ModuleType:
    name = _GRAMMARS.get(language.partition("-")[0].lower())
    if name is None:
        raise ValueError(f"figures are found in English (en) and Chinese (zh), not in {language!r}")
    return import_module(f"{__package__}.{name}")


def _drafts(page: Page, grammar: ModuleType) -> Iterator[FigureDraft]:
    """Ask the readers at each place where a figure can start; what one has read is not read again."""
    for token in grammar.START.finditer(page.folded):
        readers = grammar.READERS.get(token[0])
        if readers is None or token.start() < page.floor:
            continue
        result = _first(page, token.start(), readers)
        if isinstance(result, FigureDraft):
            page.floor = result.end
            yield result
        else:
            page.floor = max(page.floor, result or grammar.skip(page, token.start()))


def _first(page: Page, at: int, readers: tuple[FigureReader, ...]) -> FigureDraft | int | None:
    """What the first of the readers that reads anything makes of a place."""
    return next((result for reader in readers if (result := reader(page, at)) is not None), None)


def _without_addresses(folded: str) -> str:
    """The text with addresses of the web and of mail blanked out: their digits count nothing."""
    if "@" not in folded and "://" not in folded and "www." not in folded:
        return folded
    return _ADDRESS.sub(lambda found: "\0" * len(found[0]), folded)
