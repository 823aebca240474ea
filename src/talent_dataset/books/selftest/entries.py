"""Entries of the evidence put wrong: their place, their words, what they are for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING

from talent_dataset.books.selftest.cells import with_other_digit
from talent_dataset.books.selftest.change import Change, Perturbation, Target, lost, put, put_all

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Entry, Ledger

_OTHER_WORDS = "of an inference or a code, whether other words of a source bear it out is for a person to judge"
_SAYS_THE_SAME = "the neighbouring row says the same, and another entry backs the one it was for"
_SAID_TWICE = "another entry says the same, and other words hold its figures"


def entries(wanted: Callable[[Ledger, Entry], bool]) -> Callable[[Ledger], Sequence[Target]]:
    """The entries that are wanted."""
    return lambda ledger: [(entry.row, "") for entry in ledger.evidence if wanted(ledger, entry)]


def _has_place(_: Ledger, entry: Entry) -> bool:
    return entry.start is not None and entry.end is not None


def _has_document(ledger: Ledger, entry: Entry) -> bool:
    return _has_place(ledger, entry) and ledger.documents.exact(entry.source_id) is not None


def _has_digits(ledger: Ledger, entry: Entry) -> bool:
    return _has_document(ledger, entry) and any(each in "0123456789" for each in entry.quote)


def _place(target: Target) -> tuple[int, int]:
    row = target[0]
    return int(row.get("start")), int(row.get("end"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _shifted(_: Ledger, target: Target, random: Random) -> Change | None:
    start, end = _place(target)
    by = random.choice((-3, -2, -1, 1, 2, 3))
    return put_all(target[0], {"start": str(start + by), "end": str(end + by)}) if start + by >= 0 else None


def _longer(_: Ledger, target: Target, random: Random) -> Change | None:
    return put(target[0], "end", str(_place(target)[1] + random.choice((1, 2, 3))))


def _elsewhere(ledger: Ledger, target: Target, random: Random) -> Change | None:
    """Another stretch of the same document, quoted rightly."""
    row = target[0]
    document = ledger.documents.exact(row.get("source_id"))
    assert document is not None  # noqa: S101 - the targets have theirs at hand
    start, end = _place(target)
    at = random.randrange(max(len(document.text) - (end - start), 1))
    words = document.text[at : at + end - start]
    place = {"start": str(at), "end": str(at + len(words)), "quote": words, "span_sha256": _hash(words)}
    return put_all(row, place | {"quote_restored": ""}) if words != row.get("quote") else None


def _other_number(_: Ledger, target: Target, random: Random) -> Change | None:
    """A digit of the quote is another, and the hash goes along."""
    words = with_other_digit(target[0].get("quote"), random)
    return put_all(target[0], {"quote": words, "span_sha256": _hash(words)})


def _other_hash(_: Ledger, target: Target, random: Random) -> Change | None:
    return put(target[0], "span_sha256", with_other_digit(target[0].get("span_sha256"), random))


def _other_source(ledger: Ledger, target: Target, random: Random) -> Change | None:
    row = target[0]
    others = [each for each in ledger.sources if each != row.get("source_id")]
    return put(row, "source_id", random.choice(others)) if others else None


def _other_row(ledger: Ledger, target: Target, random: Random) -> Change | None:
    row = target[0]
    known = list(ledger.tables[row.get("table")].by_id)
    at = known.index(row.get("row_id"))
    return put(row, "row_id", known[(at + random.choice((-1, 1))) % len(known)])


def _other_field(ledger: Ledger, target: Target, random: Random) -> Change | None:
    row = target[0]
    table = ledger.tables[row.get("table")]
    backed = ledger.row(row.get("table"), row.get("row_id"))
    group = table.group(row.get("field"))
    names = [n for n, role in table.roles.items() if role == "factual" and n not in group and backed and backed.get(n)]
    return put(row, "field", random.choice(names)) if names else None


def _said_otherwise(_: Ledger, target: Target, random: Random) -> Change | None:
    """What a person concluded loses a character."""
    text = target[0].get("concludes")
    place = random.randrange(len(text))
    return put(target[0], "concludes", text[:place] + text[place + 1 :])


def _any(_: Ledger, __: Entry) -> bool:
    return True


def _names_a_field(_: Ledger, entry: Entry) -> bool:
    return bool(entry.field)


def _concludes(_: Ledger, entry: Entry) -> bool:
    return bool(entry.concludes)


OF_ENTRIES: tuple[Perturbation, ...] = (
    Perturbation("offset", "a quote is shifted by up to three characters", entries(_has_document), _shifted),
    Perturbation("end", "a quote ends up to three characters later", entries(_has_place), _longer),
    Perturbation("stretch", "a quote is another of its source", entries(_has_document), _elsewhere, _OTHER_WORDS),
    Perturbation("quote-digit", "a digit of a quote is another, its hash too", entries(_has_digits), _other_number),
    Perturbation("hash", "a digit of a hash is another", entries(_has_place), _other_hash),
    Perturbation("source", "a quote is said to be of another source", entries(_has_document), _other_source),
    Perturbation("entry-row", "an entry is for the neighbouring row", entries(_any), _other_row, _SAYS_THE_SAME),
    Perturbation("entry-field", "an entry is for another cell of its row", entries(_names_a_field), _other_field),
    Perturbation("conclusion", "what a person concluded is misspelt", entries(_concludes), _said_otherwise),
    Perturbation("entry", "an entry is lost", entries(_any), lost, _SAID_TWICE),
)
