from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset.checking import validate
from talent_dataset.declare import Table
from talent_dataset.engine.errors import CannotCheckError, TalentDatasetError
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.policy import Policy, Setting
from talent_dataset.engine.reading import fast_csv
from talent_dataset.engine.report import Report, Skipped
from talent_dataset.filtering import filter  # noqa: A004 (the verb of the field)

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]


def package(folder: Path, tables: dict[str, tuple[Any, str]], **properties: Any) -> Path:
    resources = []
    for name, (schema, text) in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
        resources.append({"name": name, "path": f"{name}.csv", "type": "table", "schema": schema})
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"$schema": PROFILE, "resources": resources, **properties}), encoding="utf-8")
    return path


def found(report: Report) -> list[tuple[Any, ...]]:
    return [(i.code, i.resource, i.row, i.line, i.column, i.field) for i in report.issues]


def test_an_issue_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    schema = {"fields": FIELDS, "primaryKey": "id"}
    report = validate(package(tmp_path, {"t": (schema, 'id,name\n1,"a\nb"\nx,c\n')}))
    assert report.issues == (
        Issue(
            code="cell/type",
            message="`x` is not an integer such as 42.",
            hint="Write an integer such as 42; a text that stands for no value belongs in missingValues.",
            resource="t",
            path="t.csv",
            row=3,
            line=4,
            column=1,
            end_column=2,
            field="id",
            key={"id": "x"},
            cell="x",
            excerpt="x,c",
            facts={"type": "integer", "format": "default", "expected": "an integer such as 42", "reason": ""},
        ),
    )
    assert (report.is_valid, dict(report.totals), report.resources[0].rows) == (False, {"cell/type": 1}, 2)


def test_a_repeated_key_is_told_at_each_later_row_and_names_the_first(tmp_path: Path) -> None:
    schema = {"fields": FIELDS, "primaryKey": ["id"]}
    report = validate(package(tmp_path, {"t": (schema, "id,name\n1,a\n2,b\n01,c\n1,d\n,e\n")}))
    assert [(i.code, i.row, i.message) for i in report.issues] == [
        ("row/primary-key", 4, "The key (id) '01' stands already in row 2."),
        ("row/primary-key", 5, "The key (id) '1' stands already in row 2."),
        ("row/primary-key", 6, "The primary key (id) is not filled."),
    ]


@pytest.mark.parametrize("order", [("parent", "child"), ("child", "parent")])
def test_a_reference_is_checked_wherever_its_parent_stands(tmp_path: Path, order: tuple[str, str]) -> None:
    key = {"fields": "of", "reference": {"resource": "parent", "fields": "id"}}
    tables = {
        "parent": ({"fields": FIELDS}, "id,name\n1,a\n2,b\n"),
        "child": ({"fields": [{"name": "of", "type": "integer"}], "foreignKeys": [key]}, "of\n1\n3\n02\n"),
    }
    report = validate(package(tmp_path, {name: tables[name] for name in order}))
    assert [(i.code, i.row, i.field, i.cell, i.message) for i in report.issues] == [
        ("table/foreign-key", 3, "of", "3", "'3' is not in parent.id.")
    ]


def test_tables_may_refer_to_themselves_and_to_each_other(tmp_path: Path) -> None:
    def schema(resource: str) -> dict[str, Any]:
        return {
            "fields": FIELDS,
            "foreignKeys": [{"fields": "name", "reference": {"resource": resource, "fields": "id"}}],
        }

    def text(schema: dict[str, Any]) -> dict[str, Any]:
        return {**schema, "fields": [{"name": "id"}, {"name": "name"}]}

    tables = {
        "a": (text(schema("b")), "id,name\n1,2\n3,9\n"),
        "b": (text(schema("a")), "id,name\n2,3\n4,2\n"),
        "c": (text(schema("")), "id,name\n1,\n2,1\n3,7\n"),
    }
    report = validate(package(tmp_path, tables))
    assert [(i.resource, i.row, i.cell) for i in report.issues] == [("a", 3, "9"), ("b", 3, "2"), ("c", 4, "7")]


