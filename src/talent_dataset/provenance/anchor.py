"""Where the words of each entry stand in the documents at hand, and how sure that is; never a guess.

| grade | the words stand |
|---|---|
| ``exact`` | at their place, to the character |
| ``repaired`` | at their place, as its declared repairs read |
| ``re-anchored`` | in another copy of the document, in the order of the books |
| ``elsewhere`` | not at their place, but at another one, or in another source |
| ``nowhere`` | in no document at hand |
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from talent_dataset.provenance.ledger import found_once
from talent_dataset.provenance.quoted_text import nearly, patched, places, reading_of, repaired

if TYPE_CHECKING:
    from talent_dataset.provenance.documents import Document
    from talent_dataset.provenance.ledger import Entry, Ledger

Grade = Literal["exact", "repaired", "re-anchored", "elsewhere", "nowhere"]
LOOKED_FOR: Final = 200
"""Quotes that are looked for in all documents: where more are lost, the books were written for others."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the words of an entry were found.

    Attributes:
        grade: How sure it is.
        source_id: The source in which they were found; empty where they were not.
        start: First code point in the document at hand; ``None`` where they were not found.
        end: Code point after the last.
    """

    grade: Grade
    source_id: str = ""
    start: int | None = None
    end: int | None = None


NOWHERE = Anchor("nowhere")


@found_once
def anchors_of(ledger: Ledger) -> list[Anchor | None]:
    """The anchor of each entry, in their order; ``None`` where it has no place, or its document is not at hand."""
    copies = {key: _in_copy(ledger, each) for key, each in ledger.documents.found.items() if not each.is_exact}
    found: list[Anchor | None] = []
    lost = 0
    for entry in ledger.evidence:
        document = ledger.documents.get(entry.source_id)
        if document is None or entry.start is None or entry.end is None:
            found.append(None)
            continue
        anchor = _at_place(ledger, entry, document) if document.is_exact else copies[entry.source_id].get(_span(entry))
        lost += anchor is None
        found.append(anchor or (_elsewhere(ledger, entry) if lost <= LOOKED_FOR else NOWHERE))
    return found


def _span(entry: Entry) -> tuple[int, int, str]:
    return entry.start or 0, entry.end or 0, entry.quote


def _at_place(ledger: Ledger, entry: Entry, document: Document) -> Anchor | None:
    words = document.text[entry.start : entry.end]
    if words == entry.quote:
        return Anchor("exact", entry.source_id, entry.start, entry.end)
    if entry.quote and entry.quote == patched(words, entry.start or 0, ledger.repairs_in.get(entry.source_id, ())):
        return Anchor("repaired", entry.source_id, entry.start, entry.end)
    return None


def _elsewhere(ledger: Ledger, entry: Entry) -> Anchor:
    """Another place where the words stand: in their own source first."""
    own = ledger.documents.found.get(entry.source_id)
    others = (each for key, each in ledger.documents.found.items() if key != entry.source_id)
    # Offsets that slipped are more common than a source that was mixed up.
    for document in (*([own] if own else []), *others):
        if (place := next(places(document.text, entry.quote), None)) is not None:
            return Anchor("elsewhere", document.source_id, *place)
    return NOWHERE


def _in_copy(ledger: Ledger, document: Document) -> dict[tuple[int, int, str], Anchor]:
    """Places in another copy: quotes that stand there once and in order are fixed, the others lie between them."""
    spans = _spans(ledger, document.source_id)
    found = [(span, _candidates(ledger, entry, document.text)) for span, entry in spans.items()]
    fixed = _in_order([(span, each[0]) for span, each in found if len(each) == 1])
    between = {span: _between(span, candidates, fixed) for span, candidates in found}
    anchors = {**{span: place for span, place in between.items() if place is not None}, **dict(fixed)}
    return {key: Anchor("re-anchored", document.source_id, *place) for key, place in anchors.items()}


def _spans(ledger: Ledger, source_id: str) -> dict[tuple[int, int, str], Entry]:
    """One entry for each quote of a document."""
    spans: dict[tuple[int, int, str], Entry] = {}
    for entry in ledger.entries_in.get(source_id, ()):
        if entry.start is not None and entry.quote:
            spans.setdefault(_span(entry), entry)
    return spans


def _candidates(ledger: Ledger, entry: Entry, text: str) -> list[tuple[int, int]]:
    """Where the words stand in another copy; its spaces and signs may differ, and it may be sound where ours is not."""
    # As it is quoted, mended, and in simplified characters; each form once, as most quotes have only one.
    forms = dict.fromkeys((entry.quote, repaired(ledger, entry), reading_of(ledger, entry)))
    return next((found for form in forms if (found := list(nearly(text, form)))), [])


Placed = tuple[tuple[int, int, str], tuple[int, int]]


def _in_order(pairs: Sequence[Placed]) -> list[Placed]:
    """The longest run of spans whose places are in the order of the books (pairs are)."""
    # Patience sorting: of the runs of each length the one that ends first is kept, so that the next span fits most
    # often.
    tails: list[tuple[int, int]] = []
    ends: list[int] = []
    before: list[int | None] = []
    for i, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [i]
    run: list[Placed] = []
    last = ends[-1] if ends else None
    while last is not None:
        run.append(pairs[last])
        last = before[last]
    return run[::-1]


def _between(
    span: tuple[int, int, str], candidates: Sequence[tuple[int, int]], fixed: Sequence[Placed]
) -> tuple[int, int] | None:
    """The first place that lies between those of the neighbours that are fixed."""
    at = bisect_left([each for each, _ in fixed], span)
    least = fixed[at - 1][1][0] if at else 0
    most = fixed[at][1][1] if at < len(fixed) else None
    return next((p for p in candidates if p[0] >= least and (most is None or p[1] <= most)), None)
