"""Other programs that read numbers, as oracles; where they read otherwise is listed here and in docs/figures.md."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st
from number_parser import parse_number

from talent_dataset.provenance import find_figures


def _chinese(text: str) -> list[tuple[str, Decimal | None]]:
    return [(figure.text, figure.value) for figure in find_figures(f"共{text}名", "zh")]


def _english(text: str) -> list[tuple[str, Decimal | None]]:
    return [(figure.text, figure.value) for figure in find_figures(f"It had {text} pages.", "en")]


@given(st.integers(2, 10**15))
def test_what_cn2an_writes_is_read(number: int) -> None:
    text = cn2an.an2cn(number, "low")
    assert _chinese(text) == [(text, Decimal(number))]


@given(st.integers(2, 10**7).filter(lambda number: number % 10**4 > 0))
def test_what_cn2an_writes_for_contracts_is_read(number: int) -> None:
    text = cn2an.an2cn(number, "up")
    if any(unit in text for unit in "拾佰仟"):
        assert _chinese(text) == [(text, Decimal(number))]


@given(st.integers(1, 99999).map(lambda number: cn2an.an2cn(number / 100, "low")))
def test_decimals_are_read_as_cn2an_reads_them(text: str) -> None:
    if "点" in text:
        assert _chinese(text) == [(text, Decimal(str(cn2an.cn2an(text, "smart"))))]


@pytest.mark.parametrize("text", ["一点五亿", "三百五十多万", "十几", "三四十", "百", "万亿", "千二", "1,369"])
def test_cn2an_refuses_what_news_writes(text: str) -> None:
    with pytest.raises(ValueError, match=r"不符合格式|不在转化范围"):
        cn2an.cn2an(text, "smart")
    assert [found for found, _ in _chinese(text)] == [text]


SMALL = "one two three four five six seven eight nine ten eleven twelve nineteen twenty thirty-one ninety-nine".split()  # noqa: SIM905 - words
GROUPS = st.tuples(st.sampled_from(SMALL), st.sampled_from(["", " hundred", " hundred and six", " hundred forty-two"]))


@given(st.lists(GROUPS.map("".join), min_size=1, max_size=3))
def test_number_words_are_read_as_number_parser_reads_them(groups: list[str]) -> None:
    scales = ["", " thousand", " million"][: len(groups)][::-1]
    text = " ".join(group + scale for group, scale in zip(groups, scales, strict=True))
    theirs = parse_number(text)
    if theirs is not None and not (len(groups) > 1 and any("hundred" in group for group in groups)):
        assert _english(text) == [(text, Decimal(theirs))]


@pytest.mark.parametrize(
    ("text", "theirs", "ours"),
    [
        ("1.2 million", None, 1200000),
        ("two and a half million", None, 2500000),
        ("half a million", None, 500000),
        ("three point five billion", None, 3500000000),
        ("a dozen", None, 12),
        ("several hundred", None, 100),
        ("a hundred and twelve", None, 112),
    ],
)
def test_number_parser_reads_these_otherwise(text: str, theirs: int | None, ours: int) -> None:
    assert parse_number(text) == theirs
    assert _english(text) == [(text, Decimal(ours))]
