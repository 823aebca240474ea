"""Nothing that a stranger writes may act on the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.render.lines import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("\x9b2J", "\\x9b2J"),
        ("a\nb\r\n\tc", "a\\nb\\r\\n\\tc"),
        ("abc\u202ecba", "abc\\u202ecba"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("a\u2028b", "a\\u2028b"),
        ("1\xa0000", "1\\xa0000"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\x00\x07\x7f", "\\x00\\x07\\x7f"),
    ],
)
def test_what_a_terminal_obeys_or_hides_is_written_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text", ["plain", "川渝人才合作，签约", "\u3000全角", "👨\u200d👩\u200d👧", "e\u0301", "C:\\data"]
)
def test_letters_of_every_script_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


@given(st.text())
def test_what_is_shown_has_no_control_character_and_can_be_encoded(text: str) -> None:
    shown = visible(text)
    assert all(c.isprintable() or c in "\u3000\u200c\u200d" for c in shown)
    shown.encode("utf-8")


@given(st.text())
def test_showing_twice_changes_nothing(text: str) -> None:
    assert visible(visible(text)) == visible(text)
