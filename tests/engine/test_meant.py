"""What was meant by a text that does not fit, and what keeps it from fitting."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.meant import apart, beside, did_you_mean, folded_word, meant, meant_among, nearest

SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("text", "other", "why"),
    [
        ("deyang ", "deyang", "there is a blank at its end"),
        ("  deyang", "deyang", "there are 2 blanks at its start"),
        (" deyang\t", "deyang", "there are a blank at its start and a tab at its end"),
        ("deyang\u00a0", "deyang", "there is a no-break space (U+00A0) at its end"),
        ("\ufeffdeyang", "deyang", "there is a zero width no-break space (U+FEFF) at its start"),
        ("de\u200byang", "deyang", "it holds a zero width space (U+200B)"),
        ("New\u202fYork", "New York", "it holds a narrow no-break space (U+202F)"),
        ("e\u0301", "\u00e9", "its characters are composed differently: U+0065 U+0301 stands where U+00E9 is meant"),
        ("\uff11\uff12", "12", "its characters are of another width or form: U+FF11 stands where U+0031 is meant"),
        ("Deyang", "deyang", "the case differs"),
        ("重庆巿", "重庆市", "`巿` (U+5DFF) stands where `市` (U+5E02) is meant"),
        ("s\u0441hool", "school", "`\u0441` (U+0441) stands where `c` (U+0063) is meant"),
        ("2020\u201312", "2020-12", "`\u2013` (U+2013) stands where `-` (U+002D) is meant"),
        ('"deyang"', "deyang", "quotes stand around it"),
        (r"5\" pipe", '5" pipe', "a backslash stands before a quote, which CSV doubles instead"),
        ("person", "persons", ""),
        ("deyang", "deyang", ""),
    ],
)
def test_what_keeps_two_texts_apart_is_said_with_what_the_eye_cannot_see(text: str, other: str, why: str) -> None:
    assert apart(text, other) == why


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("deyang ", "Write deyang: there is a blank at its end."),
        ("Deyang", "Write deyang: the case differs."),
        ("de\u2013yang", "Write de-yang: `\u2013` (U+2013) stands where `-` (U+002D) is meant."),
        ("d\u0435yang", "Write deyang: `\u0435` (U+0435) stands where `e` (U+0065) is meant."),
        ("de yang", ""),
    ],
)
def test_a_text_that_stands_beside_one_that_fits_is_mended(text: str, hint: str) -> None:
    assert meant(text, lambda candidate: SLUG.fullmatch(candidate) is not None) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("persons", "Perhaps person is meant."),
        ("Person", "Write person: the case differs."),
        ("person ", "Write person: there is a blank at its end."),
        ("重庆巿", "Write 重庆市: `巿` (U+5DFF) stands where `市` (U+5E02) is meant."),
        ("giraffe", ""),
    ],
)
def test_a_value_that_is_nearly_one_of_a_list_is_told_which(text: str, hint: str) -> None:
    assert meant_among(text, ["person", "yuan", "重庆市"]) == hint


def test_a_word_is_found_in_another_case_with_other_marks_between() -> None:
    assert did_you_mean("Primary_Key", ["primaryKey", "foreignKeys"]) == 'Did you mean "primaryKey"?'


def test_of_many_words_only_the_same_in_another_spelling_is_found() -> None:
    words = [f"field{number}" for number in range(1000)]
    assert (nearest("Field 7", words), nearest("feld7", words)) == ("field7", None)


def test_a_few_words_that_are_all_unlike_are_listed() -> None:
    assert did_you_mean("xyz", ["csv", "json"]) == "Known: csv, json."


@given(st.text(max_size=20))
def test_no_text_stands_beside_itself(text: str) -> None:
    assert text not in list(beside(text))


@given(st.text(max_size=20), st.text(max_size=20))
def test_equal_texts_are_not_apart_and_reasons_are_clauses(text: str, other: str) -> None:
    why = apart(text, other)
    assert not (text == other and why)
    assert why == why.strip().rstrip(".")


@given(st.text(max_size=20), st.lists(st.text(max_size=20)))
def test_a_word_that_is_known_is_what_was_meant_or_another_spelling_of_it(word: str, others: list[str]) -> None:
    near = nearest(word, [word, *others])
    assert near is not None
    assert folded_word(near) == folded_word(word)
