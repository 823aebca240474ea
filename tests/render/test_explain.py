"""Explanations on a screen and in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from talent_dataset.render import plain
from talent_dataset.render.columns import columns
from talent_dataset.render.explain import explanation_lines, index_page, list_lines, page
from talent_dataset.render.explanation import Explanation, explanation, explanations

PAGES = Path(__file__).parents[2] / "docs" / "codes"
SCREEN = """\
cell/maximum  error
A value is above its maximum.

rule
    The value is less than or equal to the maximum, compared exactly as values
    of the field's type: 0.30000000000000001 exceeds 0.3.

why
    A bound states what is possible at all; a value beyond it is mistyped, or in
    another unit.

mend
    Correct the value, check its unit, or raise the maximum when the value is
    right.

bad
    schema
        {"fields": [{"name": "share", "type": "number",
                     "constraints": {"maximum": 1}}]}
    data.csv
        share
        31.6

good
    data.csv
        share
        0.316

standard
    Table Schema: maximum
    https://datapackage.org/standard/table-schema/#maximum
"""


def test_an_explanation_says_rule_reason_mending_examples_and_clause() -> None:
    assert plain(explanation_lines(explanation("cell/maximum"))) == SCREEN


def test_the_list_has_a_line_for_each_code() -> None:
    lines = plain(list_lines()).splitlines()
    assert [line.split()[0] for line in lines] == list(explanations())


@pytest.mark.parametrize("one", explanations().values(), ids=lambda one: one.code)
def test_an_explanation_keeps_to_80_columns(one: Explanation) -> None:
    addresses = {f"    {address}" for _, address in one.clauses}
    lines = {line.text for line in explanation_lines(one)} - addresses
    assert max(map(columns, lines)) <= 80


@pytest.mark.parametrize("one", explanations().values(), ids=lambda one: one.code)
def test_the_page_of_a_code_is_its_explanation(one: Explanation) -> None:
    assert (PAGES / f"{one.code}.md").read_text("utf-8") == page(one), "run tools/code_pages.py"


def test_the_index_lists_every_code() -> None:
    assert (PAGES / "index.md").read_text("utf-8") == index_page(), "run tools/code_pages.py"


def test_there_is_no_page_without_a_code() -> None:
    pages = {page.relative_to(PAGES).with_suffix("").as_posix() for page in PAGES.rglob("*.md")}
    assert pages == {*explanations(), "index"}
