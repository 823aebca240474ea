"""Debit: the words of each entry stand in its source, at its place, to the character, and are cut out of nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from talent_dataset.provenance.anchor import Anchor, anchors_of
from talent_dataset.provenance.documents import language_of
from talent_dataset.provenance.quoted_text import figures_of, is_cut

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.documents import Document
    from talent_dataset.provenance.ledger import Entry, Ledger, Source

CODE = "evidence/quote"
DOCUMENT = "source/document"
# Subtags of a language by which texts in it are written differently.
_SCRIPTS = frozenset({"hans", "hant"})
GRADES = ("exact", "repaired", "re-anchored", "elsewhere", "nowhere")
# Characters on either side of an edge that are read for figures.
_NEAR = 24
_NUMERAL = "0-9０-９〇零一二三四五六七八九十百千万萬亿億兆两兩"
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty"
    "|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|a|an"
)
# Where a figure may go on across the edge of a quote; whether one does, the finder of figures says.
_BEFORE = re.compile(
    rf"(?:[{_NUMERAL}第约約近超逾过過余餘多不至]"
    r"|\b(?:than|over|about|nearly|least|most|under|below|above|around|almost|some)|-)\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s*(?:[{_NUMERAL}%％‰余餘多几幾]|-|(?:[mbtr]+illion|dozen|per cent|percent|{_WORDS})\b)",
    re.IGNORECASE,
)


def miscounted(ledger: Ledger) -> Iterator[Issue]:
    """Quotes that are not as long as their place, or have another hash; no document is needed to see it."""
    for entry in ledger.evidence:
        if entry.start is None or entry.end is None or not entry.quote:
            continue
        length = entry.end - entry.start
        if length != len(entry.quote):
            message = f"The quote has {len(entry.quote)} code points, and its place {length}."
            yield ledger.issue(entry.row, CODE, message, name="quote", hint="Count start and end again.")
        elif entry.span_sha256 and hashlib.sha256(entry.quote.encode()).hexdigest() != entry.span_sha256.lower():
            message = "The hash is not that of the quote: one of the two was changed."
            hint = "Look at the source: then correct the quote, or hash it anew."
            yield ledger.issue(entry.row, CODE, message, name="span_sha256", hint=hint)


def sourceless(ledger: Ledger) -> Iterator[Issue]:
    """Entries whose source is not among the sources."""
    for entry in ledger.evidence:
        if entry.source_id and entry.source_id not in ledger.sources:
            message = f"There is no source {entry.source_id!r}."
            yield ledger.issue(entry.row, "evidence/orphan", message, name="source_id", hint="Correct source_id.")


def misplaced(ledger: Ledger) -> Iterator[Issue]:
    """Quotes that are not at their place in the document at hand."""
    for entry, anchor in zip(ledger.evidence, anchors_of(ledger), strict=True):
        if anchor is None or anchor.grade in {"exact", "repaired", "re-anchored"}:
            continue
        # Only the very document proves a quote wrong; another copy may differ where it stands.
        if ledger.documents.exact(entry.source_id):
            message = f"The quote is not at {entry.start}-{entry.end} of {entry.source_id}: {_found(entry, anchor)}."
            hint = "Correct the quote, its offsets or its source after the document."
            yield ledger.issue(entry.row, CODE, message, name="quote", hint=hint)
        else:
            message = f"The quote is not in this copy of {entry.source_id}, in the order of the books."
            hint = "Get the very document that the books were written for, or look whether the copies differ here."
            yield ledger.issue(entry.row, CODE, message, name="quote", hint=hint, severity="warning")


def _found(entry: Entry, anchor: Anchor) -> str:
    if anchor.grade == "nowhere":
        return "found in no document at hand"
    where = "" if anchor.source_id == entry.source_id else f" of {anchor.source_id}"
    return f"found at {anchor.start}-{anchor.end}{where} instead"


def cut(ledger: Ledger) -> Iterator[Issue]:
    """Quotes that begin or end inside a word or a figure: ``200`` is not what ``1,200`` says."""
    for entry, anchor in zip(ledger.evidence, anchors_of(ledger), strict=True):
        if anchor is None or anchor.grade not in {"exact", "repaired"} or anchor.start is None or anchor.end is None:
            continue
        text = ledger.documents.found[entry.source_id].text
        language = ledger.sources[entry.source_id].language
        if _is_inside(text, anchor.start, language) or _is_inside(text, anchor.end, language):
            around = text[max(anchor.start - 8, 0) : anchor.end + 8]
            message = f"The quote cuts a word or a figure: it stands in {around!r}."
            yield ledger.issue(entry.row, CODE, message, name="quote", hint="Quote the whole word or figure.")


def _is_inside(text: str, at: int, language: str) -> bool:
    """Whether a place lies inside a word, or inside a figure that is no date: of a date, parts may be quoted."""
    if not 0 < at < len(text):
        return False
    if is_cut(text, at):
        return True
    # These two patterns settle most edges, and cost far less than the finder.
    if not (_AFTER.match(text, at) and _BEFORE.search(text[max(at - _NEAR, 0) : at])):
        return False
    start = max(at - _NEAR, 0)
    near = figures_of(text[start : at + _NEAR], language)
    return any(
        each.start + start < at < each.end + start and each.kind not in {"date", "time"} and not each.idiom
        for each in near
    )


def strange_documents(ledger: Ledger) -> Iterator[Issue]:
    """Documents that are not as their source says (``source/document``)."""
    for key, document in ledger.documents.found.items():
        source = ledger.sources[key]
        if document.is_exact:
            yield from _mismeasured(ledger, source, document)
        else:
            grades = Counter(grade for of, grade in _grades(ledger) if of == key)
            message = (
                f"{document.file} is another copy of this document: "
                f"{grades['re-anchored']} of {grades.total()} quotes stand in it, in the order of the books."
            )
            hint = "Its figures and offsets were not checked; the very document would settle them."
            yield ledger.issue(source.row, DOCUMENT, message, name="sha256", hint=hint, severity="warning")


def _mismeasured(ledger: Ledger, source: Source, document: Document) -> Iterator[Issue]:
    """What a source says of its document and a glance at it disproves."""
    real = {"characters": len(document.text), "bytes": len(document.text.encode())}
    for name, length in real.items():
        if (given := source.row.get(name)) and given != str(length):
            unit = {"characters": "code points"}.get(name, name)
            message = f"{document.file} has {length} {unit}, and {given} are given."
            yield ledger.issue(source.row, DOCUMENT, message, name=name, hint=f"Correct {name}.")
    told = language_of(document.text)
    if told and not _is_within(source.language, told):
        message = f"The language is given as {source.language!r}; {document.file} looks like {told!r}."
        hint = "Correct language: figures, names and quotes are read by it."
        yield ledger.issue(source.row, DOCUMENT, message, name="language", hint=hint, severity="warning")


def _is_within(given: str, told: str) -> bool:
    """Whether a tag says what the text tells, or leaves it open: ``zh`` names no script, ``en-GB`` adds a country."""
    one, other = given.casefold().split("-"), told.casefold().split("-")
    scripts = [_SCRIPTS.intersection(each) for each in (one, other)]
    return one[0] == other[0] and (not all(scripts) or scripts[0] == scripts[1])


def _grades(ledger: Ledger) -> Iterator[tuple[str, str]]:
    for entry, anchor in zip(ledger.evidence, anchors_of(ledger), strict=True):
        if anchor is not None:
            yield entry.source_id, anchor.grade


def balance(ledger: Ledger) -> dict[str, Any]:
    """Sources verified against their documents, in all and one by one (``sources``).

    A source is ``verified`` where the very document is at hand and every quote stands in it at its place, ``copied``
    where another copy is, ``differing`` where a quote is not in the document, ``missing`` where there is none.
    """
    grades: dict[str, Counter[str]] = {key: Counter() for key in ledger.sources}
    for of, grade in _grades(ledger):
        grades.setdefault(of, Counter())[grade] += 1
    rows = [
        {"source": key, "state": _state(ledger, key, grades[key]), "quotes": len(ledger.entries_in.get(key, ()))}
        | {name: grades[key][name] for name in GRADES}
        for key in ledger.sources
    ]
    states = Counter(row["state"] for row in rows)
    whole = {"verified": states["verified"], "copied": states["copied"], "of": len(rows)}
    return {"sources": {**whole, "by_source": rows}}


def _state(ledger: Ledger, key: str, grades: Counter[str]) -> str:
    document = ledger.documents.get(key)
    if document is None:
        return "missing"
    if not document.is_exact:
        return "copied"
    return "differing" if grades["elsewhere"] or grades["nowhere"] else "verified"
