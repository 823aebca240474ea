"""Patterns of XML Schema match whole values in linear time, or are refused with the reason."""

from __future__ import annotations

import polars as pl
import pytest

from talent_dataset.engine.rules.pattern import PatternError, UnsupportedPatternError, translate


def matches(pattern: str, *texts: str) -> list[bool]:
    return pl.Series(texts).str.contains(translate(pattern)).to_list()


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("a|b", ["a", "b"], ["ab", "a\n", "xa"]),
        ("^a.*$", ["a", "abc"], ["ba", "a\n", "a\r"]),
        (r"\d{2}", ["12", "١٢"], ["123", "a1"]),
        ("a{,2}", ["", "aa"], ["aaa"]),
        ("[a-z-[aeiou]]+", ["xyz"], ["xaz"]),
        (r"[\w.-]+", ["a.b-c"], ["a b"]),
        ("[a&&b]", ["a", "&"], ["ab"]),
        (r"[^\s]+", ["ab"], ["a b"]),
        (r"\i\c*", ["_a1", "a:b"], ["1a", "-"]),
        (r"[\i-[:]]+", ["ab"], ["a:b"]),
        (r"\p{Lu}\P{Lu}", ["Aa"], ["aa"]),
        (r"\p{IsCJKUnifiedIdeographs}+", ["互认"], ["a", "ひ"]),
        (r"[\p{IsBasicLatin}\p{IsLatin-1Supplement}-[0-9]]+", ["é~"], ["é1", "ł"]),
        (r"\P{IsGreek}", ["a"], ["α"]),
        (r"\/\-\_\é", ["/-_é"], ["/"]),
        ("a{x}", ["a{x}"], ["a"]),
        (r"(?:ab)+\Z", ["abab"], ["aba"]),
        (r"\s", [" ", "\t"], ["\u00a0", "\x0b"]),
    ],
)
def test_a_pattern_matches_the_whole_value(pattern: str, good: list[str], bad: list[str]) -> None:
    assert (matches(pattern, *good), matches(pattern, *bad)) == ([True] * len(good), [False] * len(bad))


@pytest.mark.parametrize("pattern", ["(a", "[a", "a**b(", "\\", "a)", "a)|(b", "[a-z-[b]c]"])
def test_a_broken_pattern_is_a_fault(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        translate(pattern)
    assert not isinstance(caught.value, UnsupportedPatternError)


@pytest.mark.parametrize(
    "pattern", ["(?=a)b", "(?<!a)b", r"(a)\1", "a*+", "a{2}+", "((a{1000}){1000}){1000}", r"\p{IsKlingon}"]
)
def test_what_no_linear_engine_does_is_refused(pattern: str) -> None:
    with pytest.raises(UnsupportedPatternError):
        translate(pattern)


def test_a_pattern_that_explodes_elsewhere_takes_linear_time() -> None:
    assert matches("(a+)+", "a" * 100_000 + "!") == [False]
