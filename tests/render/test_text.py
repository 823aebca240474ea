"""A report as people read it."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.issues import Issue
from talent_dataset.engine.report import Checks, Follower, Group, Report, ResourceSummary, Silenced, Skipped, Suppressed
from talent_dataset.render import plain, quiet_lines, report_lines, verdict_lines
from talent_dataset.render.columns import columns, wrap
from talent_dataset.render.issue_text import issue_lines, place

WRONG = Issue(
    code="cell/type",
    message="\u201c第一次\u201d is not an integer.",
    hint="Write the ordinal with digits, such as 1; put words into the title, or leave it empty.",
    resource="events",
    path="data/events.csv",
    row=3,
    line=4,
    column=26,
    field="ordinal",
    key={"event_id": "launch"},
    cell="第一次\x1b[0m",
    excerpt="launch,2020-01-01,签署合作协议,第一次\x1b[0m,,",
)
GROUP = Group(
    code="cell/type",
    severity="error",
    count=2,
    message=WRONG.message,
    hint=WRONG.hint,
    resource="events",
    field="ordinal",
    value=WRONG.cell,
    examples=(0,),
    follows=(Follower("row/signed", 1, "events"), Follower("row/signed", 3, "协议"), Follower("row/last", 1, "events")),
)
REPORT = Report(
    package={"name": "talent", "version": "1.0.0", "path": "datapackage.json"},
    resources=(
        ResourceSummary(name="events", path="data/events.csv", rows=1029, fields=12, checks=31, issues=2),
        ResourceSummary(name="协议", path="data/agreements.csv", rows=7, fields=9, checks=20, issues=0),
    ),
    totals={"cell/type": 2, "cell/formula": 1, "row/signed": 4},
    errors=6,
    issues=(WRONG,),
    groups=(GROUP,),
    suppressed=(Suppressed("evidence/orphan", 2, "the column 'unit' of 'events' is missing", "evidence"),),
    checks=Checks(
        run=51,
        cells=12411,
        skipped=(
            Skipped("evidence/quote", "no documents at hand"),
            Skipped("table/foreign-key", "'places' was not read to its end", "events"),
            Skipped("table/foreign-key", "'places' was not read to its end", "parties"),
            Skipped("table/foreign-key", "'places' was not read to its end", "parties"),
        ),
        silenced=(Silenced("row/blank", 3, "they part the years", "events"),),
    ),
    books={
        "cells": {
            "backed": 10,
            "of": 12,
            "read": 6,
            "signed": 4,
            "computed": 0,
            "by_table": [{"table": "events", "backed": 10, "of": 12, "read": 6, "signed": 4, "computed": 0}],
        },
        "conflicts": {"open": 0, "all": 2},
    },
    seconds=0.25,
)
TEXT = """\
talent  1.0.0  datapackage.json

resource   rows  fields  checks  issues
events    1,029      12      31       2
协议          7       9      20       0

books
  cells   backed  of  read  signed  computed
  events      10  12     6       4         0

  conflicts: 0 open of 2

skipped
    evidence/quote: no documents at hand
    table/foreign-key in events, parties: 'places' was not read to its end

suppressed
    evidence/orphan in evidence (2): the column 'unit' of 'events' is missing

silenced
    row/blank in events (3): they part the years

totals
    cell/type     2  (1 shown)
    cell/formula  1  (0 shown)
    row/signed    4  (4 follow from others)

