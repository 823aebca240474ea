from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.model import Dialect, Field, FieldsMatch, MissingValue, Schema
from talent_dataset.engine.reading.header import Match, match
from talent_dataset.engine.reading.table import Faults

Found = list[tuple[str, str | None]]


def schema(*names: str, mode: FieldsMatch = "exact", **more: Any) -> Schema:
    return Schema(fields=tuple(Field(name=name) for name in names), fields_match=mode, **more)


def matched(labels: str, of: Schema | None) -> Match:
    return match(labels.split(","), 0, of, Dialect(), Faults("t", "t.csv"))


def outcome(labels: str, of: Schema | None) -> tuple[dict[int, str], Found]:
    found = matched(labels, of)
    return {n: field.name for n, field in found.fields.items()}, [(i.code, i.field) for i in found.issues]


ID, NAME, AGE = "id", "name", "age"
ABSENT = ("header/missing-field", AGE)
MISSING = [("header/missing-field", ID), ("header/missing-field", NAME)]


@pytest.mark.parametrize(
    ("labels", "mode", "fields", "issues"),
    [
        ("id,name,age", "exact", {0: ID, 1: NAME, 2: AGE}, []),
        ("id,name", "exact", {0: ID, 1: NAME}, [("header/missing-field", AGE)]),
        ("id,name,age,x", "exact", {0: ID, 1: NAME, 2: AGE}, [("header/extra-field", "x")]),
        ("id,nom,age", "exact", {0: ID, 1: NAME, 2: AGE}, [("header/field-name", NAME)]),
        ("id,NAME,age", "exact", {0: ID, 1: NAME, 2: AGE}, [("header/field-name", NAME)]),
        ("id,,age", "exact", {0: ID, 1: NAME, 2: AGE}, [("header/blank", NAME)]),
        (
            "name,id,age",
            "exact",
            {0: NAME, 1: ID, 2: AGE},
            [("header/field-order", NAME)],
        ),
        ("age,id,name", "exact", {0: AGE, 1: ID, 2: NAME}, [("header/field-order", AGE)]),
        ("id,age", "exact", {0: ID, 1: AGE}, [("header/missing-field", NAME)]),
        ("name,age", "exact", {0: NAME, 1: AGE}, [("header/missing-field", ID)]),
        ("id,x,name,age", "exact", {0: ID, 2: NAME, 3: AGE}, [("header/extra-field", "x")]),
        ("x,id,name,age", "exact", {1: ID, 2: NAME, 3: AGE}, [("header/extra-field", "x")]),
        ("id,name,nom,age", "exact", {0: ID, 1: NAME, 3: AGE}, [("header/extra-field", "nom")]),
        ("nom,age", "exact", {1: AGE}, [("header/extra-field", "nom"), *MISSING]),
        (
            "age,NAME",
            "exact",
            {0: AGE, 1: NAME},
            [("header/field-name", NAME), ("header/field-order", AGE), MISSING[0]],
        ),
        (
            "numéro,nom,âge",
            "exact",
            {0: ID, 1: NAME, 2: AGE},
            [("header/field-name", each) for each in (ID, NAME, AGE)],
        ),
        ("numéro,nom", "exact", {0: ID, 1: NAME}, [*(("header/field-name", each) for each in (ID, NAME)), ABSENT]),
        ("id,name,age,", "exact", {0: ID, 1: NAME, 2: AGE}, [("header/extra-field", "")]),
        (
            "id,id,age",
            "exact",
            {0: ID, 1: NAME, 2: AGE},
            [("header/duplicate", ID), ("header/field-name", NAME)],
        ),
        ("age,id,name", "equal", {0: AGE, 1: ID, 2: NAME}, []),
        ("age,id", "equal", {0: AGE, 1: ID}, [("header/missing-field", NAME)]),
        ("age,id,name,x", "equal", {0: AGE, 1: ID, 2: NAME}, [("header/extra-field", "x")]),
        ("age,id,name,id", "equal", {0: AGE, 1: ID, 2: NAME}, [("header/duplicate", ID)]),
        ("x,age,id,name,,x", "subset", {1: AGE, 2: ID, 3: NAME}, []),
        ("x,age,id", "subset", {1: AGE, 2: ID}, [("header/missing-field", NAME)]),
        ("age", "superset", {0: AGE}, []),
        ("age,x", "superset", {0: AGE}, [("header/extra-field", "x")]),
        ("x,age", "partial", {1: AGE}, []),
        ("x,y", "partial", {}, [("header/unmatched", None)]),
    ],
)
def test_each_mode_maps_columns_and_tells_what_is_wrong(
    labels: str, mode: FieldsMatch, fields: dict[int, str], issues: Found
) -> None:
    assert outcome(labels, schema(ID, NAME, AGE, mode=mode)) == (fields, issues)