def test_a_reference_into_a_table_that_was_not_read_is_skipped(tmp_path: Path) -> None:
    key = {"fields": "id", "reference": {"resource": "p", "fields": "id"}}
    path = package(
        tmp_path, {"p": ({"fields": FIELDS}, ""), "c": ({"fields": FIELDS, "foreignKeys": [key]}, "id,name\n1,a\n")}
    )
    (tmp_path / "p.csv").unlink()
    report = validate(path)
    assert dict(report.totals) == {"file/missing": 1}
    assert [(s.code, s.resource) for s in report.checks.skipped] == [("table/foreign-key", "c")]


def test_rules_run_over_rows_and_over_tables(tmp_path: Path) -> None:
    ours = {
        "rules": [
            {"name": "short", "sql": "LENGTH(name) < 3", "severity": "warning", "summary": {"en": "Names are short."}}
        ]
    }
    other = {
        "name": "single",
        "resource": "t",
        "sql": "SELECT t.id FROM t JOIN u ON t.id = u.id",
        "summary": {"en": "No id stands in both."},
    }
    tables = {
        "t": ({"fields": FIELDS, "primaryKey": "id", "proof:data": ours}, "id,name\n1,abc\n2,b\n3,\n"),
        "u": ({"fields": FIELDS}, "id,name\n2,x\n5,y\n"),
    }
    report = validate(package(tmp_path, tables, **{"proof:data": {"rules": [other]}}))
    assert [(i.code, i.severity, i.row, i.line, i.key, i.message) for i in report.issues] == [
        ("row/short", "warning", 2, 2, {"id": "1"}, "Names are short."),
        ("row/single", "error", 3, 3, {"id": "2"}, "No id stands in both."),
    ]


def test_rules_read_derived_columns(tmp_path: Path) -> None:
    ours = {
        "derived": [{"name": "first", "from": "on", "by": "edtf-earliest"}],
        "rules": [{"name": "late", "sql": "first >= DATE '2020-04-01'"}],
    }
    schema = {"fields": [{"name": "on"}], "proof:data": ours}
    report = validate(package(tmp_path, {"t": (schema, "on\n2020-04\n2020-03\n")}))
    assert [(i.code, i.row) for i in report.issues] == [("row/late", 3)]


def test_a_rule_that_reaches_for_files_is_a_fault_of_the_descriptor(tmp_path: Path) -> None:
    ours = {"rules": [{"name": "evil", "sql": "read_csv('/etc/passwd') IS NULL"}, {"name": "odd", "sql": "id || name"}]}
    tables = {"t": ({"fields": FIELDS, "proof:data": ours}, "id,name\n1,a\n")}
    stolen = {"name": "stolen", "resource": "t", "sql": "SELECT * FROM read_csv('/etc/passwd')"}
    report = validate(package(tmp_path, tables, **{"proof:data": {"rules": [stolen]}}))
    assert dict(report.totals) == {"descriptor/package": 1, "descriptor/schema": 2}
    assert [skipped.code for skipped in report.checks.skipped] == ["row/evil", "row/stolen", "row/odd"]


def test_ragged_and_blank_rows_are_told_apart(tmp_path: Path) -> None:
    report = validate(package(tmp_path, {"t": ({"fields": FIELDS}, "id,name\n1\n\n2,a,b\n3,c\n")}))
    assert found(report) == [
        ("row/missing-cell", "t", 2, 2, 1, "name"),
        ("row/blank", "t", 3, 3, 1, None),
        ("row/extra-cell", "t", 4, 4, 1, None),
    ]


def test_a_derived_column_of_any_type_holds_what_is_computed(tmp_path: Path) -> None:
    ours = {"derived": [{"name": "first", "from": "on", "by": "edtf-earliest"}]}
    schema = {"fields": [{"name": "on"}, {"name": "first", "type": "any"}], "proof:data": ours}
    report = validate(package(tmp_path, {"t": (schema, "on,first\n2020,2020-01-01\n2020,2020\n")}))
    assert [(i.code, i.row, i.cell) for i in report.issues] == [("cell/derived", 3, "2020")]