work/data/events.csv:4:26  error  cell/type
    at    resource events, row 3, field ordinal, key event_id=launch
      4 | launch,2020-01-01,签署合作协议,第一次\\x1b[0m,,
        |                                ^^^^^^^^^^^^^
    rule  \u201c第一次\u201d is not an integer.
    mend  Write the ordinal with digits, such as 1; put words into the title, or
          leave it empty.
    also  1 more
    then  5 faults follow from it: 4 row/signed in 2 tables, 1 row/last in
          events

Not valid: 6 errors and 1 other finding.
51 checks on 12,411 cells in 0.2 s
"""


def one(issue: Issue) -> Any:
    """A report's issues and groups, where there is one."""
    group = Group(code=issue.code, severity=issue.severity, count=1, message=issue.message, examples=(0,))
    return {"issues": (issue,), "groups": (group,)}


def test_a_report_says_resources_issues_totals_what_was_left_out_and_the_verdict() -> None:
    assert plain(report_lines(REPORT, base="work")) == TEXT


def test_a_valid_report_is_short() -> None:
    summary = ResourceSummary(name="t", path="t.csv", rows=1, fields=1, checks=1, issues=0)
    report = Report(package={"path": "datapackage.json"}, resources=(summary,), checks=Checks(run=1, cells=1))
    expected = """\
        datapackage.json

        resource  rows  fields  checks  issues
        t            1       1       1       0

        Valid.
        1 check on 1 cell in 0.0 s
    """
    assert plain(report_lines(report)) == dedent(expected)


def test_where_nothing_was_checked_the_verdict_says_so() -> None:
    assert verdict_lines(Report(package={}))[0].text == "Not fully checked: there was nothing to check."


UNREAD = (
    Skipped("file/remote", "it is on the web", "orders"),
    Skipped("table/foreign-key", "'orders' was not read to its end.", "lines"),
)


def _said(*skipped: Skipped, **others: Any) -> list[str]:
    report = Report(package={}, checks=Checks(run=1, cells=2, skipped=skipped), **others)
    return plain(verdict_lines(report, 200)).splitlines()


def test_what_was_not_read_and_what_did_not_run_is_named_with_the_reason_and_how_to_accept_it() -> None:
    assert _said(*UNREAD) == [
        (
            "Not fully checked: 1 resource was not read (orders: it is on the web) and 1 check did not run "
            "(table/foreign-key in lines: 'orders' was not read to its end)."
        ),
        "1 check on 2 cells in 0.0 s",
        "To accept what was skipped: --allow-skipped file/remote --allow-skipped table/foreign-key",
    ]


def test_of_many_skips_the_verdict_names_the_first_three_and_counts_the_others() -> None:
    skips = [Skipped("file/remote", "it is on the web", f"t{number}") for number in range(1, 1004)]
    assert _said(*skips)[0] == (
        "Not fully checked: 1,003 resources were not read (t1: it is on the web; t2: it is on the web; "
        "t3: it is on the web; 1,000 more)."
    )


def test_a_skip_that_is_allowed_is_named_beside_valid() -> None:
    assert _said(replace(UNREAD[0], allowed=True)) == [
        "Valid; skipped as allowed: file/remote in orders.",
        "1 check on 2 cells in 0.0 s",
    ]


def test_documents_that_were_not_at_hand_are_counted_beside_valid() -> None:
    states = ["verified", "missing", "missing"]
    books = {"sources": {"by_source": [{"source": str(n), "state": state} for n, state in enumerate(states)]}}
    skip = Skipped("evidence/quote", "no folder", "evidence", "not-at-hand")
    assert _said(skip, books=books, totals={"cell/formula": 1})[0] == (
        "Valid, with 1 finding; 2 documents not compared."
    )
    assert _said(replace(skip, required=True), books=books) == [
        "Not fully checked: 1 check did not run (evidence/quote in evidence: no folder).",
        "1 check on 2 cells in 0.0 s",
    ]


def test_errors_go_before_what_was_not_read() -> None:
    assert _said(*UNREAD, errors=1, totals={"cell/type": 1}) == ["Not valid: 1 error.", "1 check on 2 cells in 0.0 s"]


def test_what_is_allowed_or_required_is_marked_among_the_skipped() -> None:
    skipped = (replace(UNREAD[0], allowed=True), replace(UNREAD[1], required=True))
    shown = plain(report_lines(Report(package={}, checks=Checks(run=1, skipped=skipped))))
    assert "    file/remote in orders (allowed): it is on the web\n" in shown
    assert "    table/foreign-key in lines (required): 'orders' was not read to its end.\n" in shown


def test_warnings_leave_a_package_valid_and_are_counted() -> None:
    report = Report(package={}, totals={"cell/formula": 1200}, checks=Checks(run=1))
    assert verdict_lines(report)[0].text == "Valid, with 1,200 findings."


@pytest.mark.parametrize("width", [48, 80, 200])
def test_lines_keep_to_the_width(width: int) -> None:
    assert max(columns(line.text) for line in report_lines(REPORT, width=width)) <= width


def test_a_fault_of_the_descriptor_says_where_in_it() -> None:
    issue = Issue(code="descriptor/field", message="m", path="resources[0].schema.fields[1].type", resource="t")
    report = Report(package={"path": "datapackage.json"}, totals={"descriptor/field": 1}, errors=1, **one(issue))
    expected = """\
        datapackage.json

        totals
            descriptor/field  1

        p/datapackage.json  error  descriptor/field
            at    resources[0].schema.fields[1].type, resource t
            rule  m

        Not valid: 1 error.
        0 checks on 0 cells in 0.0 s
    """
    assert plain(report_lines(report, base="p")) == dedent(expected)


def test_a_place_too_wide_stands_on_a_line_of_its_own_unbroken() -> None:
    issue = Issue(code="file/missing", message="m", path="data/" + "x" * 80 + ".csv")
    assert [line.text for line in issue_lines(issue, width=80)][:2] == [issue.path, "error  file/missing"]


def test_a_long_resource_name_is_cut_and_numbers_are_not() -> None:
    summary = ResourceSummary(name="机" * 60, path=None, rows=12345678, fields=1, checks=1, issues=0)
    lines = [line.text for line in report_lines(Report(package={}, resources=(summary,), checks=Checks(run=1)))]
    assert columns(lines[1]) == 80
    assert lines[1].split() == ["机" * 20 + "...", "12,345,678", "1", "1", "0"]


@pytest.mark.parametrize(
    ("issue", "expected"),
    [
        (Issue(code="cell/type", message="m", path="a.csv", line=2, column=3), "base/a.csv:2:3"),
        (Issue(code="row/blank", message="m", path="a.csv", line=2), "base/a.csv:2"),
        (Issue(code="file/missing", message="m", path="a.csv"), "base/a.csv"),
        (Issue(code="cell/type", message="m"), ""),
        (Issue(code="file/missing", message="m", path="https://e.org/a.csv"), "https://e.org/a.csv"),
        (Issue(code="descriptor/field", message="m", path="resources[0].name"), "base/datapackage.json"),
        (Issue(code="descriptor/json", message="m", line=2, column=5), "base/datapackage.json:2:5"),
    ],
)
def test_a_place_is_as_exact_as_what_is_known(issue: Issue, expected: str) -> None:
    assert place(issue, "base", "base/datapackage.json") == expected


@pytest.mark.parametrize(
    ("cell", "shown"), [("", '""'), (" 12", '" 12"'), ("x" * 300, "x" * 200 + "... (300 characters)")]
)
def test_empty_padded_and_gigantic_cells_are_shown_as_what_they_are(cell: str, shown: str) -> None:
    lines = [line.text for line in issue_lines(Issue(code="cell/type", message="m", cell=cell), width=999)]
    assert lines[1] == f"    cell  {shown}"


def test_nothing_of_a_stranger_forges_a_line() -> None:
    evil = "x\n\x1b[1A\rValid.\u2028"
    issue = Issue(
        code=f"row/{evil}",
        message=evil,
        hint=evil,
        resource=evil,
        path=evil,
        line=1,
        column=1,
        field=evil,
        cell=evil,
        key={evil: evil},
        cells={evil: evil},
        sql=evil,
        address=evil,
        excerpt=evil,
    )
    report = Report(
        package={"name": evil},
        resources=(ResourceSummary(name=evil, path=None, rows=0, fields=0, checks=1, issues=1),),
        totals={f"row/{evil}": 1},
        errors=1,
        **one(issue),
        checks=Checks(run=1, skipped=(Skipped(evil, evil, evil),), silenced=(Silenced(evil, 1, evil, evil),)),
        books={
            "cells": {"by_table": [{"table": evil, "backed": 1, "of": 1, "read": 1, "signed": 0, "computed": 0}]},
            "sources": {
                "by_source": [{"source": evil, "state": evil, "quotes": 0, "exact": 0, "repaired": 0, "re-anchored": 0}]
            },
        },
    )
    text = plain([*report_lines(report, base="base"), *quiet_lines(report, base="base")])
    assert not [line for line in text.splitlines() if line.startswith("Valid")]
    assert all(c.isprintable() or c == "\n" for c in text)


@given(st.text(), st.integers(20, 100))
def test_lines_of_any_cell_and_message_are_too_wide_only_where_a_word_is(text: str, width: int) -> None:
    issue = Issue(code="cell/type", message=text, hint=text, cell=text, resource=text, field=text)
    for one_line in (line.text for line in issue_lines(issue, width=width)):
        assert columns(one_line) <= width or wrap(one_line[10:], width - 10) == [one_line[10:]]


def test_a_rule_that_is_broken_shows_the_cells_that_it_read_and_its_sql() -> None:
    cells = {"shipped_on": "2020-02-01", "delivered_on": None, "note": " x"}
    issue = Issue(code="row/in-time", message="m", cells=cells, sql="shipped_on <= delivered_on AND note <> ''")
    assert [line.text for line in issue_lines(issue, width=80)][1:] == [
        "    rule  m",
        '    cells shipped_on=2020-02-01, delivered_on=(none), note=" x"',
        "    sql   shipped_on <= delivered_on AND note <> ''",
    ]


def test_of_a_row_with_many_cells_those_are_shown_that_the_rule_names() -> None:
    cells: dict[str, str | None] = {f"c{number}": str(number) for number in range(20)}
    issue = Issue(code="row/rule", message="m", cells=cells, sql="SELECT * FROM t WHERE c3 > c17")
    assert [line.text for line in issue_lines(issue, width=80)][2] == "    cells c3=3, c17=17"


def many(number: int) -> Report:
    issues = tuple(
        Issue(
            code="cell/type", message=f"`{n}` is none.", path="t.csv", line=n + 2, resource="t", cell=str(n), hint="h"
        )
        for n in range(number)
    )
    groups = tuple(
        Group(code="cell/type", severity="error", count=1, message=i.message, hint="h", resource="t", examples=(n,))
        for n, i in enumerate(issues)
    )
    return Report(package={}, totals={"cell/type": number}, errors=number, issues=issues, groups=groups)


def test_one_cause_more_is_told_in_the_singular() -> None:
    lines = [line.text for line in report_lines(many(5))]
    assert "    and 1 more cause above" in lines


def test_in_short_others_of_a_kind_are_not_said_to_have_the_value_of_the_first() -> None:
    report = many(1)
    others = replace(report.groups[0], count=5, values=4, examples=())
    lines = quiet_lines(replace(report, groups=(*report.groups, others)))
    assert [line.text for line in lines][:2] == [
        "t.csv:2: error cell/type: `0` is none.",
        "t: error cell/type: more of the kind with 4 other values (5 errors)",
    ]


def test_where_findings_do_not_fit_on_a_screen_the_first_stand_before_the_verdict_once_more() -> None:
    lines = [line.text for line in report_lines(many(7))]
    assert lines[-9:] == [
        "first of all",
        "    t.csv:2  cell/type  1 error",
        "    t.csv:3  cell/type  1 error",
        "    t.csv:4  cell/type  1 error",
        "    t.csv:5  cell/type  1 error",
        "    and 3 more causes above",
        "",
        "Not valid: 7 errors.",
        "0 checks on 0 cells in 0.0 s",
    ]
    assert "first of all" not in [line.text for line in report_lines(many(2))]


def test_the_same_hint_is_given_once() -> None:
    assert [line.text for line in report_lines(many(3))].count("    mend  h") == 1


def test_further_rows_of_a_cause_are_told_by_their_lines_and_the_others_by_their_number() -> None:
    issues = tuple(
        Issue(code="table/foreign-key", message="m", path=path, line=line, cell="x", resource="t")
        for path, line in (("a.csv", 2), ("a.csv", 3), ("a.csv", 5), ("b.csv", 2))
    )
    group = Group(code="table/foreign-key", severity="error", count=99, message="m", examples=(0, 1, 2, 3))
    assert "    also  lines 3, 5, b.csv:2 and 95 more, with other values" in [
        line.text
        for line in report_lines(
            Report(package={}, errors=99, issues=issues, groups=(replace(group, values=None),), totals={})
        )
    ]
    rest = Group(
        code="table/foreign-key", severity="error", count=1200, message="m", resource="t", field="p", values=1100
    )
    report = Report(package={}, totals={"table/foreign-key": 1299}, errors=1299, issues=issues, groups=(group, rest))
    assert [line.text for line in report_lines(report)][2:10] == [
        "",
        "a.csv:2  error  table/foreign-key",
        "    at    resource t",
        "    cell  x",
        "    rule  m",
        "    also  lines 3, 5, b.csv:2 and 95 more",
        "",
        "    more  1,200 table/foreign-key in t.p with 1,100 other values",
    ]


def test_without_examples_there_are_totals_only() -> None:
    group = Group(code="cell/type", severity="error", count=2, message="m", resource="t", values=2)
    report = Report(package={}, totals={"cell/type": 2}, errors=2, groups=(group,))
    assert [line.text for line in report_lines(report)][:3] == ["totals", "    cell/type  2  (0 shown)", ""]
    assert [line.text for line in report_lines(report)][3] == "Not valid: 2 errors."


def test_in_short_each_cause_is_one_line_that_is_never_broken() -> None:
    assert plain(quiet_lines(REPORT, base="work")) == (
        "work/data/events.csv:4:26: error cell/type: “第一次” is not an integer. (2 errors, and 5 that follow)\n"
        "Not valid: 6 errors and 1 other finding.\n"
        "51 checks on 12,411 cells in 0.2 s\n"
    )
