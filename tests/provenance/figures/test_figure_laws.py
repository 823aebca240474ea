"""Laws of figures: numbers written in any style read back as themselves, wherever they stand; nothing is slow."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from talent_dataset.provenance import Figure, find_figures
from talent_dataset.provenance.figures import page
from talent_dataset.provenance.figures.chinese import words

GOLD = Path(__file__).parents[1] / "gold" / "figures.jsonl"
SIMPLIFIED = [
    line["text"]
    for line in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())
    if line["language"] == "zh-Hans"
]
TRADITIONAL = OpenCC("s2t")

HAN_DIGITS: Final = "零一二三四五六七八九"
ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = st.integers(2, 10**12 - 1) | st.integers(2, 10**5)


def han(number: int) -> str:
    """A number in Chinese numerals, as it is read out."""
    if number < 10:
        return HAN_DIGITS[number]
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            head, rest = divmod(number, unit)
            zero = "零" if 0 < rest < unit // 10 else ""
            written = "" if name == "十" and head == 1 and number < 20 else han(head)
            # 一百一十, and never 一百十五: the 一 of 十 falls in numbers below 20 only.
            tail = ("一" if 10 <= rest < 20 else "") + han(rest) if rest else ""
            return f"{written}{name}{zero}{tail}"
    raise AssertionError(number)


def english(number: int, joint: str = " and ") -> str:
    """A number in English words, with or without ``and``."""
    if number < 20:
        return ONES.split()[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS.split()[tens - 2] + (f"-{ONES.split()[ones]}" if ones else "")
    for unit, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= unit:
            head, rest = divmod(number, unit)
            gap = joint if rest and rest < 100 else " "
            return f"{english(head, joint)} {name}" + (f"{gap}{english(rest, joint)}" if rest else "")
    raise AssertionError(number)


def _moved(figures: list[Figure], by: int) -> list[Figure]:
    return [replace(figure, start=figure.start + by, end=figure.end + by) for figure in figures]


@given(NUMBERS)
def test_a_number_in_chinese_numerals_reads_back_as_itself(number: int) -> None:
    text = han(number)
    assert [(figure.text, figure.value) for figure in find_figures(f"共{text}名学员", "zh")] == [
        (text, Decimal(number))
    ]


@given(NUMBERS, st.sampled_from([" and ", " "]))
def test_a_number_in_english_words_reads_back_as_itself(number: int, joint: str) -> None:
    text = english(number, joint)
    figures = find_figures(f"There were {text} entries.", "en")
    assert [(figure.text, figure.value) for figure in figures] == [(text, Decimal(number))]


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["", "万", "亿"]))
def test_digits_with_a_chinese_scale_are_their_exact_product(number: Decimal, scale: str) -> None:
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert [figure.value for figure in find_figures(f"计{number:f}{scale}吨", "zh")] == [number * factor]


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["", "thousand", "million", "billion"]))
def test_digits_with_an_english_scale_are_their_exact_product(number: Decimal, scale: str) -> None:
    factor = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}[scale]
    assert [figure.value for figure in find_figures(f"Some say {number:f} {scale}.", "en")] == [number * factor]


@given(NUMBERS)
def test_a_number_grouped_by_commas_is_the_number(number: int) -> None:
    assert [figure.value for figure in find_figures(f"It sold {number:,} tons.", "en")] in ([number], [])[
        : 1 if number > 2099 or number < 1000 else 2
    ]


PIECES = st.sampled_from(
    [
        "1",
        "20",
        "3.5",
        ",",
        ".",
        "-",
        "%",
        " ",
        "\n",
        "年",
        "月",
        "日",
        "万",
        "亿",
        "百",
        "十",
        "二",
        "两",
        "几",
        "多",
        "第",
        "个",
        "元",
        "约",
        "至",
        "半",
        "岁",
        "以上",
        "分之",
        "one",
        "twenty",
        "hundred",
        "million",
        "and",
        "half",
        "a",
        "first",
        "May",
        "years",
        "old",
        "to",
        "more than",
        "$",
        "RMB",
        "p.m.",
        ":",
        "/",
        "COVID-19",
        "１",
        "萬",
        "é",
        "İ",
        "\u00ad",
        "😀",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30), st.sampled_from(["en", "zh"]))
def test_spans_are_the_text_there_in_order_and_apart(text: str, language: str) -> None:
    figures = find_figures(text, language)
    assert [text[figure.start : figure.end] for figure in figures] == [figure.text for figure in figures]
    assert all(one.end <= other.start for one, other in pairwise(figures))
    assert all(figure.start < figure.end for figure in figures)


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["en", "zh"]))
def test_bounds_are_in_order_and_dates_have_an_edtf(text: str, language: str) -> None:
    for figure in find_figures(text, language):
        assert figure.upper is None or (figure.value is not None and figure.value < figure.upper)
        assert (figure.edtf is not None) == (figure.kind == "date")


@given(
    NUMBERS, st.sampled_from(["他们说，", "据介绍，当地", "同时，（"]), st.sampled_from(["。", "，其中不少来自外地。"])
)
def test_filler_around_a_chinese_figure_changes_nothing(number: int, before: str, behind: str) -> None:
    core = f"{han(number)}名"
    assert find_figures(before + core + behind, "zh") == _moved(find_figures(core, "zh"), len(before))


@given(NUMBERS, st.sampled_from(["They say ", "In town, ", "(Photo) "]), st.sampled_from([".", ", many of them new."]))
def test_filler_around_an_english_figure_changes_nothing(number: int, before: str, behind: str) -> None:
    core = f"{english(number)} entries"
    assert find_figures(before + core + behind, "en") == _moved(find_figures(core, "en"), len(before))


@pytest.mark.parametrize("name", ["words", "measures", "single", "exact", "no_measure"])
def test_every_word_of_the_lists_is_known_in_traditional_characters_too(name: str) -> None:
    for word in page.words("chinese", name):
        twin = TRADITIONAL.convert(word)
        assert words.fold(twin) == word


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_the_traditional_twin_of_a_text_has_the_same_figures(text: str) -> None:
    twin = TRADITIONAL.convert(text)
    assert len(twin) == len(text)
    assert [_bare(figure) for figure in find_figures(twin, "zh-Hant")] == [
        _bare(figure) for figure in find_figures(text, "zh-Hans")
    ]


def _bare(figure: Figure) -> tuple[object, ...]:
    """All but the words, which differ."""
    return (figure.start, figure.end, figure.kind, figure.value, figure.upper, figure.comparator, figure.edtf)


@pytest.mark.parametrize(
    ("unit", "language"),
    [
        ("1", "en"),
        ("1,", "en"),
        ("1.", "en"),
        ("1,111", "en"),
        ("5 ", "en"),
        (" ", "en"),
        ("one ", "en"),
        ("one-", "en"),
        ("one and ", "en"),
        ("hundred ", "en"),
        ("twenty-", "en"),
        ("May ", "en"),
        ("1-", "en"),
        ("$", "en"),
        ("a ", "en"),
        ("more than ", "en"),
        ("first ", "en"),
        ("a.", "en"),
        ("www.", "en"),
        ("a5@b.cn 7 ", "en"),
        ("-", "en"),
        ("\u00ad1", "en"),
        ("一", "zh"),
        ("十", "zh"),
        ("一二", "zh"),
        ("万亿", "zh"),
        ("十多", "zh"),
        ("1、", "zh"),
        ("年1", "zh"),
        ("第", "zh"),
        ("百分之", "zh"),
        ("上世纪", "zh"),
        ("5-", "zh"),
        ("1:", "zh"),
        ("零", "zh"),
        ("半", "zh"),
        ("1\n", "zh"),
        ("约", "zh"),
    ],
)
def test_no_run_of_characters_takes_more_than_linear_time(unit: str, language: str) -> None:
    hostile = (unit * 20_000)[:20_000]
    find_figures(unit, language)
    started = time.process_time()
    find_figures(hostile, language)
    assert time.process_time() - started < 4
