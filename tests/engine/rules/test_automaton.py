"""Automata accept what a pattern matches as a whole, or less; never more."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.reading.types.strings import BinaryKind, EmailKind, UriKind, UuidKind
from talent_dataset.engine.rules.automaton import DeclinedError, automaton
from talent_dataset.engine.rules.pattern import PatternError, translate

ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "é",
        "中",
        "[ab]",
        "[^a]",
        "[a-c中]",
        "[一-龥]",
        ".",
        "\\d",
        "\\.",
        "-",
        "(?:a|bc)",
        "(b)",
        "[a-c-[b]]",
        "\\x{e9}",
    ]
)
COUNTS = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,3}", "{2,}", "*?", "{1,3}?"])
PATTERNS = st.lists(st.tuples(ATOMS, COUNTS).map("".join), max_size=4).map("".join)
WHOLE = st.lists(PATTERNS, min_size=1, max_size=3).map("|".join)
ANCHORED = st.tuples(st.sampled_from(["", "^"]), WHOLE, st.sampled_from(["", "$"])).map("".join)
# What depends on the version of Unicode, and classes that are computed of such.
OPEN = (
    r"\w \W \d \D [^\d] [^\w] [^\W] [\w-] [^\s\d] [\w-[\d]] [é\d-[\w]] [^a-[\w]] [a-c中-[\p{L}]] \p{L} \P{L} [^\p{Lu}]"
)
OPEN += r" [^\P{L}] \p{N} \p{Lc} \p{Sc} \i \C"
OPENS = st.lists(st.tuples(st.sampled_from(OPEN.split()), COUNTS).map("".join), min_size=1, max_size=3).map("".join)
TEXTS = st.lists(st.sampled_from("aabbcAé中一１٣2.-_ \n\U0001f600"), max_size=6).map("".join)


def matches(pattern: str, text: str) -> bool:
    return bool(pl.Series([text]).str.contains(translate(pattern))[0])


@given(pattern=ANCHORED, text=TEXTS)
def test_an_automaton_agrees_with_the_engine_but_for_digits_that_are_not_ascii(pattern: str, text: str) -> None:
    accepted = automaton(translate(pattern)).matches(text.encode())
    if "１" in text or "٣" in text:
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


@given(pattern=OPENS, text=TEXTS)
def test_of_characters_that_unicode_may_count_among_a_class_none_is_accepted(pattern: str, text: str) -> None:
    try:
        accepted = automaton(translate(pattern)).matches(text.encode())
    except DeclinedError:
        return
    assert accepted == matches(pattern, text) if text.isascii() else not accepted or matches(pattern, text)


@pytest.mark.parametrize("text", ["a", "é", "ж", "の", "中", "한", "_", "7"])
def test_common_letters_are_known_as_the_engine_knows_them(text: str) -> None:
    assert automaton(translate("\\w")).matches(text.encode())
    assert not automaton(translate("[^\\w]")).matches(text.encode())


def test_rare_letters_are_neither_in_a_class_nor_outside_of_it() -> None:
    for pattern in ("\\w", "[^\\w]", "[\ufb00-[\\w]]"):
        assert not automaton(translate(pattern)).matches("\ufb00".encode())


@pytest.mark.parametrize(
    "pattern",
    ["(?i)a", "a\\b", "(^a)", "a$b", "\\h", "(?=a)", "[a-z&&[b]]{2}{3}", "a{5000}", "a)|(b"],
)
def test_what_is_not_plain_is_declined(pattern: str) -> None:
    with pytest.raises((DeclinedError, PatternError)):
        automaton(translate(pattern))


@pytest.mark.parametrize(
    "pattern",
    ["a", "^a$", "(?:a)", "^(?:a)", "^(?:[]a])$", "^(?:[[:alpha:]])$", "^(?:\\x{110000})$", "^(?:\\p{Nobody})$"],
)
def test_what_is_not_in_the_form_of_a_translated_pattern_is_declined(pattern: str) -> None:
    with pytest.raises(DeclinedError):
        automaton(pattern)


@pytest.mark.parametrize(
    ("kind", "text", "is_one"),
    [
        (EmailKind, "né.a@exämple.org", True),
        (EmailKind, "a@b", False),
        (EmailKind, "a b@c.de", False),
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
