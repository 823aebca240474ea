"""The verdict and the published form of a report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from talent_dataset.engine.issues import Issue
from talent_dataset.engine.report import Checks, Follower, Group, Report, ResourceSummary, Silenced, Skipped, Suppressed

ISSUE = Issue(code="cell/type", message="'x' is not an integer", resource="t", path="t.csv", row=2, field="n", cell="x")
GROUP = Group(
    code="cell/type",
    severity="error",
    count=2,
    message=ISSUE.message,
    resource="t",
    field="n",
    value="x",
    examples=(0,),
    follows=(Follower("table/foreign-key", 3, "u"),),
)
SUMMARY = ResourceSummary(name="t", path="t.csv", rows=1, fields=1, checks=2, issues=2)


def verdict(*skipped: Skipped, run: int = 1, errors: int = 0) -> str:
    report = Report(package={}, errors=errors, checks=Checks(run=run, skipped=skipped))
    assert report.is_valid == report.to_dict()["valid"] == (report.verdict == "valid")
    return report.verdict


def test_zero_checks_is_never_valid() -> None:
    assert verdict(run=0) == "not-fully-checked"


def test_no_error_among_checks_that_ran_is_valid() -> None:
    assert verdict() == "valid"


def test_warnings_do_not_make_a_report_invalid() -> None:
    assert Report(package={}, totals={"cell/formula": 3}, checks=Checks(run=1)).verdict == "valid"


def test_errors_make_a_report_invalid_whatever_the_examples() -> None:
    assert Report(package={}, totals={"cell/type": 1}, errors=1, checks=Checks(run=1)).verdict == "invalid"


@pytest.mark.parametrize(
    ("skip", "expected"),
    [
        (Skipped("file/remote", "it is on the web", "t"), "not-fully-checked"),
        (Skipped("file/remote", "it is on the web", "t", allowed=True), "valid"),
        (Skipped("evidence/quote", "no folder", sort="not-at-hand"), "valid"),
        (Skipped("evidence/quote", "no folder", sort="not-at-hand", required=True), "not-fully-checked"),
        (Skipped("figures/list", "no table", sort="not-there"), "valid"),
        (Skipped("figures/list", "no table", sort="not-there", required=True), "not-fully-checked"),
    ],
)
def test_a_skip_counts_where_something_was_not_read_or_the_user_insists(skip: Skipped, expected: str) -> None:
    assert verdict(skip) == expected
    assert verdict(skip, errors=1) == "invalid"


def test_who_allows_that_the_only_table_is_not_read_has_a_valid_package() -> None:
    assert verdict(Skipped("file/remote", "it is on the web", "t", allowed=True), run=0) == "valid"
    assert verdict(Skipped("figures/list", "no table", sort="not-there"), run=0) == "not-fully-checked"


def test_the_published_form_holds_totals_examples_checks_and_what_was_left_out() -> None:
    report = Report(
        package={"name": "p", "version": None, "path": "datapackage.json"},
        resources=(SUMMARY,),
        totals={"cell/type": 2},
        errors=2,
        issues=(ISSUE,),
        groups=(GROUP,),
        suppressed=(Suppressed("evidence/orphan", 4, "a column is missing", "e"),),
        checks=Checks(
            run=2, cells=1, skipped=(Skipped("evidence/quote", "no texts"),), silenced=(Silenced("row/blank", 1, "ok"),)
        ),
    )
    assert json.loads(report.to_json()) == {
        "valid": False,
        "verdict": "invalid",
        "package": {"name": "p", "version": None, "path": "datapackage.json"},
        "resources": [{"name": "t", "path": "t.csv", "rows": 1, "fields": 1, "checks": 2, "issues": 2, "prover": None}],
        "totals": {"cell/type": 2},
        "groups": [
            {
                "code": "cell/type",
                "severity": "error",
                "count": 2,
                "message": "'x' is not an integer",
                "resource": "t",
                "field": "n",
                "value": "x",
                "values": 1,
                "examples": [0],
                "follows": [{"code": "table/foreign-key", "count": 3, "resource": "u"}],
            }
        ],
        "suppressed": [{"code": "evidence/orphan", "count": 4, "reason": "a column is missing", "resource": "e"}],
        "issues": [
            {
                "code": "cell/type",
                "message": "'x' is not an integer",
                "severity": "error",
                "resource": "t",
                "path": "t.csv",
                "row": 2,
                "field": "n",
                "cell": "x",
            }
        ],
        "checks": {
            "run": 2,
            "cells": 1,
            "skipped": [
                {
                    "code": "evidence/quote",
                    "reason": "no texts",
                    "resource": None,
                    "sort": "unread",
                    "allowed": False,
                    "required": False,
                }
            ],
            "silenced": [{"code": "row/blank", "count": 1, "reason": "ok", "resource": None}],
        },
        "books": None,
        "truncated": True,
        "seconds": 0.0,
    }


def test_an_empty_cell_is_published_and_an_empty_hint_is_not() -> None:
    issue = Issue(code="cell/required", message="the cell is empty", cell="")
    assert Report(package={}, issues=(issue,)).to_dict()["issues"] == [
        {"code": "cell/required", "message": "the cell is empty", "severity": "error", "cell": ""}
    ]


def test_what_is_done_to_the_dict_of_a_report_leaves_the_report_as_it_is() -> None:
    issue = Issue(code="cell/type", message="no", key={"id": ["a"]}, cells={"f": "x", "g": None})
    group = Group(code="cell/type", severity="error", count=1, message="no", follows=(Follower("row/rule", 2),))
    report = Report(package={}, issues=(issue,), groups=(group,))
    told = report.to_dict()
    assert told["issues"][0]["key"] == {"id": ["a"]}
    assert told["groups"][0]["follows"] == ({"code": "row/rule", "count": 2, "resource": None},)
    told["issues"][0]["key"]["id"].append("b")
    told["issues"][0]["cells"].clear()
    told["groups"][0]["follows"][0]["count"] = 3
    assert report == Report(
        package={},
        issues=(replace(issue, key={"id": ["a"]}, cells={"f": "x", "g": None}),),
        groups=(replace(group, follows=(Follower("row/rule", 2),)),),
    )


MANY = Report(
    package={},
    resources=(SUMMARY, ResourceSummary(name="u", path=None, rows=1999, fields=1, checks=2, issues=1)),
    totals={"cell/formula": 1, "cell/type": 1234},
    errors=1234,
    issues=(
        Issue(code="cell/formula", message="A formula?", severity="warning", resource="u", row=9, field="f"),
        replace(ISSUE, line=3),
        Issue(code="descriptor/package", message="No name."),
    ),
    checks=Checks(run=2, cells=4000),
)


def test_the_text_of_a_report_has_its_verdict_and_its_first_faults_errors_first() -> None:
    assert str(MANY) == (
        "invalid, 1,234 errors (1,234 cell/type, 1 cell/formula); 4,000 cells in 2,000 rows checked\n"
        "  t.csv:3, n: 'x' is not an integer (cell/type)\n"
        "  No name. (descriptor/package)\n"
        "  u row 9, f: A formula? (cell/formula)\n"
        "  and 1,232 more"
    )
    assert str(Report(package={}, checks=Checks(run=1))) == "valid, 0 errors; 0 cells in 0 rows checked"


def test_a_failed_assertion_shows_a_report_in_a_line() -> None:
    assert repr(MANY) == (
        "<Report invalid, 1,234 errors (1,234 cell/type, 1 cell/formula); 4,000 cells in 2,000 rows checked; "
        "first: t.csv:3, n: 'x' is not an integer (cell/type)>"
    )
    assert repr(Report(package={})) == "<Report not fully checked, 0 errors; 0 cells in 0 rows checked>"


def test_a_failed_assertion_shows_what_was_not_read() -> None:
    report = Report(package={}, checks=Checks(run=1, skipped=(Skipped("file/remote", "it is on the web", "t"),)))
    said = "not fully checked, 0 errors; 0 cells in 0 rows checked; skipped: file/remote (it is on the web)"
    assert (str(report), repr(report)) == (said, f"<Report {said}>")
