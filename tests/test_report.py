"""The verdict and the published form of a report."""

from __future__ import annotations

import json

from talent_dataset.issues import Issue
from talent_dataset.report import Checks, Report, ResourceSummary, Silenced, Skipped

ISSUE = Issue(code="cell/type", message="'x' is not an integer", resource="t", path="t.csv", row=2, field="n", cell="x")
SUMMARY = ResourceSummary(name="t", path="t.csv", rows=1, fields=1, checks=2, issues=2)


def test_zero_checks_is_never_valid() -> None:
    assert not Report(package={}).is_valid


def test_no_error_among_checks_that_ran_is_valid() -> None:
    assert Report(package={}, checks=Checks(run=1)).is_valid


def test_warnings_do_not_make_a_report_invalid() -> None:
    assert Report(package={}, totals={"cell/formula": 3}, checks=Checks(run=1)).is_valid


def test_errors_make_a_report_invalid_whatever_the_examples() -> None:
    assert not Report(package={}, totals={"cell/type": 1}, errors=1, issues=(), checks=Checks(run=1)).is_valid


def test_the_published_form_holds_totals_examples_checks_and_what_was_left_out() -> None:
    report = Report(
        package={"name": "p", "version": None, "path": "datapackage.json"},
        resources=(SUMMARY,),
        totals={"cell/type": 2},
        errors=2,
        issues=(ISSUE,),
        checks=Checks(
            run=2, cells=1, skipped=(Skipped("evidence/quote", "no texts"),), silenced=(Silenced("row/blank", 1, "ok"),)
        ),
    )
    assert json.loads(report.to_json()) == {
        "valid": False,
        "package": {"name": "p", "version": None, "path": "datapackage.json"},
        "resources": [{"name": "t", "path": "t.csv", "rows": 1, "fields": 1, "checks": 2, "issues": 2}],
        "totals": {"cell/type": 2},
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
            "skipped": [{"code": "evidence/quote", "reason": "no texts", "resource": None}],
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
