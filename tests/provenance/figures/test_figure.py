"""A figure and its list: what is hashed, and who may be asked."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

import talent_dataset
from talent_dataset.provenance import FINDER, Figure, figures_sha256, find_figures


def test_the_call_is_a_public_name() -> None:
    assert talent_dataset.find_figures is find_figures


def test_the_rules_have_a_version() -> None:
    assert FINDER == "1"


def test_a_figure_says_where_it_stands_what_it_is_worth_and_what_it_counts() -> None:
    assert find_figures("It trained more than 5.255 million people.", "en") == [
        Figure(11, 34, "more than 5.255 million", "number", Decimal(5255000), None, ">", Decimal(1000000), "people")
    ]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="in English \\(en\\) and Chinese \\(zh\\), not in 'fr'"):
        find_figures("30 personnes", "fr")


@pytest.mark.parametrize("language", ["zh", "zh-Hans", "zh-Hant", "ZH-hant-TW"])
def test_subtags_of_a_language_change_nothing(language: str) -> None:
    assert find_figures("30人", language) == find_figures("30人", "zh")


def test_a_text_without_figures_has_none() -> None:
    assert find_figures("", "en") == find_figures("No figures at all.", "en") == find_figures("一体化", "zh") == []


def test_the_hash_is_that_of_one_json_array_a_line() -> None:
    line = '[0,2,"30","number","30",null,"=","1","people",null,false]\n'
    assert figures_sha256(find_figures("30 people", "en")) == hashlib.sha256(line.encode()).hexdigest()
    assert figures_sha256([]) == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"start": 1},
        {"end": 3},
        {"text": "31"},
        {"kind": "range"},
        {"value": Decimal(31)},
        {"upper": Decimal(40)},
        {"comparator": ">"},
        {"scale": Decimal(1000)},
        {"unit": None},
        {"edtf": "2020"},
        {"idiom": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_changes_with_every_property(change: dict[str, Any]) -> None:
    [figure] = find_figures("30 people", "en")
    assert figures_sha256([replace(figure, **change)]) != figures_sha256([figure])


def test_characters_that_nobody_sees_change_no_figure_but_its_span() -> None:
    [figure] = find_figures("five mil\u00adlion bees", "en")
    assert (figure.start, figure.end, figure.text, figure.value) == (0, 13, "five mil\u00adlion", Decimal(5000000))
