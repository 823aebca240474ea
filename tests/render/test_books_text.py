"""Words of a document among their neighbours, on one line of the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.provenance.documents import Excerpt, excerpt
from talent_dataset.render.books_text import excerpt_line
from talent_dataset.render.columns import columns

TEXT = "Harbour news\n\nThe line opened on 3 April, with 312 passengers aboard."


def test_an_excerpt_knows_its_line_and_shows_line_ends_as_spaces() -> None:
    start = TEXT.index("The line")
    assert excerpt(TEXT, start, start + 8, around=6) == Excerpt(3, "news ", "The line", " opene")


def test_the_words_stand_in_brackets_between_their_neighbours() -> None:
    start = TEXT.index("312")
    assert excerpt_line(excerpt(TEXT, start, start + 3), 40).text == "...3 April, with [312] passengers abo..."


def test_what_one_side_does_not_need_is_for_the_other() -> None:
    assert excerpt_line(excerpt(TEXT, 0, 7), 40, indent=2).text == "  [Harbour] news The line opened on 3..."


@pytest.mark.parametrize("width", [20, 40, 80])
@given(
    text=st.text(alphabet="ab \n中文，", min_size=1, max_size=200), start=st.integers(0, 199), size=st.integers(1, 60)
)
def test_no_line_is_wider_than_the_screen(width: int, text: str, start: int, size: int) -> None:
    assert columns(excerpt_line(excerpt(text, start, start + size), width).text) <= width
