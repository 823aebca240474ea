"""Automata accept what a pattern matches as a whole, or less; never more."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.reading.types.strings import BinaryKind, UriKind, UuidKind
from talent_dataset.engine.rules.automaton import DeclinedError, automaton
from talent_dataset.engine.rules.pattern import PatternError, translate

ATOMS = st.sampled_from(
    ["a", "b", "é", "中", "[ab]", "[^a]", "[a-c中]", "[一-龥]", ".", "\\d", "\\.", "-", "(?:a|bc)", "(b)"]
)
COUNTS = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,3}", "{2,}"])
PATTERNS = st.lists(st.tuples(ATOMS, COUNTS).map("".join), max_size=4).map("".join)
WHOLE = st.lists(PATTERNS, min_size=1, max_size=3).map("|".join)
TEXTS = st.lists(st.sampled_from("aabbcé中一１2.-\n\U0001f600"), max_size=6).map("".join)


def matches(pattern: str, text: str) -> bool:
    return bool(pl.Series([text]).str.contains(translate(pattern))[0])


@given(pattern=WHOLE, text=TEXTS)
def test_an_automaton_agrees_with_the_engine_but_for_digits_that_are_not_ascii(pattern: str, text: str) -> None:
    accepted = automaton(translate(pattern)).matches(text.encode())
    if "１" in text:
        assert not accepted or matches(pattern, text)
    else:
        assert accepted == matches(pattern, text)


@given(pattern=st.text("ab[]()|?*+{}^$.\\-,123dwpL中", max_size=10), text=TEXTS)
def test_whatever_the_pattern_an_automaton_accepts_no_more_than_the_engine(pattern: str, text: str) -> None:
    try:
        found = automaton(translate(pattern))
    except (DeclinedError, PatternError):
        return
    assert not found.matches(text.encode()) or matches(pattern, text)


@pytest.mark.parametrize(
    "pattern", ["\\p{L}+", "(?i)a", "a\\b", "[^\\d]", "\\w", "(?=a)", "[a-z&&[b]]{2}{3}", "a{5000}"]
)
def test_what_is_not_plain_is_declined(pattern: str) -> None:
    with pytest.raises((DeclinedError, PatternError)):
        automaton(translate(pattern))


@pytest.mark.parametrize(
    ("kind", "text", "is_one"),
    [
        (UriKind, "https://example.org:80/a%20b?c=d#e", True),
        (UriKind, "https://[2001:db8::1]/", True),
        (UriKind, "https://[::1::2]/", False),
        (UriKind, "//example.org", False),
        (UriKind, "https://example.org/é", False),
        (UuidKind, "f47ac10b-58cc-4372-a567-0e02b2c3d479", True),
        (UuidKind, "f47ac10b58cc4372a5670e02b2c3d479", False),
        (BinaryKind, "Zm8=", True),
        (BinaryKind, "Zm8", False),
    ],
)
def test_formats_are_automata_too(kind: type[UriKind], text: str, is_one: bool) -> None:  # noqa: FBT001 - a column
    assert automaton(f"^(?:{kind.shape})$").matches(text.encode()) is is_one
