from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.releases.metadata.facts import file_identifier, identifier, row_identifier

NAME = st.text(min_size=1) | st.sampled_from(
    [".", "..", "a/b", "http:", "%20", "a b", "~row", "evidence", "data", "x.csv"]
)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("events", "held_on"), "events/held_on"),
        (("two words", "a/b"), "two%20words/a%2Fb"),
        (("..", "甲.乙"), "%2E%2E/甲%2E乙"),
        (("http://a#b",), "http%3A%2F%2Fa%23b"),
    ],
)
def test_a_plain_word_is_its_own_id(names: tuple[str, ...], said: str) -> None:
    assert identifier(*names) == said


@given(st.lists(NAME, min_size=1, max_size=3), st.lists(NAME, min_size=1, max_size=3))
def test_two_things_have_two_ids(one: list[str], other: list[str]) -> None:
    assert (identifier(*one) == identifier(*other)) == (one == other)


@given(st.lists(NAME, min_size=1, max_size=3), NAME)
def test_neither_files_nor_rows_have_the_id_of_a_table_or_field(names: list[str], path: str) -> None:
    assert identifier(*names) not in {file_identifier(path), row_identifier(names[0], "evidence")}
