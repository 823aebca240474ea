"""The published JSON, and its schema."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.issues import Issue
from talent_dataset.engine.report import NOT_PUBLISHED, Checks, Report, ResourceSummary, Silenced, Skipped
from talent_dataset.render.json_text import report_schema, to_json

TEXTS = st.text(max_size=20)
POSITIONS = st.none() | st.integers(1, 10**9)
ISSUES = st.builds(
    Issue,
    code=st.sampled_from(["cell/type", "row/rule", "descriptor/field"]),
    message=TEXTS,
    severity=st.sampled_from(["error", "warning", "info"]),
    hint=TEXTS,
    resource=st.none() | TEXTS,
    path=st.none() | TEXTS,
    row=POSITIONS,
    line=POSITIONS,
    column=POSITIONS,
    field=st.none() | TEXTS,
    key=st.none() | st.dictionaries(TEXTS, st.integers() | TEXTS | st.none()),
    cell=st.none() | TEXTS,
)
REPORTS = st.builds(
    Report,
    package=st.fixed_dictionaries({"name": st.none() | TEXTS, "version": st.none(), "path": TEXTS}),
    resources=st.lists(
        st.builds(
            ResourceSummary,
            name=TEXTS,
            path=st.none() | TEXTS,
            rows=st.integers(0),
            fields=st.integers(0),
            checks=st.integers(0),
            issues=st.integers(0),
        ),
        max_size=3,
    ).map(tuple),
    totals=st.dictionaries(st.sampled_from(["cell/type", "row/rule"]), st.integers(1)),
    errors=st.integers(0, 5),
    issues=st.lists(ISSUES, max_size=3).map(tuple),
    checks=st.builds(
        Checks,
        run=st.integers(0),
        cells=st.integers(0),
        skipped=st.lists(st.builds(Skipped, TEXTS, TEXTS, st.none() | TEXTS), max_size=2).map(tuple),
        silenced=st.lists(st.builds(Silenced, TEXTS, st.integers(1), TEXTS), max_size=2).map(tuple),
    ),
    seconds=st.floats(0, 1e6),
)


def test_the_published_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())


@given(REPORTS)
def test_every_report_keeps_to_the_published_schema(report: Report) -> None:
    jsonschema.Draft202012Validator(report_schema()).validate(json.loads(to_json(report)))


@given(REPORTS)
def test_the_text_parses_to_the_report(report: Report) -> None:
    assert json.loads(to_json(report)) == json.loads(json.dumps(report.to_dict()))


@given(REPORTS)
def test_the_text_holds_nothing_that_a_terminal_obeys_and_can_be_encoded(report: Report) -> None:
    text = to_json(report)
    assert not set(text) & set("\x1b\x7f\x85\x9b\u2028\u202e\u200b\ufeff\ud800")
    text.encode("utf-8")


def test_chinese_is_written_as_it_is() -> None:
    assert '"cell": "川渝"' in to_json(Report(package={}, issues=(Issue(code="cell/type", message="m", cell="川渝"),)))


def test_key_values_that_json_has_no_word_for_are_text() -> None:
    key: dict[str, Any] = {"on": dt.date(2020, 4, 21), "of": Decimal("1.50")}
    text = to_json(Report(package={}, issues=(Issue(code="cell/type", message="m", key=key),)))
    assert json.loads(text)["issues"][0]["key"] == {"on": "2020-04-21", "of": "1.50"}


@pytest.mark.parametrize(
    ("definition", "model"),
    [("issue", Issue), ("resource", ResourceSummary), ("skipped", Skipped), ("silenced", Silenced)],
)
def test_the_schema_names_every_attribute_in_its_order(definition: str, model: type[Any]) -> None:
    properties = report_schema()["$defs"][definition]["properties"]
    assert set(properties) == {field.name for field in fields(model)} - NOT_PUBLISHED
