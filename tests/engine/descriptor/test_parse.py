"""What is made of a descriptor: what is sound has no faults, what is not falls back to defaults."""

from __future__ import annotations

import pytest

from talent_dataset.engine.descriptor import (
    DataPackage,
    Field,
    ForeignKey,
    MissingValue,
    Resource,
    Schema,
    parse_package,
    parse_schema,
)
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.report import Skipped
from tests.engine.descriptor.made import FK, Json, constraints, field, package, resource, schema


@pytest.mark.parametrize(
    "descriptor",
    [
        package(),
        {"resources": [{"name": "t", "path": "t.csv"}]},
        {"resources": [{"name": "t", "url": "t.csv"}]},
        package(created="1985-04-12T23:20:50.52Z", homepage="https://example.org", image="a/b.png"),
        package(contributors=[{"givenName": "A", "email": "a@b.org"}, {"role": "author"}]),
        package(**{"dc:temporal": {"name": "19th Century"}, "x": 1}),
        resource(path=["a.csv", "b/c.csv"], hash="AB12", bytes=0, mediatype="text/csv"),
        resource(dialect={"caseSensitiveHeader": False, "csvddfVersion": 1.2, "delimiter": "||"}),
        schema(primaryKey="a", foreignKeys=[{"fields": "a", "reference": {"resource": "", "fields": "a"}}]),
        schema(fieldsMatch=["partial"], missingValues=[{"value": "-", "label": "none"}, {"value": "x"}]),
        field(type="list", itemType="date", constraints={"minLength": 1}),
        field(type="date", format="fmt:%d/%m/%Y"),
        field(type="integer", groupChar=".", constraints={"minimum": 1.0}),
        field(rdfType="schema:Thing", example=[1]),
        constraints("boolean", enum=[True, "false"]),
        constraints("geopoint", enum=[[1, 2], {"lon": 1, "lat": 2}, "1, 2"]),
        package(resources=[{"name": "t", "data": "a,b", "format": "csv", "type": "table"}]),
        package(resources=[{"name": "t", "data": {"r": []}, "type": "table", "dialect": {"property": "r"}}]),
        {"resources": [{"name": "t", "path": "t.csv", "type": "anything"}]},
    ],
)
def test_what_the_standard_allows_has_no_faults(descriptor: Json) -> None:
    assert parse_package(descriptor).faults == ()


def test_a_fault_says_where_what_and_how_to_mend_it() -> None:
    assert parse_package(field(type="int")).faults == (
        Issue(
            code="descriptor/field",
            message='"int" is not a field type.',
            hint='Did you mean "integer"?',
            resource="t",
            field="a",
            path="resources[0].schema.fields[0].type",
        ),
    )


def test_faulty_properties_fall_back_to_their_defaults() -> None:
    descriptor = resource(
        bytes="x",
        schema={"fields": [{"name": "a", "type": "int", "title": 1}, "b", {}], "primaryKey": "c", "missingValues": "-"},
    )
    dash = (MissingValue("-"),)
    assert parse_package(descriptor).package == DataPackage(
        resources=(
            Resource(
                name="t",
                paths=("t.csv",),
                schema=Schema(
                    fields=tuple(Field(name=name, type="any", missing_values=dash) for name in ("a", "b", "")),
                    missing_values=dash,
                ),
            ),
        )
    )


def test_a_path_that_may_not_be_followed_is_not_handed_on() -> None:
    parsed = parse_package(resource(path=["a.csv", "/etc/passwd"]))
    assert parsed.package is not None
    assert parsed.package.resources == (Resource(name="t"),)


def test_own_missing_values_replace_those_of_the_schema() -> None:
    fields = [{"name": "a"}, {"name": "b", "missingValues": ["-"]}]
    parsed = parse_schema({"fields": fields, "missingValues": ["", "NA"]}).schema
    assert parsed is not None
    assert [[value.value for value in field.missing_values] for field in parsed.fields] == [["", "NA"], ["-"]]


@pytest.mark.parametrize(
    ("properties", "type"),
    [({}, "any"), ({"constraints": {"minLength": 1}}, "string"), ({"format": "email"}, "string")],
)
def test_a_field_without_a_type_is_read_as_version_1_meant_it(properties: Json, type: str) -> None:
    descriptor = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", **properties}]}}]}
    package = parse_package(descriptor).package
    assert package is not None
    assert package.resources[0].schema is not None
    assert package.resources[0].schema.fields[0].type == type


def test_a_key_to_a_table_without_a_schema_is_skipped_with_the_reason() -> None:
    descriptor = schema(foreignKeys=[FK])
    descriptor["resources"].append({"name": "u", "path": "u.csv"})
    parsed = parse_package(descriptor)
    reason = 'The resource "u" has no schema to say what its fields are.'
    assert parsed.skipped == (Skipped("table/foreign-key", reason, "t"),)
    assert parsed.package is not None
    assert parsed.package.resources[0].schema is not None
    assert parsed.package.resources[0].schema.foreign_keys == ()


def test_a_key_to_another_package_is_skipped_with_the_reason() -> None:
    key = {"fields": "a", "reference": {"package": "https://example.org/x.json", "resource": "u", "fields": "a"}}
    skipped = parse_package(schema(foreignKeys=[key])).skipped
    assert skipped == (Skipped("table/foreign-key", "The key refers to another package, which is not read.", "t"),)


def test_a_profile_of_somebody_else_is_skipped_with_the_reason() -> None:
    parsed = parse_package({"$schema": "https://example.org/own.json", "resources": [{"name": "t", "path": "t.csv"}]})
    reason = "The rules of the profile https://example.org/own.json are its own, and are not fetched."
    assert parsed.skipped == (Skipped("descriptor/package", reason),)
    assert parsed.faults == ()


def test_data_on_the_web_are_skipped() -> None:
    parsed = parse_package(resource(path="https://example.org/t.csv"))
    reason = "it is on the web, and nothing is fetched: https://example.org/t.csv"
    assert parsed.skipped == (Skipped("file/remote", reason, "t"),)
    assert parsed.faults == ()
    assert parsed.package is not None
    assert parsed.package.resources[0].paths == ("https://example.org/t.csv",)


def test_a_table_that_names_itself_in_its_own_key_is_checked_all_the_same() -> None:
    key = {"fields": "a", "reference": {"resource": "t", "fields": "b"}}
    parsed = parse_package(schema(foreignKeys=[key]))
    assert parsed.package is not None
    assert parsed.package.resources[0].schema is not None
    assert parsed.package.resources[0].schema.foreign_keys == (ForeignKey(("a",), "", ("b",)),)