@pytest.mark.parametrize("last", [None, "t0"], ids=["chain", "ring"])
def test_a_chain_of_references_may_be_of_any_length(last: str | None) -> None:
    def resource(number: int) -> dict[str, Any]:
        parent = f"t{number + 1}" if number < 1_100 else last
        keys = [{"fields": "id", "reference": {"resource": parent, "fields": "id"}}] if parent else []
        schema = {"fields": [{"name": "id", "type": "integer"}], "foreignKeys": keys}
        return {"name": f"t{number}", "type": "table", "data": [{"id": 1 if number else 2}], "schema": schema}

    report = validate({"$schema": PROFILE, "resources": [resource(number) for number in range(1_101)]})
    wrong = [("table/foreign-key", "t0", 2)] + ([("table/foreign-key", "t1100", 2)] if last else [])
    assert [(i.code, i.resource, i.row) for i in report.issues] == wrong[: 2 if last else 1]
    assert report.checks.skipped == ()


def test_a_derived_column_in_the_file_holds_what_is_computed(tmp_path: Path) -> None:
    fields = [{"name": "on"}, {"name": "first", "type": "date"}]
    ours = {"derived": [{"name": "first", "from": "on", "by": "edtf-earliest"}]}
    text = "on,first\n2020-04,2020-04-01\n2020-04,2020-04-02\n2020-04,\n,\n2020,x\n"
    report = validate(package(tmp_path, {"t": ({"fields": fields, "proof:data": ours}, text)}))
    assert [(i.code, i.row) for i in report.issues] == [("cell/derived", 3), ("cell/derived", 4), ("cell/type", 6)]


@pytest.mark.parametrize("cell", ["=1+1", "@x", "+cmd|' /C calc'!A0", "-x", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_a_warning(tmp_path: Path, cell: str) -> None:
    report = validate(package(tmp_path, {"t": ({"fields": FIELDS}, f'id,name\n1,"{cell}"\n')}))
    assert (report.is_valid, [(i.code, i.severity, i.cell) for i in report.issues]) == (
        True,
        [("cell/formula", "warning", cell)],
    )


@pytest.mark.parametrize("cell", ["-1.5", "+86 10 1234-5678", "-", "=", "a=b", "(x)", "<y>"])
def test_numbers_and_other_text_are_no_formulas(tmp_path: Path, cell: str) -> None:
    assert validate(package(tmp_path, {"t": ({"fields": FIELDS}, f"id,name\n1,{cell}\n")})).totals == {}


def test_a_package_without_anything_to_check_is_not_valid() -> None:
    assert not validate({}).is_valid


def test_what_is_not_there_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError):
        validate(tmp_path / "nothing.json")
    with pytest.raises(CannotCheckError):
        validate(tmp_path / "nothing.csv", schema={"fields": FIELDS})


def test_a_table_file_is_checked_by_its_schema(tmp_path: Path) -> None:
    (tmp_path / "Some Table.csv").write_text("id,name\nx,a\n", encoding="utf-8")
    schema = tmp_path / "s.json"
    schema.write_text(json.dumps({"fields": FIELDS}), encoding="utf-8")
    for given_schema in ({"fields": FIELDS}, schema, str(schema)):
        report = validate(tmp_path / "Some Table.csv", schema=given_schema)
        assert [(i.code, i.resource, i.path, i.row) for i in report.issues] == [
            ("cell/type", "some-table", "Some Table.csv", 2)
        ]


def test_progress_is_told_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_csv.batches, "__kwdefaults__", {**(fast_csv.batches.__kwdefaults__ or {}), "size": 8})
    text = "id,name\n1,aaaa\n2,bbbb\n"
    calls: list[tuple[str, int, int | None]] = []
    validate(package(tmp_path, {"t": ({"fields": FIELDS}, text)}), progress=lambda *call: calls.append(call))
    assert calls[-1] == ("t", len(text), len(text))


