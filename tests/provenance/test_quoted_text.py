"""Quotes as they are read: where their words stand, by which repairs, in simplified characters, in copies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset.provenance.anchor import anchors_of
from talent_dataset.provenance.ledger import Ledger, Repair, Row
from talent_dataset.provenance.quoted_text import alike, figures_of, is_cut, patched, places, simplified, typed_places

TEXT = "The 15 million saw 5 million, 1.5 million and 130; ‘Guang’an’ and\nits 30 parks. 共130人，30人留下。"


def _found(quote: str) -> list[str]:
    return [TEXT[start:end] for start, end in typed_places(TEXT, quote)]


def test_every_place_is_found_in_order() -> None:
    assert typed_places("a b a b a", "a b a") == [(0, 5), (4, 9)]


@pytest.mark.parametrize(
    ("quote", "count"), [("5 million", 1), ("30", 2), ("30人", 1), ("ark", 0), ("parks", 1), ("million", 3)]
)
def test_a_place_inside_a_longer_word_or_number_is_none(quote: str, count: int) -> None:
    assert len(typed_places(TEXT, quote)) == count


def test_words_that_are_typed_with_other_signs_and_spaces_are_found_as_they_are_printed() -> None:
    assert _found("Guang'an") == ["Guang’an"]
    assert _found("and its  30") == ["and\nits 30"]


def test_words_that_stand_to_the_character_hide_those_that_are_only_alike() -> None:
    assert typed_places("it's, it’s", "it's") == [(0, 4)]


def test_han_characters_have_no_word_of_their_own() -> None:
    assert _found("共130人") == ["共130人"]
    assert _found("人留") == ["人留"]


@pytest.mark.parametrize("quote", ["", "  ", "nowhere"])
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert typed_places(TEXT, quote) == []


@given(st.text(alphabet="ab1.,’ \n中文", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_whatever_stands_between_two_whole_places_is_found_there(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    words = text[start:end]
    if words.strip() and words == words.strip() and not is_cut(text, start) and not is_cut(text, end):
        assert (start, end) in typed_places(text, words)


@pytest.mark.parametrize(
    ("one", "other"),
    [("“Open Doors”", "'open doors'"), ("Ａｂｃ　１", "abc 1"), ("a\n b", "a b"), ("well–being", "well-being")],
)
def test_forms_of_one_text_are_alike(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3.5", "35"), ("3-5", "3,5"), ("5%", "5"), ("-5", "5"), ("1,200", "1.200")]
)
def test_signs_points_and_percents_are_kept(one: str, other: str) -> None:
    assert alike(one) != alike(other)


@given(st.text())
def test_what_was_made_alike_stays_as_it_is(text: str) -> None:
    assert alike(alike(text)) == alike(text)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("elm, elms and elm", "elm", [(0, 3), (14, 17)]),
        ("15 million", "5 million", []),
        ("130", "30", []),
        ("1,369", "369", []),
        ("3.5 km", "3", []),
        ("it was 30.", "30", [(7, 9)]),
        ("新林镇", "林镇", [(1, 3)]),
        ("abc", "", []),
    ],
)
def test_words_stand_at_the_boundaries_of_words(text: str, words: str, found: list[tuple[int, int]]) -> None:
    assert list(places(text, words)) == found


@given(st.text("ab1. ,林", max_size=12), st.text("ab1. ,林", min_size=1, max_size=4))
def test_a_place_holds_the_words_and_cuts_nothing(text: str, words: str) -> None:
    for start, end in places(text, words):
        assert text[start:end] == words
        assert not is_cut(text, start)
        assert not is_cut(text, end)


Make = Callable[..., Path]
Read = Callable[..., Ledger]

ROW = Row("repairs", "r", 2, {})
DAMAGED = "網(wǎng)絡与(市委)協(xié)作"


def repair(raw: str, reading: str, text: str = DAMAGED) -> Repair:
    start = text.index(raw)
    return Repair("d1", start, start + len(raw), raw, reading, ROW)


REPAIRS = [repair("網(wǎng)", "網"), repair("協(xié)", "協")]


@pytest.mark.parametrize(
    ("start", "end", "reading"),
    [(0, 22, "網絡与(市委)協作"), (7, 9, "絡与"), (0, 8, "網絡"), (13, 22, "協作"), (1, 8, "(wǎng)絡")],
)
def test_a_stretch_is_read_with_the_repairs_that_lie_in_it(start: int, end: int, reading: str) -> None:
    assert patched(DAMAGED[start:end], start, REPAIRS) == reading


def test_a_repair_that_finds_other_words_is_left_out() -> None:
    assert patched("Linden", 0, [Repair("d1", 0, 2, "Ll", "L", ROW)]) == "Linden"


@given(st.text(), st.integers(0, 100))
def test_without_repairs_a_stretch_stays_as_it_is(text: str, start: int) -> None:
    assert patched(text, start, []) == text


@pytest.mark.parametrize(("text", "plain"), [("兩大國家中心城市", "两大国家中心城市"), ("Linden", "Linden"), ("", "")])
def test_traditional_characters_are_read_as_simplified_ones(text: str, plain: str) -> None:
    assert simplified(text) == plain


def test_a_quote_in_han_characters_is_read_as_chinese_whatever_its_source() -> None:
    assert [str(each.value) for each in figures_of("三千人", "en")] == ["3000"]


def test_no_figures_are_read_in_a_language_without_rules() -> None:
    assert figures_of("12 maisons", "fr") == ()


WORDS = [f"word{chr(97 + i)}{chr(122 - i)}" for i in range(12)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(st.lists(st.lists(st.sampled_from(["more", "text", "here"]), max_size=3), min_size=12, max_size=12))
def test_every_quote_is_found_again_in_a_copy_with_more_words(
    books_package: Make, ledger: Read, added: list[list[str]]
) -> None:
    parts = [" ".join([word, *more]) for word, more in zip(WORDS, added, strict=True)]
    copy = "A copy: " + " ".join(parts)
    entries = [{"table": "t", "row_id": "a", "source_id": "d1", "quote": word, "concludes": "a"} for word in WORDS]
    folder = books_package({"d1": " ".join(WORDS)}, {"t": [{"id": "a"}]}, entries)
    (folder / "seeds" / "texts" / "d1.txt").write_text(copy, encoding="utf-8")
    found = [(each.grade, each.start) for each in anchors_of(ledger(folder)) if each]
    assert found == [("re-anchored", copy.index(word)) for word in WORDS]
