"""Words are found as words, whatever the form of their characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.provenance.quoted_text import alike, is_cut, places


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