ROWS = st.lists(st.tuples(st.sampled_from(["1", "2", "x", ""]), st.sampled_from(["a", "b", "", "=c"])), max_size=8)
SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"required": True, "unique": True}},
        {"name": "name", "type": "string", "constraints": {"enum": ["a", "b"]}},
    ]
}
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)


def _text(rows: list[tuple[str, str]]) -> str:
    return "id,name\n" + "".join(f"{number},{name}\n" for number, name in rows)


@QUIET
@given(rows=ROWS, data=st.data())
def test_the_order_of_rows_changes_no_totals(tmp_path: Path, rows: list[tuple[str, str]], data: st.DataObject) -> None:
    before = validate(package(tmp_path, {"t": (SCHEMA, _text(rows))}))
    other = data.draw(st.permutations(rows))
    assert validate(package(tmp_path, {"t": (SCHEMA, _text(other))})).totals == before.totals


@QUIET
@given(rows=ROWS)
def test_a_cap_on_examples_touches_neither_totals_nor_verdict(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = package(tmp_path, {"t": (SCHEMA, _text(rows))})
    whole = validate(path, limit=None)
    assert sum(whole.totals.values()) == len(whole.issues)
    for limit in (0, 1, 3):
        capped = validate(path, limit=limit)
        assert (capped.totals, capped.errors, capped.is_valid) == (whole.totals, whole.errors, whole.is_valid)
        kept = [[i for i in whole.issues if i.code == code][:limit] for code in whole.totals]
        assert sorted(map(str, capped.issues)) == sorted(str(i) for each in kept for i in each)
    assert whole.is_valid == (whole.errors == 0)


def test_a_frame_is_checked_as_values() -> None:
    frame = pl.DataFrame({"name": ["a", "", None], "id": [1, 1, None]})
    schema = {
        "fields": [*FIELDS[:1], {"name": "name", "type": "string", "constraints": {"required": True}}],
        "primaryKey": "id",
    }
    report = validate(frame, schema=schema)
    assert [(i.code, i.row, i.line) for i in report.issues] == [
        ("row/primary-key", 3, None),
        ("row/primary-key", 4, None),
        ("cell/required", 4, None),
    ]


def test_a_frame_of_the_wrong_dtype_or_columns_is_not_valid() -> None:
    assert validate(pl.DataFrame({"id": ["1"], "name": ["a"]}), schema={"fields": FIELDS}).is_valid
    assert dict(validate(pl.DataFrame({"id": [1.5], "name": [2]}), schema={"fields": FIELDS}).totals) == {
        "cell/type": 2
    }
    assert dict(validate(pl.DataFrame({"id": [1]}), schema={"fields": FIELDS}).totals) == {"header/missing-field": 1}


def test_frames_refer_to_each_other_and_take_rules_as_expressions() -> None:
    key = {"fields": "of", "reference": {"resource": "p", "fields": "id"}}
    schemas = {"p": {"fields": FIELDS}, "c": {"fields": [{"name": "of", "type": "integer"}], "foreignKeys": [key]}}
    frames = {"p": pl.DataFrame({"id": [1, 2], "name": ["a", "b"]}), "c": pl.LazyFrame({"of": [1, 3, None]})}
    report = validate(frames, schema=schemas, rules={"c": {"small": pl.col("of") < 3, "absent": pl.col("nope") > 0}})
    assert [(i.code, i.resource, i.row) for i in report.issues] == [
        ("row/small", "c", 3),
        ("table/foreign-key", "c", 3),
    ]
    assert report.checks.skipped == (Skipped("row/absent", "there is no column 'nope'", "c"),)


def test_a_frame_without_a_schema_cannot_be_checked() -> None:
    with pytest.raises(CannotCheckError, match="has no schema"):
        validate({"t": pl.DataFrame({"a": [1]})})


def test_documents_of_a_package_without_books_are_reported_as_not_compared(tmp_path: Path) -> None:
    report = validate(package(tmp_path, {"t": ({"fields": FIELDS}, "id,name\n1,a\n")}), texts=tmp_path)
    assert report.checks.skipped == (
        Skipped(
            "evidence/quote",
            "the package declares no books (proof:data.books) to hold against documents",
            sort="not-there",
        ),
    )


def test_a_rule_over_a_column_that_the_file_lacks_is_skipped_and_no_fault_of_the_descriptor(tmp_path: Path) -> None:
    rules = [{"name": "named", "sql": "name IS NOT NULL"}, {"name": "of-nothing", "sql": "nmae IS NOT NULL"}]
    schema = {"fields": FIELDS, "proof:data": {"rules": rules}}
    table = {"name": "few", "resource": "t", "sql": "SELECT id FROM t WHERE name IS NULL"}
    report = validate(package(tmp_path, {"t": (schema, "id\n1\n")}, **{"proof:data": {"rules": [table]}}))
    assert [(i.code, i.message) for i in report.issues] == [
        ("descriptor/schema", "The rule 'of-nothing' cannot be run: there is no field 'nmae'."),
        ("header/missing-field", "The column 'name' is missing."),
    ]
    assert [(skip.code, skip.reason) for skip in report.checks.skipped] == [
        ("row/named", "no column for the field 'name'"),
        ("row/of-nothing", "there is no field 'nmae'"),
        ("row/few", "'t' has no column for the field 'name'"),
    ]


def test_a_column_taken_out_is_one_fault_and_the_others_are_still_checked(tmp_path: Path) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "unit"}, {"name": "day", "type": "date"}]
    report = validate(package(tmp_path, {"t": ({"fields": fields}, "id,day\n1,2020-01-01\n2,2020-13-01\n")}))
    assert [(i.code, i.message, i.line, i.column) for i in report.issues] == [
        ("header/missing-field", "The column 'unit' is missing.", 1, None),
        ("cell/type", "`2020-13-01` is not a date yyyy-mm-dd.", 3, 3),
    ]


