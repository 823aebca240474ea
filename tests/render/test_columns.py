"""Widths, cuts and line breaks where Chinese takes two columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.render.columns import columns, fit, fit_end, pad, wrap

TEXTS = st.text(st.sampled_from("ab 川渝，。（）e\u0301-"))


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("川渝", 4), ("e\u0301", 1), ("，", 2), ("ａ", 2)])
def test_a_chinese_character_takes_two_columns_and_a_mark_none(text: str, width: int) -> None:
    assert columns(text) == width


def test_a_text_too_wide_is_cut_with_three_points() -> None:
    assert fit("川渝人才合作", 10) == "川渝人..."


def test_a_text_that_fits_is_not_cut() -> None:
    assert fit("川渝人才", 8) == "川渝人才"


def test_padding_counts_columns() -> None:
    assert (pad("川", 4), pad("7", 3, right=True)) == ("川  ", "  7")


def test_english_is_broken_at_spaces() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]


def test_chinese_is_broken_between_characters_but_not_before_a_comma() -> None:
    assert wrap("四川重庆，合作", 8) == ["四川重", "庆，合作"]


def test_chinese_is_not_broken_after_an_opening_bracket() -> None:
    assert wrap("四川重（庆）", 8) == ["四川重", "（庆）"]


def test_a_word_wider_than_a_line_is_not_broken() -> None:
    assert wrap("ab " + "x" * 10 + " c", 4) == ["ab", "x" * 10, "c"]


@pytest.mark.parametrize("path", ["数据/川渝人才合作/机构.csv", r"C:\数据\机构.csv", "https://e.org/川渝"])
def test_a_path_is_never_broken(path: str) -> None:
    assert wrap(f"没有文件 {path}，请检查。", 10) == ["没有文件", path + "，", "请检查。"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", 10) == [""]


@given(TEXTS, st.integers(2, 20))
def test_no_line_is_wider_than_asked_but_for_a_word(text: str, width: int) -> None:
    assert all(columns(line) <= width or line.isascii() or len(wrap(line, 2)) == 1 for line in wrap(text, width))


def test_the_end_of_a_text_is_kept_with_three_points_before_it() -> None:
    assert (fit_end("川渝人才合作", 10), fit_end("川渝", 4)) == ("...才合作", "川渝")


@given(TEXTS, st.integers(2, 20))
def test_breaking_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(3, 20))
def test_a_cut_is_never_wider_than_asked(text: str, width: int) -> None:
    assert columns(fit(text, width)) <= width
