"""How quotes are read: by their repairs, in simplified characters; and found again in copies of their document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset.provenance.anchor import anchors_of
from talent_dataset.provenance.ledger import Ledger, Repair, Row
from talent_dataset.provenance.quoted_text import figures_of, patched, simplified

Make = Callable[..., Path]
Read = Callable[..., Ledger]

ROW = Row("repairs", "r", 2, {})
DAMAGED = "網(wǎng)絡与(市委)協(xié)作"


def repair(raw: str, reading: str, text: str = DAMAGED) -> Repair:
    start = text.index(raw)
    return Repair("d1", start, start + len(raw), raw, reading, ROW)


REPAIRS = [repair("網(wǎng)", "網"), repair("協(xié)", "協")]


@pytest.mark.parametrize(
    ("start", "end", "reading"),
    [(0, 22, "網絡与(市委)協作"), (7, 9, "絡与"), (0, 8, "網絡"), (13, 22, "協作"), (1, 8, "(wǎng)絡")],
)
def test_a_stretch_is_read_with_the_repairs_that_lie_in_it(start: int, end: int, reading: str) -> None:
    assert patched(DAMAGED[start:end], start, REPAIRS) == reading


def test_a_repair_that_finds_other_words_is_left_out() -> None:
    assert patched("Linden", 0, [Repair("d1", 0, 2, "Ll", "L", ROW)]) == "Linden"


@given(st.text(), st.integers(0, 100))
def test_without_repairs_a_stretch_stays_as_it_is(text: str, start: int) -> None:
    assert patched(text, start, []) == text


@pytest.mark.parametrize(("text", "plain"), [("兩大國家中心城市", "两大国家中心城市"), ("Linden", "Linden"), ("", "")])
def test_traditional_characters_are_read_as_simplified_ones(text: str, plain: str) -> None:
    assert simplified(text) == plain


def test_a_quote_in_han_characters_is_read_as_chinese_whatever_its_source() -> None:
    assert [str(each.value) for each in figures_of("三千人", "en")] == ["3000"]


def test_no_figures_are_read_in_a_language_without_rules() -> None:
    assert figures_of("12 maisons", "fr") == ()


WORDS = [f"word{chr(97 + i)}{chr(122 - i)}" for i in range(12)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(st.lists(st.lists(st.sampled_from(["more", "text", "here"]), max_size=3), min_size=12, max_size=12))
def test_every_quote_is_found_again_in_a_copy_with_more_words(
    books_package: Make, ledger: Read, added: list[list[str]]
) -> None:
    parts = [" ".join([word, *more]) for word, more in zip(WORDS, added, strict=True)]
    copy = "A copy: " + " ".join(parts)
    entries = [{"table": "t", "row_id": "a", "source_id": "d1", "quote": word, "concludes": "a"} for word in WORDS]
    folder = books_package({"d1": " ".join(WORDS)}, {"t": [{"id": "a"}]}, entries)
    (folder / "seeds" / "texts" / "d1.txt").write_text(copy, encoding="utf-8")
    found = [(each.grade, each.start) for each in anchors_of(ledger(folder)) if each]
    assert found == [("re-anchored", copy.index(word)) for word in WORDS]
