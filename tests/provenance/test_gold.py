"""The gold list of figures is well formed, and the finder finds what it says: all of it, and nothing else."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.reading import edtf
from talent_dataset.provenance import Figure, find_figures

GOLD = Path(__file__).with_name("gold") / "figures.jsonl"
LINES: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
FIGURES = [(line, figure) for line in LINES for figure in line["figures"]]
KINDS = {"number", "ordinal", "percent", "range", "date", "time", "duration", "age", "money"}


def test_it_holds_more_than_three_hundred_different_strings() -> None:
    assert len({line["text"] for line in LINES}) == len(LINES) > 300


def test_its_ids_are_unique() -> None:
    assert len({line["id"] for line in LINES}) == len(LINES)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_covers_every_kind_of_figure_in_both_languages(language: str) -> None:
    assert {figure["kind"] for line, figure in FIGURES if line["language"].startswith(language)} == KINDS


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_every_figure_stands_where_it_says_in_order_and_apart(line: dict[str, Any]) -> None:
    figures = line["figures"]
    assert [line["text"][each["start"] : each["start"] + len(each["text"])] for each in figures] == [
        each["text"] for each in figures
    ]
    assert all(one["start"] + len(one["text"]) <= two["start"] for one, two in pairwise(figures))


def test_values_are_plain_decimals_and_bounds_are_in_order() -> None:
    for _, figure in FIGURES:
        values = [Decimal(figure[name]) for name in ("value", "upper") if figure[name] is not None]
        assert values == sorted(values)
        assert all(value.is_finite() for value in values)


def test_dates_and_only_dates_have_an_edtf_that_parses() -> None:
    for _, figure in FIGURES:
        assert (figure["edtf"] is not None) == (figure["kind"] == "date")
        assert figure["edtf"] is None or edtf.is_valid(figure["edtf"]), figure


def test_dates_and_times_have_no_value_and_no_unit() -> None:
    for _, figure in FIGURES:
        if figure["kind"] in {"date", "time"}:
            assert (figure["value"], figure["upper"], figure["unit"]) == (None, None, None)


def test_comparators_are_those_of_the_data_model() -> None:
    assert {figure["comparator"] for _, figure in FIGURES} == {"=", ">", ">=", "<", "<=", "~"}


def _facts(figure: dict[str, Any]) -> dict[str, Any]:
    values = {name: figure[name] and Decimal(figure[name]) for name in ("value", "upper")}
    return {**figure, **values}


def _found(figure: Figure, annotated: dict[str, Any] | None) -> dict[str, Any]:
    facts = {name: getattr(figure, name) for name in ("text", "start", "kind", "value", "upper", "comparator", "edtf")}
    is_unjudged = annotated is not None and annotated["unit"] == "*"
    return {**facts, "unit": "*" if is_unjudged else figure.unit}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_the_finder_finds_all_that_is_annotated_and_nothing_else(line: dict[str, Any]) -> None:
    annotated = {figure["start"]: figure for figure in line["figures"]}
    figures = [figure for figure in find_figures(line["text"], line["language"]) if not figure.idiom]
    assert [_found(figure, annotated.get(figure.start)) for figure in figures] == [
        _facts(figure) for figure in line["figures"]
    ]
