"""Where words stand in a document: every place, and none inside a longer word or number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.provenance.quoted_text import is_cut, typed_places

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
