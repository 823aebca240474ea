"""Quotes stand in their documents, at their place, to the character, and are cut out of nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset.engine.report import Report
from talent_dataset.provenance.anchor import Anchor, anchors_of
from talent_dataset.provenance.ledger import Ledger

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]
Audited = Callable[..., Report]
Read = Callable[..., Ledger]

ONE = "Linden has 1,200 people, and more than 30 mills. In Elm, 15 million trees grow."
TWO = "The mayor of Rowan spoke of its harbour."
HAN = "林镇有三千余人，其中学生1.5万人。"
TOWNS = [{"id": "linden", "name": "Linden"}]
SCHEMAS = {"towns": {"fields": {"name": {"proof:data": {"role": "editorial"}}}}}


def entry(quote: str, source: str = "d1", **cells: str) -> dict[str, str]:
    """An entry for the row as such, which a person signs for."""
    return {"table": "towns", "row_id": "linden", "source_id": source, "quote": quote, "concludes": "linden", **cells}


def messages(report: Report, code: str = "evidence/quote") -> list[str]:
    return [each.message for each in report.issues if each.code == code]


def audit(make: Make, audited: Audited, *entries: dict[str, str], **others: Any) -> list[str]:
    folder = make({"d1": ONE, "d2": TWO, "zh1": HAN}, {"towns": TOWNS}, entries, schemas=SCHEMAS, **others)
    return messages(audited(folder))


def test_a_quote_at_its_place_is_found_whatever_its_file_is_called(books_package: Make, audited: Audited) -> None:
    folder = books_package({"d1": ONE}, {"towns": TOWNS}, [entry("Linden")], schemas=SCHEMAS)
    (folder / "seeds" / "texts" / "d1.txt").rename(folder / "seeds" / "texts" / "x.html")
    report = audited(folder)
    assert report.is_valid
    assert report.books is not None
    assert report.books["sources"]["verified"] == 1


def test_a_quote_at_another_place_of_its_source_says_where(books_package: Make, audited: Audited) -> None:
    shifted = entry("1,200 people", start="12", end="24")
    assert audit(books_package, audited, shifted) == ["The quote is not at 12-24 of d1: found at 11-23 instead."]


def test_a_quote_from_another_source_says_from_which(books_package: Make, audited: Audited) -> None:
    foreign = entry("mayor of Rowan", start="4", end="18")
    assert audit(books_package, audited, foreign) == ["The quote is not at 4-18 of d1: found at 4-18 of d2 instead."]


def test_a_quote_that_nobody_says_is_found_nowhere(books_package: Make, audited: Audited) -> None:
    invented = entry("9,999 people", start="11", end="23")
    assert audit(books_package, audited, invented) == ["The quote is not at 11-23 of d1: found in no document at hand."]


def test_a_number_is_not_found_inside_a_longer_one(books_package: Make, audited: Audited) -> None:
    # "5 million" stands inside "15 million", and nowhere else.
    inside = entry("5 million", start="0", end="9")
    assert audit(books_package, audited, inside) == ["The quote is not at 0-9 of d1: found in no document at hand."]


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("200 people", "d1"),
        ("1,20", "d1"),
        ("5 million trees", "d1"),
        ("15", "d1"),
        ("30 mills", "d1"),
        ("Lind", "d1"),
        ("千余人", "zh1"),
        ("三千", "zh1"),
        ("5万人", "zh1"),
        ("1.5", "zh1"),
    ],
)
def test_a_quote_that_cuts_a_word_or_a_figure_is_told(
    books_package: Make, audited: Audited, quote: str, source: str
) -> None:
    found = audit(books_package, audited, entry(quote, source))
    assert [each.partition(":")[0] for each in found] == ["The quote cuts a word or a figure"]


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("1,200 people", "d1"),
        ("more than 30 mills", "d1"),
        ("15 million", "d1"),
        ("Linden has", "d1"),
        ("三千余人", "zh1"),
        ("学生", "zh1"),
        ("1.5万人", "zh1"),
    ],
)
def test_a_quote_of_whole_words_and_figures_is_not(
    books_package: Make, audited: Audited, quote: str, source: str
) -> None:
    assert audit(books_package, audited, entry(quote, source)) == []


def test_without_documents_the_length_and_the_hash_of_a_quote_are_held(books_package: Make, audited: Audited) -> None:
    entries = [entry("Linden", start="0", end="7"), entry("1,200 people", span_sha256="0" * 64)]
    folder = books_package({"d1": ONE}, {"towns": TOWNS}, entries, schemas=SCHEMAS)
    assert messages(audited(folder, texts="")) == [
        "The quote has 6 code points, and its place 7.",
        "The hash is not that of the quote: one of the two was changed.",
    ]


def test_without_documents_what_was_not_checked_is_told(books_package: Make, audited: Audited) -> None:
    folder = books_package({"d1": ONE}, {"towns": TOWNS}, [entry("Linden")], schemas=SCHEMAS)
    report = audited(folder, texts="")
    assert report.is_valid
    assert ("evidence/quote", "no folder with documents was given (--texts DIR, or TALENT_DATASET_TEXTS)") in [
        (each.code, each.reason) for each in report.checks.skipped
    ]


def test_of_several_documents_those_that_are_missing_are_named(books_package: Make, audited: Audited) -> None:
    entries = [entry("Linden"), entry("Rowan", "d2")]
    folder = books_package({"d1": ONE, "d2": TWO}, {"towns": TOWNS}, entries, schemas=SCHEMAS)
    (folder / "seeds" / "texts" / "d2.txt").unlink()
    skipped = [each.reason for each in audited(folder).checks.skipped if each.code == "evidence/quote"]
    assert skipped == ["d2: no document in the folder has its sha256, nor most of its quotes"]


def test_an_entry_of_an_unknown_source_is_told(books_package: Make, found: Found) -> None:
    lost = {**entry("Linden", "d9"), "start": "0", "end": "6"}
    assert found(books_package({"d1": ONE}, {"towns": TOWNS}, [lost], schemas=SCHEMAS)) == [
        ("evidence/orphan", "e0", "source_id")
    ]


def test_a_quote_of_a_repaired_stretch_may_be_written_as_it_reads(books_package: Make, ledger: Read) -> None:
    damaged = "L1nden has a mill."
    repair = {"repair_id": "r", "source_id": "d1", "start": "1", "end": "2", "raw": "1", "reading": "i"}
    folder = books_package(
        {"d1": damaged},
        {"towns": TOWNS},
        [entry("L1nden"), entry("Linden", start="0", end="6")],
        schemas=SCHEMAS,
        repairs=[repair],
    )
    assert anchors_of(ledger(folder)) == [Anchor("exact", "d1", 0, 6), Anchor("repaired", "d1", 0, 6)]


COPY = "A copy.\n\n" + ONE.replace("Linden has", "Linden, it is said, has") + " Read on."
QUOTES = ("Linden", "1,200 people", "more than 30 mills", "Elm", "15 million trees")


def copied(make: Make, text: str, quotes: tuple[str, ...] = QUOTES) -> Path:
    folder = make({"d1": ONE}, {"towns": TOWNS}, [entry(each) for each in quotes], schemas=SCHEMAS)
    (folder / "seeds" / "texts" / "d1.txt").write_text(text, encoding="utf-8")
    return folder


def test_quotes_are_found_in_another_copy_in_their_order(books_package: Make, ledger: Read) -> None:
    places = [(COPY.index(each), COPY.index(each) + len(each)) for each in QUOTES]
    assert anchors_of(ledger(copied(books_package, COPY))) == [Anchor("re-anchored", "d1", *each) for each in places]


@pytest.mark.parametrize(
    "copy",
    [COPY.replace(" ", "\n"), COPY.replace(" ", "  "), COPY.replace("1,200", "1\uff0c200"), COPY.replace("\n", "\r\n")],
    ids=["lines", "spaces", "signs", "ends of lines"],
)
def test_another_copy_may_have_other_spaces_and_signs(books_package: Make, ledger: Read, copy: str) -> None:
    assert {each.grade for each in anchors_of(ledger(copied(books_package, copy))) if each} == {"re-anchored"}


def test_a_source_measures_its_document(books_package: Make, audited: Audited) -> None:
    sources = {"d1": {"characters": "7"}}
    folder = books_package({"d1": ONE}, {"towns": TOWNS}, [entry("Linden")], schemas=SCHEMAS, sources=sources)
    assert messages(audited(folder), "source/document") == [f"d1.txt has {len(ONE)} code points, and 7 are given."]


ENGLISH = "Linden is a town of the north. The mayor of the town spoke to the press, and with that the fair began."


@pytest.mark.parametrize(("given_tag", "wrong"), [("en", 0), ("en-GB", 0), ("fr", 1), ("zh-Hant", 1)])
def test_the_language_of_a_source_is_that_of_its_document(
    books_package: Make, audited: Audited, given_tag: str, wrong: int
) -> None:
    sources = {"d1": {"language": given_tag}}
    folder = books_package({"d1": ENGLISH}, {"towns": TOWNS}, [entry("Linden")], schemas=SCHEMAS, sources=sources)
    issues = [each for each in audited(folder).issues if each.code == "source/document"]
    assert [(each.field, each.severity) for each in issues] == [("language", "warning")] * wrong


def test_another_copy_is_told_as_a_warning(books_package: Make, audited: Audited) -> None:
    report = audited(copied(books_package, COPY))
    assert report.is_valid
    assert messages(report, "source/document") == [
        "d1.txt is another copy of this document: 5 of 5 quotes stand in it, in the order of the books."
    ]


def test_a_quote_that_another_copy_lacks_is_told_as_a_warning(books_package: Make, audited: Audited) -> None:
    report = audited(copied(books_package, COPY.replace("30 mills", "40 mills")))
    assert [each.severity for each in report.issues] == ["warning", "warning"]
    assert messages(report) == ["The quote is not in this copy of d1, in the order of the books."]


def test_a_quote_out_of_order_is_not_taken_for_the_one_that_was_meant(books_package: Make, ledger: Read) -> None:
    moved = "Elm comes first here. " + ONE.replace("In Elm, ", "")
    grades = [each.grade for each in anchors_of(ledger(copied(books_package, moved))) if each]
    assert grades == ["re-anchored", "re-anchored", "re-anchored", "elsewhere", "re-anchored"]


def test_a_text_with_few_of_the_quotes_is_no_copy(books_package: Make, audited: Audited) -> None:
    report = audited(copied(books_package, "Another text about Linden and Elm."))
    assert report.books is not None
    assert report.books["sources"]["by_source"][0]["state"] == "missing"


WORDS = [found.span() for found in re.finditer(r"[\w,]+(?: [\w,]+)?", ONE)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(st.sampled_from(WORDS), st.integers(-5, 5).filter(bool))
def test_a_shifted_span_is_always_found(
    books_package: Make, audited: Audited, span: tuple[int, int], shift: int
) -> None:
    start, end = span
    shifted = entry(ONE[start:end], start=str(max(start + shift, 0)), end=str(end + shift))
    if start + shift >= 0:
        assert audit(books_package, audited, shifted)
