"""Words of a descriptor that are not known: which of them are told, in every object alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.descriptor import parse_package
from talent_dataset.engine.policy import Policy, Setting

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
KEY = {"fields": ["a"], "reference": {"fields": ["a"]}}


def package(*, resource: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    return {"$schema": V2, "resources": [{"name": "t", "path": "t.csv", **(resource or {})}], **properties}


def schema(**properties: Any) -> dict[str, Any]:
    return package(resource={"schema": {"fields": [{"name": "a"}], **properties}})


def field(**properties: Any) -> dict[str, Any]:
    return package(resource={"schema": {"fields": [{"name": "a", **properties}]}})


def dialect(**properties: Any) -> dict[str, Any]:
    return package(resource={"dialect": properties})


def told(descriptor: dict[str, Any]) -> list[tuple[str, str, str | None, str]]:
    return [(one.severity, one.code, one.path, one.hint) for one in parse_package(descriptor).faults]


R, S = "resources[0]", "resources[0].schema"

# An object with a word that is not known, the place of the word, and the hint.
STRANGE: list[tuple[dict[str, Any], str, str]] = [
    (package(resuorces=[]), "resuorces", 'Did you mean "resources"?'),
    (package(schema={}), "schema", '"schema" belongs in a resource.'),
    (package(resource={"formats": "csv"}), f"{R}.formats", 'Did you mean "format"?'),
    (package(resource={"primaryKey": "a"}), f"{R}.primaryKey", '"primaryKey" belongs in the schema.'),
    (package(resource={"delimiter": ";"}), f"{R}.delimiter", '"delimiter" belongs in the dialect.'),
    (dialect(delimiters=";"), f"{R}.dialect.delimiters", 'Did you mean "delimiter"?'),
    (dialect(csv={"delimeter": ";"}), f"{R}.dialect.csv.delimeter", 'Did you mean "delimiter"?'),
    (schema(foreignkey=[]), f"{S}.foreignkey", 'Did you mean "foreignKeys"?'),
    (schema(delimiter=";"), f"{S}.delimiter", '"delimiter" belongs in the dialect.'),
    (schema(foreignKeys=[{**KEY, "references": {}}]), f"{S}.foreignKeys[0].references", 'Did you mean "reference"?'),
    (
        schema(foreignKeys=[{**KEY, "resource": "t"}]),
        f"{S}.foreignKeys[0].resource",
        '"resource" belongs in "reference".',
    ),
    (
        schema(foreignKeys=[{**KEY, "reference": {**KEY["reference"], "field": "a"}}]),  # type: ignore[dict-item]
        f"{S}.foreignKeys[0].reference.field",
        'Did you mean "fields"?',
    ),
    (schema(missingValues=[{"value": "-", "lable": "none"}]), f"{S}.missingValues[0].lable", 'Did you mean "label"?'),
    (field(typ="integer"), f"{S}.fields[0].typ", 'Did you mean "type"?'),
    (field(fromat="any"), f"{S}.fields[0].fromat", 'Did you mean "format"?'),
    (field(require=True), f"{S}.fields[0].require", '"required" belongs in "constraints".'),
    (field(required=True), f"{S}.fields[0].required", '"required" belongs in "constraints".'),
    (
        field(type="string", groupChar=","),
        f"{S}.fields[0].groupChar",
        '"groupChar" belongs in fields of the type number or integer.',
    ),
    (
        field(type="string", categories=[{"value": "x", "Label": "X"}]),
        f"{S}.fields[0].categories[0].Label",
        'Did you mean "label"?',
    ),
    (field(constraints={"require": True}), f"{S}.fields[0].constraints.require", 'Did you mean "required"?'),
    (package(licenses=[{"name": "CC0-1.0", "titel": "x"}]), "licenses[0].titel", 'Did you mean "title"?'),
    (package(sources=[{"title": "x", "paht": "y"}]), "sources[0].paht", 'Did you mean "path"?'),
    (
        package(contributors=[{"title": "x", "givenname": "y"}]),
        "contributors[0].givenname",
        'Did you mean "givenName"?',
    ),
    (
        package(**{"proof:data": {"rules": [{"name": "x", "sql": "select 1", "resource": "t", "hnit": "h"}]}}),
        "proof:data.rules[0].hnit",
        'Did you mean "hint"?',
    ),
]


@pytest.mark.parametrize(("descriptor", "path", "hint"), STRANGE, ids=[path for _, path, _ in STRANGE])
def test_a_word_that_was_hardly_meant_is_a_warning_in_every_object(
    descriptor: dict[str, Any], path: str, hint: str
) -> None:
    assert told(descriptor) == [("warning", "descriptor/property", path, hint)]


@pytest.mark.parametrize("make", [package, schema, field])
def test_the_former_name_of_our_property_is_refused_where_it_stands(make: Any) -> None:
    [(severity, code, path, hint)] = told(make(talentDataset={"rules": []}))
    assert (severity, code, str(path).rpartition(".")[2]) == ("error", "descriptor/property", "talentDataset")
    assert hint == 'Rename it: "proof:data".'


@pytest.mark.parametrize("make", [package, schema, field])
def test_a_word_of_our_namespace_that_is_not_known_is_told(make: Any) -> None:
    [(severity, _, path, hint)] = told(make(**{"proof:date": {}}))
    assert (severity, str(path).rpartition(".")[2], hint) == ("warning", "proof:date", 'Did you mean "proof:data"?')


OWN: dict[str, Any] = {"custom": 1, "x_note": 1, "title_zh": "y", "_id": 1, "x-owner": 1, "dc:title": "z"}


@pytest.mark.parametrize(
    "descriptor",
    [
        package(**OWN),
        package(resource=OWN),
        schema(**OWN),
        field(**OWN),
        schema(foreignKeys=[{**KEY, **OWN}]),
        schema(missingValues=[{"value": "-", **OWN}]),
        package(licenses=[{"name": "CC0-1.0", **OWN}]),
        dialect(**{"_id": 1, "x-owner": 1, "dc:title": "z"}),
    ],
    ids=["package", "resource", "schema", "field", "foreignKeys", "missingValues", "licenses", "dialect"],
)
def test_properties_of_ones_own_are_silent(descriptor: dict[str, Any]) -> None:
    assert told(descriptor) == []


def test_in_a_dialect_every_word_that_is_not_known_is_told_since_each_changes_how_a_table_is_read() -> None:
    [(severity, code, path, hint)] = told(dialect(colour="red"))
    assert (severity, code, path) == ("warning", "descriptor/property", f"{R}.dialect.colour")
    assert hint.startswith("Known here: header, headerRows, ")


@pytest.mark.parametrize(
    ("nested", "plain"),
    [
        ({"csv": {"delimiter": ";", "quoteChar": "'"}}, {"delimiter": ";", "quoteChar": "'"}),
        ({"csv": {"delimiter": ";"}, "header": False}, {"delimiter": ";", "header": False}),
        ({"csv": {"delimiter": ";"}, "delimiter": "|"}, {"delimiter": "|"}),
        ({"csv": {"quoteChar": ""}}, {"quoteChar": ""}),
        ({"excel": {"sheet": "Data"}}, {"sheetName": "Data"}),
        ({"excel": {"sheet": 2}}, {"sheetNumber": 2}),
        ({"json": {"property": "rows", "keys": ["a"]}}, {"property": "rows", "itemKeys": ["a"]}),
    ],
)
def test_words_that_are_nested_by_format_are_those_of_the_dialect(
    nested: dict[str, Any], plain: dict[str, Any]
) -> None:
    parsed = [parse_package(dialect(**words)) for words in (nested, plain)]
    assert [one.faults for one in parsed] == [(), ()]
    dialects = [one.package.resources[0].dialect for one in parsed if one.package]
    assert dialects[0] == dialects[1]


def test_a_wrong_value_that_is_nested_is_told_where_it_stands() -> None:
    faults = parse_package(dialect(csv={"delimiter": 1})).faults
    assert [(one.code, one.path) for one in faults] == [("descriptor/dialect", f"{R}.dialect.csv.delimiter")]


def test_a_policy_makes_an_error_of_a_word_that_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    descriptor = field(constraints={"require": True})
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert validate(tmp_path).is_valid
    strict = Policy((Setting(code="descriptor/property", level="error"),))
    report = validate(tmp_path, policy=strict)
    assert [(one.severity, one.code) for one in report.issues] == [("error", "descriptor/property")]
    assert not report.is_valid
