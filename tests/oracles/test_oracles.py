"""Laws of whole validations, on tables that are generated: their reports, and those of another implementation."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset import Report, validate

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"

Finding = tuple[str, int, str | None]
"""What is wrong, in which row, and in which field."""

# Cells on whose meaning the standard leaves no doubt, and frictionless 5.21 follows it.
GOOD = {
    "string": ["a", "bb", "ccc", "a b", "x,y", 'say "x"', "é", "数据"],
    "integer": ["0", "1", "-7", "42", "100"],
    "number": ["1.5", "-2", "0", "1e3", "100.25"],
    "boolean": ["true", "false"],
    "date": ["2020-02-29", "1999-12-31"],
    "time": ["12:30:00", "23:59:59"],
    "datetime": ["2020-02-29T12:30:00"],
    "year": ["2020", "1999"],
    "yearmonth": ["2020-02", "1999-12"],
    "duration": ["P1Y", "PT12H"],
    "geopoint": ["90.5, 45.5"],
    "object": ['{"a": 1}'],
    "array": ["[1, 2]"],
}
BAD = {
    "integer": ["x", "1.5", "1e3"],
    "number": ["x", "1.2.3"],
    "boolean": ["maybe"],
    "date": ["2021-02-29", "x"],
    "time": ["x"],
    "datetime": ["x"],
    "year": ["x"],
    "yearmonth": ["2020-13"],
    "duration": ["1 day"],
    "geopoint": ["x", "200.5, 45.5"],
    "object": ["[1]", "{"],
    "array": ["{}", "["],
}
CONSTRAINTS: dict[str, list[dict[str, Any]]] = {
    "string": [{"required": True}, {"unique": True}, {"enum": ["a", "bb"]}, {"minLength": 2}, {"pattern": "[a-c]+"}],
    "integer": [{"required": True}, {"unique": True}, {"minimum": 0}, {"maximum": 42}, {"enum": [0, 1, 42]}],
    "number": [{"required": True}, {"minimum": 0}, {"maximum": 100}],
    "date": [{"minimum": "2000-01-01"}, {"required": True}],
}


@dataclass(frozen=True)
class Table:
    """A table and its schema."""

    fields: tuple[dict[str, Any], ...]
    rows: tuple[tuple[str, ...], ...]
    keys: dict[str, Any]

    @property
    def text(self) -> str:
        """The file."""
        target = io.StringIO()
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow([field["name"] for field in self.fields])
        writer.writerows(self.rows)
        return target.getvalue()

    @property
    def descriptor(self) -> dict[str, Any]:
        """The package."""
        schema = {"fields": list(self.fields), **self.keys}
        return {"$schema": V2, "resources": [{"name": "t", "path": "t.csv", "schema": schema}]}


@st.composite
def fields(draw: st.DrawFn) -> list[dict[str, Any]]:
    """An integer that may be a key, and other fields with a constraint each."""
    found: list[dict[str, Any]] = [{"name": "id", "type": "integer"}]
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(sorted(GOOD)))
        constraint = draw(st.sampled_from([{}, *CONSTRAINTS.get(kind, [])]))
        found.append({"name": f"f{number}", "type": kind} | ({"constraints": constraint} if constraint else {}))
    return found


@st.composite
def tables(draw: st.DrawFn, *, damage: bool = True) -> Table:
    """A table whose cells are good, missing, or of the wrong type; with a key and references to itself."""
    described = draw(fields())
    cells = [
        st.sampled_from([*GOOD[field["type"]], *([*BAD.get(field["type"], []), ""] if damage else [])])
        for field in described
    ]
    cells[0] = st.integers(1, 6 if damage else 10**9).map(str)
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=8))
    choices: list[dict[str, Any]] = [{}, {"primaryKey": ["id"]}]
    if damage:
        parents = draw(st.lists(st.sampled_from(["", "1", "2", "9"]), min_size=len(rows), max_size=len(rows)))
        described.append({"name": "parent", "type": "integer"})
        rows = [(*row, parent) for row, parent in zip(rows, parents, strict=True)]
        reference = {"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}
        choices += [{"foreignKeys": [reference]}, {"primaryKey": ["id"], "foreignKeys": [reference]}]
    return Table(tuple(described), tuple(rows), draw(st.sampled_from(choices)))


@contextmanager
def written(table: Table) -> Iterator[Path]:
    """The package in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "datapackage.json")
        path.write_text(json.dumps(table.descriptor), encoding="utf-8")
        Path(folder, "t.csv").write_text(table.text, encoding="utf-8", newline="")
        yield path


