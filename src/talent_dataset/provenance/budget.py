"""The quote budget: words of a document are quoted, never sentences; names and titles are free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import Entry, Ledger, Source

QuoteSpan = tuple[int, int]
HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def names(ledger: Ledger) -> frozenset[str]:
    """Every name, title and alias that the package declares, in small letters."""
    fields = [(each.resource, each.names) for each in ledger.books.things]
    fields += [(each.resource, (each.text,)) for each in ledger.books.aliases]
    return frozenset(
        row.get(name).casefold() for resource, those in fields for row in ledger.tables[resource].rows for name in those
    )


def is_free(entry: Entry, known: frozenset[str]) -> bool:
    """Whether a quote is a name as a whole."""
    return entry.quote.casefold() in known or entry.reading.casefold() in known


def long(ledger: Ledger) -> Iterator[Issue]:
    """Quotes that are longer than a few words (``evidence/length``)."""
    known, limits = names(ledger), ledger.books.quotes
    for entry in ledger.evidence:
        han = len(HAN.findall(entry.quote))
        if (len(entry.quote) > limits.characters or han > limits.han) and not _is_in_name(ledger, entry, known):
            most, unit = (limits.han, "Han characters") if han > limits.han else (limits.characters, "characters")
            count = han if han > limits.han else len(entry.quote)
            message = f"The quote has {count} {unit}; one that is no name has at most {most}."
            hint = "Quote the words that say it; where it is a name, give it as the name or an alias of its thing."
            yield ledger.issue(entry.row, "evidence/length", message, name="quote", hint=hint)


def _is_in_name(ledger: Ledger, entry: Entry, known: frozenset[str]) -> bool:
    """Whether a quote is a name, or a part of one that is quoted in full at the same place."""
    if is_free(entry, known):
        return True
    start, end = entry.start, entry.end
    return any(
        None not in (start, end, each.start, each.end) and each.start <= start and end <= each.end  # type: ignore[operator] # none is None
        for each in ledger.entries_in.get(entry.source_id, ())
        if is_free(each, known)
    )


def share(ledger: Ledger) -> Iterator[Issue]:
    """Sources of which too much is quoted (``evidence/share``)."""
    known, most = names(ledger), ledger.books.quotes.share
    for source in ledger.sources.values():
        quoted, whole = _quoted(ledger, source, known), _length(ledger, source)
        # One quote may stand in the shortest document.
        if whole and quoted > max(most * whole, ledger.books.quotes.characters):
            message = (
                f"Quotes cover {quoted / whole:.1%} of {source.source_id}, names aside; at most {most:.0%} may be."
            )
            hint = "Quote fewer words, above all where several entries quote what stands side by side."
            yield ledger.issue(source.row, "evidence/share", message, hint=hint)


def balance(ledger: Ledger) -> dict[str, Any]:
    """How much of each source is quoted, names aside."""
    known = names(ledger)
    rows = [
        {"source": source.source_id, "characters": _length(ledger, source), "quoted": _quoted(ledger, source, known)}
        for source in ledger.sources.values()
    ]
    return {"quotes": rows}


def _quoted(ledger: Ledger, source: Source, known: frozenset[str]) -> int:
    """Code points that quotes cover and no name does, each counted once."""
    free: list[QuoteSpan] = []
    counted: list[QuoteSpan] = []
    for entry in ledger.entries_in.get(source.source_id, ()):
        if entry.start is not None and entry.end is not None:
            # Both lists are in the order of the entries, which the ledger sorts by their start.
            (free if is_free(entry, known) else counted).append((entry.start, entry.end))
    # What quotes cover beyond names: both together, less the names.
    return _covered(sorted(free + counted)) - _covered(free)


def _covered(spans: Iterable[QuoteSpan]) -> int:
    """Code points that spans cover, which come in the order of their starts."""
    covered, reached = 0, 0
    for start, end in spans:
        covered += max(end - max(start, reached), 0)
        reached = max(reached, end)
    return covered


def _length(ledger: Ledger, source: Source) -> int:
    document = ledger.documents.exact(source.source_id)
    return len(document.text) if document else source.characters or 0
