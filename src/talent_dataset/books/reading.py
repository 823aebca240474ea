"""How quotes are read: damaged stretches by their repairs, traditional characters as simplified ones, then figures."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from talent_dataset.books.cells.wording import HAN
from talent_dataset.books.figures import Figure, find_figures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from talent_dataset.books.ledger import Ledger
    from talent_dataset.books.records import Entry, Repair


@lru_cache(maxsize=1 << 17)
def figures_of(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text; none in a language without rules.

    A quote may be of another script than its source: one with Han characters is read as Chinese.
    """
    spoken = "zh" if HAN.search(text) else language
    try:
        return tuple(find_figures(text, spoken))
    except ValueError:
        return ()


def repaired(ledger: Ledger, entry: Entry) -> str:
    """The quote of an entry with the declared repairs of its stretch."""
    if entry.start is None:
        return entry.quote
    return patched(entry.quote, entry.start, ledger.repairs_in.get(entry.source_id, ()))


def patched(text: str, start: int, repairs: Iterable[Repair]) -> str:
    """A stretch of a source with its repairs; those that lie across its edges, or find other words, are left out.

    Args:
        text: The stretch as it stands.
        start: Where it begins in the source.
        repairs: Repairs of the source, in the order of their place.
    """
    parts, at = [], 0
    for repair in repairs:
        if repair.start is None or repair.end is None:
            continue
        first, last = repair.start - start, repair.end - start
        if first >= at and text[first:last] == repair.raw and repair.raw:
            parts += [text[at:first], repair.reading]
            at = last
    return "".join([*parts, text[at:]])


def simplified(text: str) -> str:
    """A Chinese text in simplified characters; other texts as they are."""
    return str(_converter().convert(text)) if HAN.search(text) else text


@cache
def _converter() -> Any:
    # Loading its dictionaries takes a tenth of a second, and few packages quote traditional characters.
    from opencc import OpenCC

    return OpenCC("t2s")


def reading_of(ledger: Ledger, entry: Entry) -> str:
    """The words of an entry as they are to be read: restored by the curator, else repaired."""
    return entry.quote_restored or repaired(ledger, entry)