def test_blank_lines_before_the_header_of_any_dialect_stand_where_they_are_in_their_file(tmp_path: Path) -> None:
    first, later = "#c\n\n\nid;name\n1;a\n", "#c\n\nid;name\n2;b\n"
    dialect = {"delimiter": ";", "commentChar": "#"}
    parts = {"name": "t", "path": ["a.csv", "b.csv"], "type": "table", "dialect": dialect, "schema": {"fields": FIELDS}}
    for name, text in (("a.csv", first), ("b.csv", later)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = validate(package(tmp_path, {}, resources=[parts]))
    assert [(i.code, i.path, i.row, i.line, i.column) for i in report.issues] == [
        ("row/blank", "a.csv", 2, 2, 1),
        ("row/blank", "a.csv", 3, 3, 1),
        ("row/blank", "b.csv", 7, 2, 1),
    ]


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\n\n\n"])
def test_blank_lines_before_the_header_stand_where_they_are(tmp_path: Path, blank: str) -> None:
    lines = blank.count("\n")
    report = validate(package(tmp_path, {"t": ({"fields": FIELDS}, f"{blank}id,name\nx,a\n")}))
    assert [(i.code, i.row, i.line, i.column) for i in report.issues] == [
        *(("row/blank", line, line, 1) for line in range(1, lines + 1)),
        ("cell/type", lines + 2, lines + 2, 1),
    ]


def test_a_table_alone_has_the_dialect_and_the_encoding_that_are_given(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("id;name\n1;Zürich\n".encode("windows-1252"))
    report = validate(
        tmp_path / "t.csv", schema={"fields": FIELDS}, dialect={"delimiter": ";"}, encoding="windows-1252"
    )
    assert (report.is_valid, report.issues, report.resources[0].rows) == (True, (), 1)


def test_equal_rows_are_a_finding_only_where_a_setting_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,name\n1,a\n1,a\n", encoding="utf-8")
    data = {"resources": [{"name": "t", "type": "table", "path": "t.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(data), encoding="utf-8")
    asked = Policy((Setting(code="row/duplicate", level="warning"),))
    assert "row/duplicate" not in validate(tmp_path).totals
    (issue,) = (each for each in validate(tmp_path, policy=asked).issues if each.code == "row/duplicate")
    assert (issue.severity, issue.row, issue.message) == ("warning", 3, "The same row stands already in row 2.")


def test_a_setting_that_asks_for_a_check_is_not_told_as_unused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,name\n1,a\n2,a\n", encoding="utf-8")
    data = {"resources": [{"name": "t", "type": "table", "path": "t.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(data), encoding="utf-8")
    asked = Policy((Setting(code="row/duplicate", level="warning"),))
    assert "policy/unused" not in validate(tmp_path, policy=asked).totals


NUMBERS = {"fields": [{"name": "v", "type": "integer"}]}
SAYS = "A rule is an expression of polars,"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"limit": -1}, "limit=-1 is no number of examples."),
        ({"limit": 1.5}, "limit=1.5 is no number of examples."),
        ({"limit": "all"}, "limit='all' is no number of examples."),
        ({"policy": {"cell/type": "warning"}}, "policy= takes a Policy, not dict."),
        ({"rules": {"small": "v < 3"}}, f"{SAYS} not str."),
        ({"rules": {"small": pl.col("v") < 3, "t": {}}}, f"{SAYS} not dict."),
        ({"rules": {"t": {"small": 3}}}, f"{SAYS} not int."),
        ({"rules": [pl.col("v") < 3]}, f"{SAYS} not list."),
        ({"schema": Table}, "Table itself declares no fields."),
        ({"schema": None}, "The frame 'table' has no schema."),
        ({"schema": {"resources": []}}, "The schema is the descriptor of a package, not a Table Schema."),
    ],
)
def test_a_wrong_word_of_a_call_is_refused_by_its_name(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(TalentDatasetError) as raised:
        validate(pl.DataFrame({"v": ["x", "y"]}), **{"schema": NUMBERS, **wrong})
    assert raised.value.message == message


def test_filter_refuses_the_same_words() -> None:
    with pytest.raises(CannotCheckError, match="policy= takes a Policy, not str"):
        filter(pl.DataFrame({"v": [1]}), schema=NUMBERS, policy="strict")  # type: ignore[arg-type]  # a wrong call
    with pytest.raises(CannotCheckError, match="A rule is an expression of polars"):
        filter(pl.DataFrame({"v": [1]}), schema=NUMBERS, rules={"small": "v < 3"})


def test_rules_of_several_tables_say_of_which() -> None:
    frames = {"a": pl.DataFrame({"v": [1]}), "b": pl.DataFrame({"v": [5]})}
    schemas = dict.fromkeys(frames, NUMBERS)
    with pytest.raises(CannotCheckError, match="The rules do not say of which table they are"):
        validate(frames, schema=schemas, rules={"small": pl.col("v") < 3})
    assert validate(frames, schema=schemas, rules={"b": {"small": pl.col("v") < 3}}).totals == {"row/small": 1}


def test_rules_of_a_table_that_is_not_there_are_told_as_not_run() -> None:
    report = validate(pl.DataFrame({"v": [1]}), schema=NUMBERS, rules={"other": {"small": pl.col("v") < 3}})
    assert report.verdict == "not-fully-checked"
    assert [(s.code, s.resource, s.reason) for s in report.checks.skipped] == [
        ("row/small", "other", "there is no table 'other'")
    ]


def test_fields_that_a_rule_may_name_are_told_in_their_order(tmp_path: Path) -> None:
    names = ["site", "b", "unit", "a", "year"]
    rule = {"name": "r", "sql": "zzzzzzzz > 1"}
    schema = {"fields": [{"name": name} for name in names], "proof:data": {"rules": [rule]}}
    (issue,) = validate(package(tmp_path, {"t": (schema, f"{','.join(names)}\n1,2,3,4,5\n")})).issues
    assert (issue.message, issue.hint) == (
        "The rule 'r' cannot be run: there is no field 'zzzzzzzz'.",
        "Known: site, b, unit, a, year.",
    )