def report(table: Table, limit: int | None = None) -> Report:
    with written(table) as path:
        return validate(path, limit=limit)


def ours(table: Table) -> Counter[Finding]:
    """What we find, in the words of both."""
    names = {"cell/type": "type", "cell/unique": "unique", "row/primary-key": "key", "table/foreign-key": "reference"}
    return Counter(
        (
            names.get(issue.code, "constraint"),
            issue.row or 0,
            None if issue.code == "table/foreign-key" else issue.field,
        )
        for issue in report(table).issues
        if issue.severity == "error"
    )


def theirs(table: Table) -> Counter[Finding]:
    """What frictionless finds, in the words of both."""
    from frictionless import Package

    names = {"type-error": "type", "unique-error": "unique", "primary-key": "key", "foreign-key": "reference"}
    names |= {"constraint-error": "constraint"}
    with written(table) as path:
        found = Package(str(path)).validate()
        rows = found.flatten(["type", "rowNumber", "fieldName"])
    return Counter((names[kind], row, field if names[kind] != "reference" else None) for kind, row, field in rows)


@given(tables())
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_ours_and_frictionless_find_the_same_where_it_follows_the_standard(table: Table) -> None:
    assert ours(table) == theirs(table)


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_total(table: Table, order: random.Random) -> None:
    rows = list(table.rows)
    order.shuffle(rows)
    before, after = report(table), report(replace(table, rows=tuple(rows)))
    assert before.totals == after.totals
    assert before.errors == after.errors


@given(tables(), st.sampled_from([0, 1, 2, 20]))
def test_a_report_is_invalid_exactly_if_there_are_errors_whatever_the_cap(table: Table, limit: int) -> None:
    whole, capped = report(table), report(table, limit)
    assert whole.errors == sum(issue.severity == "error" for issue in whole.issues)
    assert whole.is_valid == (whole.errors == 0)
    assert (capped.is_valid, capped.errors, capped.totals) == (whole.is_valid, whole.errors, whole.totals)
    assert Counter(issue.code for issue in capped.issues) == {
        code: min(total, limit) for code, total in whole.totals.items() if limit
    }
    assert capped.is_truncated == (len(capped.issues) < len(whole.issues))


@given(tables(damage=False), st.data())
def test_a_corrupted_cell_is_an_issue_at_that_cell(table: Table, data: st.DataObject) -> None:
    places = [
        (row, column)
        for row in range(len(table.rows))
        for column, field in enumerate(table.fields)
        if field["type"] in BAD and "unique" not in field.get("constraints", {})
    ]
    row, column = data.draw(st.sampled_from(places))
    field = table.fields[column]
    bad = data.draw(st.sampled_from(BAD[field["type"]]))
    rows = [list(cells) for cells in table.rows]
    rows[row][column] = bad
    corrupted = replace(table, rows=tuple(map(tuple, rows)))
    before = Counter((issue.code, issue.row, issue.field) for issue in report(table).issues)
    found = [
        issue
        for issue in report(corrupted).issues
        if (issue.row, issue.field, issue.code) == (row + 2, field["name"], "cell/type")
    ]
    assert [(issue.cell, issue.line) for issue in found] == [(bad, row + 2)]
    line = corrupted.text.splitlines()[row + 1]
    assert next(csv.reader([line[(found[0].column or 0) - 1 :]]))[0] == bad
    elsewhere = {place for place in before if place[1:] != (row + 2, field["name"])}
    after = Counter((issue.code, issue.row, issue.field) for issue in report(corrupted).issues)
    assert {place for place in elsewhere if not place[0].startswith("row/")} <= set(after)
