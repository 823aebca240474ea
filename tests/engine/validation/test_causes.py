"""Findings by their cause: each cause once, what follows under it, and every number exact."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset import validate
from talent_dataset.engine.policy import Policy, parse_settings
from talent_dataset.engine.report import Follower, Group, Report, Suppressed
from talent_dataset.engine.validation import causes

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
PARENT = {"fields": [{"name": "id", "type": "string", "constraints": {"pattern": "[a-z]+"}}], "primaryKey": "id"}
CHILD = {
    "fields": [{"name": "of", "type": "string"}, {"name": "n", "type": "integer"}],
    "foreignKeys": [{"fields": "of", "reference": {"resource": "parent", "fields": "id"}}],
}


def package(folder: Path, tables: dict[str, tuple[Any, str]], **properties: Any) -> Path:
    resources = []
    for name, (schema, text) in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
        resources.append({"name": name, "path": f"{name}.csv", "type": "table", "schema": schema})
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"$schema": PROFILE, "resources": resources, **properties}), encoding="utf-8")
    return path


def family(folder: Path, parent: str, child: str, **options: Any) -> Report:
    return validate(package(folder, {"parent": (PARENT, parent), "child": (CHILD, child)}), **options)


def told(report: Report) -> list[tuple[str, str | None, int, list[tuple[str, int]]]]:
    return [(g.code, g.value, g.count, [(f.code, f.count) for f in g.follows]) for g in report.groups]


def added_up(report: Report) -> dict[str, int]:
    numbers: Counter[str] = Counter()
    for group in report.groups:
        numbers[group.code] += group.count
        for follower in group.follows:
            numbers[follower.code] += follower.count
    return dict(sorted(numbers.items()))


def test_a_blank_after_an_id_is_one_cause_and_the_rows_that_miss_it_follow(tmp_path: Path) -> None:
    report = family(tmp_path, "id\na\nb \n", "of,n\nb,1\na,2\nb,3\n")
    assert report.groups == (
        Group(
            code="cell/pattern",
            severity="error",
            count=1,
            message="`b ` does not match the pattern [a-z]+ as a whole.",
            hint="Write b: there is a blank at its end.",
            resource="parent",
            field="id",
            value="b ",
            examples=(0,),
            follows=(Follower("table/foreign-key", 2, "child"),),
        ),
    )
    assert (dict(report.totals), len(report.issues)) == ({"cell/pattern": 1, "table/foreign-key": 2}, 3)


def test_a_hundred_rows_that_miss_one_row_do_not_hide_the_second_that_is_missing(tmp_path: Path) -> None:
    report = family(tmp_path, "id\na\n", "of,n\n" + "gone,1\n" * 100 + "lost,1\n", limit=3)
    assert told(report) == [("table/foreign-key", "gone", 100, []), ("table/foreign-key", "lost", 1, [])]
    assert [(i.row, i.cell) for i in report.issues] == [(2, "gone"), (3, "gone"), (102, "lost")]
    assert [g.examples for g in report.groups] == [(0, 1), (2,)]


def test_causes_come_before_what_they_may_cause_whatever_the_order_of_the_tables(tmp_path: Path) -> None:
    schema = {**CHILD, "proof:data": {"rules": [{"name": "small", "sql": "n < 9"}]}}
    tables = {"child": (schema, "of,n,x\nz,1,1\na,10,1\na,x,1\na,y,1\na,1\n"), "parent": (PARENT, "id\nB\na\na\n")}
    report = validate(package(tmp_path, tables))
    assert [(g.code, g.resource) for g in report.groups] == [
        ("header/extra-field", "child"),
        ("row/missing-cell", "child"),
        ("cell/type", "child"),
        ("cell/type", "child"),
        ("cell/pattern", "parent"),
        ("row/primary-key", "parent"),
        ("table/foreign-key", "child"),
        ("row/small", "child"),
    ]


def test_a_rule_that_reads_a_faulty_cell_follows_from_it(tmp_path: Path) -> None:
    fields = [{"name": "a", "type": "integer", "constraints": {"maximum": 9}}, {"name": "b", "type": "integer"}]
    schema = {"fields": fields, "proof:data": {"rules": [{"name": "ordered", "sql": "a <= b"}]}}
    report = validate(package(tmp_path, {"t": (schema, "a,b\n10,5\n10,6\n7,5\n1,2\n")}))
    assert told(report) == [("cell/maximum", "10", 2, [("row/ordered", 2)]), ("row/ordered", None, 1, [])]


def test_cells_of_a_record_that_is_too_long_or_too_short_follow_from_it(tmp_path: Path) -> None:
    schema = {"fields": [{"name": name, "type": "integer"} for name in "abc"]}
    report = validate(package(tmp_path, {"t": (schema, "a,b,c\n1,2,3\n1,x,2,3\nx,1\nx\n1,2,3\n4,5,6\n")}))
    assert told(report) == [
        ("row/extra-cell", None, 1, [("cell/type", 1)]),
        ("row/missing-cell", None, 1, [("cell/type", 1)]),
        ("row/missing-cell", None, 1, [("row/missing-cell", 1), ("cell/type", 1)]),
    ]
    assert added_up(report) == report.totals


def test_a_delimiter_too_many_in_every_line_explains_no_other_fault(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}]}
    report = validate(package(tmp_path, {"t": (schema, "a\n1,\nx,\n")}))
    assert told(report) == [("row/extra-cell", None, 2, []), ("cell/type", "x", 1, [])]


def test_rows_of_a_table_rule_follow_from_the_cells_that_they_show(tmp_path: Path) -> None:
    rule = {
        "name": "alone",
        "resource": "parent",
        "sql": "SELECT id FROM parent WHERE id NOT IN (SELECT of FROM child)",
    }
    tables = {"parent": (PARENT, "id\nB\na\n"), "child": (CHILD, "of,n\nb,1\n")}
    report = validate(package(tmp_path, tables, **{"proof:data": {"rules": [rule]}}))
    assert told(report) == [
        ("cell/pattern", "B", 1, [("table/foreign-key", 1), ("row/alone", 1)]),
        ("row/alone", None, 1, []),
    ]


def test_an_empty_key_is_no_reason_for_a_dash_that_is_missing(tmp_path: Path) -> None:
    report = family(tmp_path, 'id\n""\n_\na\n', "of,n\n-,1\n")
    assert ("table/foreign-key", "-", 1, []) in told(report)


def test_a_warning_is_as_grave_as_what_follows_from_it(tmp_path: Path) -> None:
    policy = Policy(parse_settings(["cell/pattern=warning"], []))
    report = family(tmp_path, "id\nB\n", "of,n\nb,1\n", policy=policy)
    assert [(g.severity, g.code) for g in report.groups] == [("error", "cell/pattern")]


def test_what_is_silenced_explains_nothing(tmp_path: Path) -> None:
    policy = Policy(parse_settings([], ["cell/pattern=known"]))
    report = family(tmp_path, "id\nB\n", "of,n\nb,1\n", policy=policy)
    assert told(report) == [("table/foreign-key", "b", 1, [])]


def test_without_examples_a_kind_is_one_group(tmp_path: Path) -> None:
    report = family(tmp_path, "id\na\n", "of,n\ngone,1\nlost,1\ngone,x\n", limit=0)
    assert [(g.code, g.count, g.value, g.values, g.examples) for g in report.groups] == [
        ("cell/type", 1, "x", 1, ()),
        ("table/foreign-key", 3, None, 2, ()),
    ]


def test_too_many_values_are_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("causes", "findings"):
        monkeypatch.setattr(f"talent_dataset.engine.validation.{module}.MOST", 2)
    report = family(tmp_path, "id\na\n", "of,n\n" + "".join(f"{each},1\n" for each in "wxwyzwy"), limit=2)
    assert [(g.value, g.count, g.values) for g in report.groups] == [("w", 3, 1), ("x", 1, 1), (None, 3, None)]


def test_long_values_are_compared_by_their_beginning(tmp_path: Path) -> None:
    long = "x" * causes.LONGEST
    report = family(tmp_path, "id\na\n", f"of,n\n{long}1,1\n{long}2,1\n")
    assert [(g.value, g.count) for g in report.groups] == [(long, 2)]
    assert [i.cell for i in report.issues] == [f"{long}1", f"{long}2"]


CELLS = st.sampled_from(["a", "b", "b ", "B", "c", "", "x,1", "7"])


@given(
    parent=st.lists(CELLS, max_size=6),
    child=st.lists(st.tuples(CELLS, st.sampled_from(["1", "x", "", "1,2"])), max_size=12),
    limit=st.sampled_from([0, 1, 2, 3, None]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_groups_and_what_follows_add_up_to_the_totals(
    tmp_path: Path, parent: list[str], child: list[tuple[str, str]], limit: int | None
) -> None:
    rows = "".join(f"{of},{n}\n" for of, n in child)
    report = family(tmp_path, "id\n" + "".join(f"{each}\n" for each in parent), f"of,n\n{rows}", limit=limit)
    assert added_up(report) == report.totals
    shown = Counter((i.code, i.resource) for i in report.issues)
    assert limit is None or all(number <= limit for number in shown.values())
    for group in report.groups:
        examples = [report.issues[index] for index in group.examples]
        assert {(i.code, i.resource, i.field) for i in examples} <= {(group.code, group.resource, group.field)}
        assert group.value is None or group.code == "row/primary-key" or {i.cell for i in examples} <= {group.value}


def test_faults_of_the_books_about_a_column_that_is_missing_are_suppressed_and_counted(tmp_path: Path) -> None:
    editorial = {"proof:data": {"role": "editorial"}}
    books = {
        "sources": (["source_id", "sha256", "language"], []),
        "evidence": (
            ["evidence_id", "table", "row_id", "field", "source_id", "start", "end", "quote", "basis"],
            ["e1,t,one,unit,s,,,x,stated", "e2,t,one,gone,s,,,x,stated"],
        ),
    }
    tables: dict[str, tuple[Any, str]] = {
        name: ({"fields": [{"name": each, **editorial} for each in names]}, "\n".join([",".join(names), *rows]) + "\n")
        for name, (names, rows) in books.items()
    }
    fields = [{"name": "id", **editorial}, {"name": "unit"}]
    tables["t"] = ({"fields": fields, "primaryKey": "id"}, "id\none\n")
    declared = {"books": {"sources": "sources", "evidence": "evidence"}}
    report = validate(package(tmp_path, tables, **{"proof:data": declared}))
    reason = "the column 'unit' of 't' is missing"
    assert [each for each in report.suppressed if each.code == "evidence/orphan"] == [
        Suppressed("evidence/orphan", 2, reason, "evidence")
    ]
    assert ("header/missing-field", "unit") in {(i.code, i.field) for i in report.issues}
    assert {i.message for i in report.issues if i.code == "evidence/orphan" and i.field == "field"} == {
        "'gone' is no factual field of 't'."
    }


@pytest.mark.parametrize(
    ("text", "follows"),
    [("id;name;town\n1;a;b\n", {"header/missing-field": 2}), ("1,a,b\n2,c,d\n", {"header/field-name": 2})],
)
def test_what_one_word_of_the_dialect_mends_is_one_cause(text: str, follows: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    fields = [{"name": "id", "type": "integer"}, {"name": "name"}, {"name": "town"}]
    report = validate(tmp_path / "t.csv", schema={"fields": fields})
    (group,) = report.groups
    assert (group.code, group.count, {each.code: each.count for each in group.follows}) == (
        "header/field-name",
        1,
        follows,
    )
    assert sum(report.totals.values()) == 3
