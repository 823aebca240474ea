"""Explanations on a screen and in the documentation."""

from __future__ import annotations

import pytest

from talent_dataset.render import plain
from talent_dataset.render.columns import columns
from talent_dataset.render.explain import explanation_lines, index_page, list_lines, page
from talent_dataset.render.explanation import Explanation, explanation, explanations

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


PAGE = """\
# cell/maximum

A value is above its maximum. Severity: error.

## Rule

The value is less than or equal to the maximum, compared exactly as values of the field's type: 0.30000000000000001 exceeds 0.3.

## Why

A bound states what is possible at all; a value beyond it is mistyped, or in another unit.

## How to mend it

Correct the value, check its unit, or raise the maximum when the value is right.

## Bad

schema:

```json
{"fields": [{"name": "share", "type": "number",
             "constraints": {"maximum": 1}}]}
```

data.csv:

```csv
share
31.6
```

## Good

data.csv:

```csv
share
0.316
```

## Standard

- [Table Schema: maximum](https://datapackage.org/standard/table-schema/#maximum)
"""  # noqa: E501 - a paragraph of a page is one line


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


def test_a_page_says_the_same_in_markdown() -> None:
    assert page(explanation("cell/maximum")) == PAGE


def test_the_index_links_every_code() -> None:
    assert all(f"| [{code}]({code}.md) |" in index_page() for code in explanations())
