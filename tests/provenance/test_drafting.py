"""From a cell and a few words to an entry, and what the audit says of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from talent_dataset.provenance.drafting import Draft, drafted, restored
from talent_dataset.provenance.ledger import Ledger

Make = Callable[..., Path]
Read = Callable[[Path], Ledger]

TEXT = "The town of Linden has more than 1,200 people. It was founded on 3 May. Linden lies in Elm."
TOWNS = [
    {"id": "linden", "name": "Linden", "people": "1200", "comparator": ">", "kind": "town", "founded": "1850-05-03"}
]
SCHEMAS = {
    "towns": {
        "fields": {
            "people": {"type": "number"},
            "kind": {"constraints": {"enum": ["town", "village"]}},
            "founded": {"proof:data": {"edtf": True}},
        },
        "proof:data": {"groups": [["people", "comparator"]]},
    }
}
BOOKS = {
    "things": [{"resource": "towns", "names": ["name"]}],
    "quantities": [{"resource": "towns", "value": "people", "comparator": "comparator"}],
}


def _ledger(make: Make, read: Read, **others: object) -> Ledger:
    return read(make({"d1": TEXT}, {"towns": TOWNS}, schemas=SCHEMAS, books=BOOKS, **others))


def _draft(field: str, quote: str, **others: object) -> Draft:
    start = TEXT.index(quote)
    place = {"source_id": "d1", "start": start, "end": start + len(quote), "quote": quote}
    return Draft(table="towns", row_id="linden", field=field, **{**place, **others})  # type: ignore[arg-type]


def test_cells_that_are_said_together_have_one_entry_at_the_first_of_them(books_package: Make, ledger: Read) -> None:
    done = drafted(_ledger(books_package, ledger), _draft("comparator", "more than 1,200 people"))
    assert done.cells == {
        "evidence_id": "towns-linden-people-1",
        "table": "towns",
        "row_id": "linden",
        "field": "people",
        "source_id": "d1",
        "start": "23",
        "end": "45",
        "quote": "more than 1,200 people",
        "span_sha256": hashlib.sha256(b"more than 1,200 people").hexdigest(),
        "quote_restored": "",
        "basis": "stated",
        "reason": "",
        "derivation": "",
        "concludes": "",
    }
    assert (done.read, done.signed, done.objections, done.wants) == (("people", "comparator"), (), (), ())


def test_ids_are_numbered_on(books_package: Make, ledger: Read) -> None:
    first = drafted(_ledger(books_package, ledger), _draft("name", "Linden"))
    second = drafted(first.ledger, _draft("name", "Linden"))
    assert [first.entry.evidence_id, second.entry.evidence_id] == ["towns-linden-name-1", "towns-linden-name-2"]


def test_what_no_machine_reads_is_signed_only_where_a_curator_vouches_for_it(books_package: Make, ledger: Read) -> None:
    books = _ledger(books_package, ledger)
    unsigned = drafted(books, _draft("kind", "The town of Linden"))
    assert [each.code for each in unsigned.objections] == ["evidence/concludes"]
    signed = drafted(books, _draft("kind", "The town of Linden", is_signed=True))
    assert (signed.cells["concludes"], signed.signed, signed.objections) == ("town", ("kind",), ())


def test_what_is_read_is_not_signed(books_package: Make, ledger: Read) -> None:
    done = drafted(_ledger(books_package, ledger), _draft("name", "Linden", is_signed=True))
    assert (done.cells["concludes"], done.read) == ("", ("name",))


def test_a_date_may_be_said_in_parts(books_package: Make, ledger: Read) -> None:
    done = drafted(_ledger(books_package, ledger), _draft("founded", "on 3 May"))
    assert done.objections == ()
    assert [each.message for each in done.wants] == ["No quote gives the year of the date '1850-05-03'."]


def test_words_that_say_something_else_are_an_objection_alone(books_package: Make, ledger: Read) -> None:
    done = drafted(_ledger(books_package, ledger), _draft("people", "founded on 3 May"))
    assert [each.code for each in done.objections] == ["evidence/value"]


def test_damaged_words_are_restored_by_their_repairs(books_package: Make, ledger: Read) -> None:
    raw = {"source_id": "d1", "start": "12", "end": "18", "raw": "Linden", "reading": "Lindenau"}
    books = _ledger(books_package, ledger, repairs=[{"repair_id": "r1", **raw}])
    assert restored(books, "d1", 4, 18) == "town of Lindenau"
    assert restored(books, "d1", 0, 8) == ""


def test_words_in_traditional_characters_are_restored_in_simplified_ones(books_package: Make, ledger: Read) -> None:
    folder = books_package({"zh-1": "廣安在四川。"}, {"towns": TOWNS}, sources={"zh-1": {"language": "zh-Hant"}})
    assert restored(ledger(folder), "zh-1", 0, 2) == "广安"
    assert restored(ledger(folder), "zh-1", 3, 5) == ""