def test_a_column_that_stands_elsewhere_is_told_with_the_place_that_the_schema_has_for_it() -> None:
    found = matched("age,id,name", schema(ID, NAME, AGE))
    assert [(i.message, i.cell) for i in found.issues] == [
        ("The column 'age' does not stand where the schema has it: after 'name'.", "age")
    ]


@given(st.permutations(["a", "b", "c", "d", "e"]), st.sets(st.integers(0, 4)))
def test_columns_that_are_named_are_known_in_any_order_and_number(labels: list[str], out: set[int]) -> None:
    left = [label for n, label in enumerate(labels) if n not in out]
    found = match(left, 0, schema("a", "b", "c", "d", "e"), Dialect(), Faults("t", "t.csv"))
    told = [(i.code, i.field) for i in found.issues]
    if left:
        assert {n: field.name for n, field in found.fields.items()} == dict(enumerate(left))
    assert [name for code, name in told if code == "header/missing-field"] == sorted(set(labels) - set(left))
    assert ("header/field-order" in {code for code, _ in told}) == (left != sorted(left))


def test_repeated_fields_of_version_1_match_repeated_labels() -> None:
    assert outcome("a,a", schema("a", "a")) == ({0: "a", 1: "a"}, [])


def test_a_superset_must_have_what_is_required_or_key() -> None:
    required = Field(name="id", constraints=Constraints(required=True))
    of = Schema(fields=(required, Field(name="k"), Field(name="x")), fields_match="superset", primary_key=("k",))
    assert outcome("x", of) == ({0: "x"}, [("header/missing-field", "id"), ("header/missing-field", "k")])


def test_blanks_around_a_label_are_a_warning() -> None:
    found = matched("id, name", schema("id", "name"))
    assert [(i.code, i.severity, i.field, i.cell) for i in found.issues] == [
        ("header/field-name", "warning", "name", " name")
    ]
    assert found.fields[1].name == "name"


@pytest.mark.parametrize(("labels", "delimiter"), [("id;name;age", ";"), ("id\tname", "\\t"), ('"id"|"name"', "|")])
def test_another_delimiter_is_recognised(labels: str, delimiter: str) -> None:
    found = match([labels], 0, schema("id", "name", "age"), Dialect(), Faults("t", "t.csv"))
    assert {issue.hint.partition(": declare")[2] for issue in found.issues} == {
        f' "dialect": {{"delimiter": "{delimiter}"}} (for one table alone: --dialect).'
    }
    assert [(i.code, i.field) for i in found.issues] == [
        ("header/field-name", "id"),
        ("header/missing-field", "name"),
        ("header/missing-field", "age"),
    ]
    assert not found.is_readable


def test_without_a_schema_every_column_is_a_field_of_any_type() -> None:
    found = matched("a,,a", None)
    assert [field.type for field in found.fields.values()] == ["any"] * 3
    assert [(i.code, i.field) for i in found.issues] == [("header/blank", None), ("header/duplicate", "a")]


def test_without_a_header_columns_are_fields_in_order() -> None:
    found = match(None, 2, None, Dialect(header=False), Faults("t", None))
    assert found.names == ("field1", "field2")
    found = match(None, 2, schema("a", "b", "c", mode="partial"), Dialect(header=False), Faults("t", None))
    assert found.names == ("a", "b", "c")


def test_the_null_sequence_is_one_more_missing_value() -> None:
    found = match(["a"], 0, schema("a"), Dialect(null_sequence="NA"), Faults("t", None))
    assert found.fields[0].missing_values == (MissingValue(""), MissingValue("NA"))


@pytest.mark.parametrize(
    ("labels", "of", "code", "message"),
    [
        (
            ["a", *map(str, range(2_000))],
            schema("a"),
            "header/extra-field",
            "2,000 columns are not fields of the schema ('0', '1', '2', ...).",
        ),
        (["a", *[""] * 2_000], None, "header/blank", "2,000 columns have no label."),
        (
            [str(n // 2) for n in range(4_000)],
            None,
            "header/duplicate",
            "2,000 labels stand more than once in the header ('0', '1', '2', ...).",
        ),
        (
            ["f0"],
            schema(*(f"f{n}" for n in range(2_001))),
            "header/missing-field",
            "2,000 fields of the schema have no column ('f1', 'f2', 'f3', ...).",
        ),
    ],
)
def test_thousands_of_faults_of_one_kind_are_one(labels: list[str], of: Schema | None, code: str, message: str) -> None:
    found = match(labels, 0, of, Dialect(), Faults("t", "t.csv"))
    assert [(i.code, i.message) for i in found.issues] == [(code, message)]
