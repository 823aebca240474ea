# ruff: noqa: E501 (one case a line reads better than four)
"""Every fault of a descriptor, with the smallest descriptor that has it, at its exact place."""

from __future__ import annotations

import time
from typing import Any

import pytest

from talent_dataset.engine.descriptor import parse_package, parse_schema
from tests.engine.descriptor.made import FK, V2, Json, constraints, field, package, resource, schema

Case = tuple[Any, str, str, str]


def dialect(**properties: Any) -> Json:
    """A package whose resource has this dialect."""
    return resource(dialect=properties)


def faults(descriptor: Any) -> list[tuple[str, str, str | None, str]]:
    """Severity, code, place and message of each fault."""
    return [(f.severity, f.code, f.path, f.message) for f in parse_package(descriptor).faults]


S = "resources[0].schema"
F = f"{S}.fields[0]"

ERRORS: list[Case] = [
    ([], "descriptor/json", "", "A descriptor must be a JSON object, not an array."),
    # Package
    ({"$schema": V2}, "descriptor/package", "resources", '"resources" must be an array of at least one resource; it is missing.'),
    (package(resources=[]), "descriptor/package", "resources", '"resources" must be an array of at least one resource; it is empty.'),
    (package(resources={}), "descriptor/package", "resources", '"resources" must be an array of at least one resource; it is an object.'),
    (package(name=1), "descriptor/package", "name", '"name" must be a string, not a number (1).'),
    (package(title=["x"]), "descriptor/package", "title", '"title" must be a string, not an array.'),
    (package(version=True), "descriptor/package", "version", '"version" must be a string, not the boolean true.'),
    (package(keywords="a"), "descriptor/package", "keywords", '"keywords" must be an array, not a string ("a").'),
    (package(keywords=["a", 1]), "descriptor/package", "keywords[1]", 'An entry of "keywords" must be a string, not a number (1).'),
    (package(homepage="x"), "descriptor/package", "homepage", '"homepage" must be a full URI, not "x".'),
    (package(image="../x.png"), "descriptor/package", "image", '"image" must not lead to a parent folder, as "../x.png" does.'),
    (package(created="2024"), "descriptor/package", "created", '"created" must be a date and time of RFC 3339, not "2024".'),
    (package(created="2023-02-29T15:00:00Z"), "descriptor/package", "created",
     '"created" must be a date and time of RFC 3339, not "2023-02-29T15:00:00Z".'),
    (package(created="2024-01-26T15:00:00"), "descriptor/package", "created",
     '"created" must be a date and time of RFC 3339, not "2024-01-26T15:00:00".'),
    (package(contributors={}), "descriptor/package", "contributors", '"contributors" must be an array, not an object.'),
    (package(contributors=["x"]), "descriptor/package", "contributors[0]", 'An entry of "contributors" must be an object, not a string ("x").'),
    (package(contributors=[{}]), "descriptor/package", "contributors[0]", 'An entry of "contributors" must have at least one property.'),
    (package(contributors=[{"title": "x", "email": "y"}]), "descriptor/package", "contributors[0].email",
     '"email" must be an email address, not "y".'),
    (package(contributors=[{"title": "x", "roles": "y"}]), "descriptor/package", "contributors[0].roles",
     '"roles" must be an array, not a string ("y").'),
    (package(sources=[{}]), "descriptor/package", "sources[0]", 'An entry of "sources" must have at least one property.'),
    (package(sources=[{"path": "/x"}]), "descriptor/package", "sources[0].path", '"path" must be relative to the descriptor, not "/x".'),
    (package(licenses=[{"title": "x"}]), "descriptor/package", "licenses[0]", 'An entry of "licenses" must have a name or a path.'),
    ({"$schema": 2, "resources": [{"name": "t", "path": "t.csv"}]}, "descriptor/package", "$schema", '"$schema" must be a string, not a number (2).'),
    # Resource
    (package(resources=["t"]), "descriptor/resource", "resources[0]", 'A resource must be an object, not a string ("t").'),
    (package(resources=[{"path": "t.csv"}]), "descriptor/resource", "resources[0]", "A resource must have a name."),
    (package(resources=[{"name": 1, "path": "t.csv"}]), "descriptor/resource", "resources[0].name", '"name" must be a string, not a number (1).'),
    (package(resources=[{"name": "", "path": "t.csv"}]), "descriptor/resource", "resources[0].name", '"name" must not be empty.'),
    (package(resources=[{"name": "t", "path": "t.csv"}] * 2), "descriptor/package", "resources[1].name", 'Two resources have the name "t".'),
    (package(resources=[{"name": "t"}]), "descriptor/resource", "resources[0]", 'A resource must have "path" or "data".'),
    (resource(data=[]), "descriptor/resource", "resources[0]", 'A resource must have "path" or "data", not both.'),
    (resource(path=5), "descriptor/resource", "resources[0].path", '"path" must be a string or an array of strings, not a number (5).'),
    (resource(path=[]), "descriptor/resource", "resources[0].path", '"path" names no file.'),
    (resource(path=["a.csv", 1]), "descriptor/resource", "resources[0].path",
     '"path" must be a string or an array of strings, not an array with other entries than strings.'),
    (resource(path=["a.csv", "https://x.org/b.csv"]), "descriptor/path", "resources[0].path", '"path" mixes URLs and relative paths.'),
    (resource(path=["a.csv", "../b.csv"]), "descriptor/path", "resources[0].path[1]",
     'An entry of "path" must not lead to a parent folder, as "../b.csv" does.'),
    (package(resources=[{"name": "t", "data": 1}]), "descriptor/resource", "resources[0].data",
     '"data" must be an array, an object or a string, not a number (1).'),
    (package(resources=[{"name": "t", "data": "a"}]), "descriptor/resource", "resources[0].data", 'A string of "data" needs a format or mediatype.'),
    (package(resources=[{"name": "t", "data": {}, "type": "table"}]), "descriptor/resource", "resources[0].data",
     'The "data" of a table must be an array of rows, not an object.'),
    (resource(type="json"), "descriptor/resource", "resources[0].type", '"type" must be "table", not "json".'),
    (resource(bytes="1"), "descriptor/resource", "resources[0].bytes", '"bytes" must be an integer, not a string ("1").'),
    (resource(bytes=-1), "descriptor/resource", "resources[0].bytes", '"bytes" must be at least 0, not -1.'),
    (resource(hash="md5:xyz"), "descriptor/resource", "resources[0].hash", '"hash" must be a hexadecimal digest, not "md5:xyz".'),
    (resource(encoding=8), "descriptor/resource", "resources[0].encoding", '"encoding" must be a string, not a number (8).'),
    (resource(schema=[]), "descriptor/schema", S, '"schema" must be an object or a path, not an array.'),
    (resource(schema="s.json"), "descriptor/reference", S, 'There is no folder here in which "s.json" could be found.'),
    (resource(schema="/s.json"), "descriptor/path", S, '"schema" must be relative to the descriptor, not "/s.json".'),
    (resource(dialect=[]), "descriptor/dialect", "resources[0].dialect", '"dialect" must be an object or a path, not an array.'),
    # Dialect
    (dialect(header="no"), "descriptor/dialect", "resources[0].dialect.header", '"header" must be true or false, not a string ("no").'),
    (dialect(headerRows=[0]), "descriptor/dialect", "resources[0].dialect.headerRows[0]", 'An entry of "headerRows" must be at least 1, not 0.'),
    (dialect(headerRows=1), "descriptor/dialect", "resources[0].dialect.headerRows", '"headerRows" must be an array, not a number (1).'),
    (dialect(commentRows=["1"]), "descriptor/dialect", "resources[0].dialect.commentRows[0]",
     'An entry of "commentRows" must be an integer, not a string ("1").'),
    (dialect(commentChar=""), "descriptor/dialect", "resources[0].dialect.commentChar", '"commentChar" must not be empty.'),
    (dialect(delimiter=""), "descriptor/dialect", "resources[0].dialect.delimiter", '"delimiter" must not be empty.'),
    (dialect(delimiter='"'), "descriptor/dialect", "resources[0].dialect.delimiter", '"delimiter" and "quoteChar" are the same.'),
    (dialect(lineTerminator=","), "descriptor/dialect", "resources[0].dialect.delimiter", '"delimiter" and "lineTerminator" are the same.'),
    (dialect(quoteChar="''"), "descriptor/dialect", "resources[0].dialect.quoteChar", '"quoteChar" must be exactly one character, not "\'\'".'),
    (dialect(escapeChar="ab"), "descriptor/dialect", "resources[0].dialect.escapeChar", '"escapeChar" must be exactly one character, not "ab".'),
    (dialect(itemType="row"), "descriptor/dialect", "resources[0].dialect.itemType", '"itemType" must be one of "array", "object", not "row".'),
    (dialect(itemKeys="a"), "descriptor/dialect", "resources[0].dialect.itemKeys", '"itemKeys" must be an array, not a string ("a").'),
    (dialect(sheetNumber=1.5), "descriptor/dialect", "resources[0].dialect.sheetNumber", '"sheetNumber" must be an integer, not a number (1.5).'),
    # Schema
    (resource(schema={}), "descriptor/schema", S, 'A schema must have "fields".'),
    (resource(schema={"fields": {}}), "descriptor/schema", f"{S}.fields", '"fields" must be an array, not an object.'),
    (schema(fieldsMatch="all"), "descriptor/schema", f"{S}.fieldsMatch",
     '"fieldsMatch" must be one of "exact", "equal", "subset", "superset", "partial", not "all".'),
    (schema(fieldsMatch=["equal", "subset"]), "descriptor/schema", f"{S}.fieldsMatch", '"fieldsMatch" must be a string, not an array.'),
    (schema(missingValues="-"), "descriptor/schema", f"{S}.missingValues", '"missingValues" must be an array, not a string ("-").'),
    (schema(missingValues=[-99]), "descriptor/schema", f"{S}.missingValues[0]", 'An entry of "missingValues" must be a string, not a number (-99).'),
    (schema(missingValues=["", ""]), "descriptor/schema", f"{S}.missingValues", 'The value "" stands twice in "missingValues".'),
    (schema(missingValues=[{"label": "x"}]), "descriptor/schema", f"{S}.missingValues[0]", 'An object of "missingValues" must have a value.'),
    (schema(missingValues=[{"value": "a", "label": 1}]), "descriptor/schema", f"{S}.missingValues[0].label", '"label" must be a string, not 1.'),
    (schema(missingValues=["a", {"value": "b"}]), "descriptor/schema", f"{S}.missingValues", '"missingValues" must hold values only, or objects only.'),
    (schema(missingValues=[{"value": "a", "label": "x"}, {"value": "b", "label": "x"}]), "descriptor/schema", f"{S}.missingValues",
     'The label "x" stands twice in "missingValues".'),
    # Field
    (resource(schema={"fields": ["a"]}), "descriptor/field", F, 'A field must be an object, not a string ("a").'),
    (resource(schema={"fields": [{}]}), "descriptor/field", F, "A field must have a name."),
    (resource(schema={"fields": [{"name": 5}]}), "descriptor/field", f"{F}.name", '"name" must be a string, not a number (5).'),
    (field(type="int"), "descriptor/field", f"{F}.type", '"int" is not a field type.'),
    (field(type=["string", "integer"]), "descriptor/field", f"{F}.type", '"type" must be a string, not an array.'),
    (field(type="string", format="emial"), "descriptor/field", f"{F}.format", '"emial" is not a format of the type string.'),
    (field(type="integer", format="money"), "descriptor/field", f"{F}.format", '"money" is not a format of the type integer.'),
    (field(type="string", format=1), "descriptor/field", f"{F}.format", '"format" must be a string, not a number (1).'),
    (field(type="date", format="%Y-%Q"), "descriptor/field", f"{F}.format", '"format" is not a pattern: "%Q" is not a directive of strptime.'),
    (field(title=1), "descriptor/field", f"{F}.title", '"title" must be a string, not a number (1).'),
    (field(rdfType="Thing"), "descriptor/field", f"{F}.rdfType", '"rdfType" must be a full URI, not "Thing".'),
    (field(type="number", groupChar=1), "descriptor/field", f"{F}.groupChar", '"groupChar" must be a string, not a number (1).'),
    (field(type="number", groupChar="1"), "descriptor/field", f"{F}.groupChar", '"groupChar" holds a digit ("1").'),
    (field(type="number", decimalChar="0"), "descriptor/field", f"{F}.decimalChar", '"decimalChar" holds a digit ("0").'),
    (field(type="number", groupChar="."), "descriptor/field", f"{F}.groupChar", '"groupChar" and "decimalChar" are the same.'),
    (field(type="number", decimalChar=""), "descriptor/field", f"{F}.decimalChar", '"decimalChar" must not be empty.'),
    (field(type="number", bareNumber="no"), "descriptor/field", f"{F}.bareNumber", '"bareNumber" must be true or false, not a string ("no").'),
    (field(type="boolean", trueValues="yes"), "descriptor/field", f"{F}.trueValues", '"trueValues" must be an array, not a string ("yes").'),
    (field(type="boolean", trueValues=["x"], falseValues=["x"]), "descriptor/field", F, '"x" is both true and false.'),
    (field(type="list", delimiter=""), "descriptor/field", f"{F}.delimiter", '"delimiter" must not be empty.'),
    (field(type="list", itemType="object"), "descriptor/field", f"{F}.itemType",
     '"itemType" must be one of "string", "integer", "boolean", "number", "datetime", "date", "time", not "object".'),
    (field(type="string", categories={}), "descriptor/field", f"{F}.categories", '"categories" must be an array, not an object.'),
    (field(type="string", categories=[1]), "descriptor/field", f"{F}.categories[0]", 'An entry of "categories" must be a string, not a number (1).'),
    (field(type="integer", categories=["1"]), "descriptor/field", f"{F}.categories[0]", 'An entry of "categories" must be an integer, not a string ("1").'),
    (field(type="string", categories=["a", "a"]), "descriptor/field", f"{F}.categories", 'The value "a" stands twice in "categories".'),
    (field(type="string", categories=[{}]), "descriptor/field", f"{F}.categories[0]", 'An object of "categories" must have a value.'),
    (field(type="string", categories=["a"], categoriesOrdered=1), "descriptor/field", f"{F}.categoriesOrdered",
     '"categoriesOrdered" must be true or false, not a number (1).'),
    (field(missingValues=[1]), "descriptor/field", f"{F}.missingValues[0]", 'An entry of "missingValues" must be a string, not a number (1).'),
    # Constraints
    (field(constraints=[]), "descriptor/constraint", f"{F}.constraints", '"constraints" must be an object, not an array.'),
    (constraints("string", required="yes"), "descriptor/constraint", f"{F}.constraints.required",
     '"required" must be true or false, not a string ("yes").'),
    (constraints("string", unique=1), "descriptor/constraint", f"{F}.constraints.unique", '"unique" must be true or false, not a number (1).'),
    (constraints("string", minLength="3"), "descriptor/constraint", f"{F}.constraints.minLength", '"minLength" must be an integer, not a string ("3").'),
    (constraints("string", maxLength=-1), "descriptor/constraint", f"{F}.constraints.maxLength", '"maxLength" must be at least 0, not -1.'),
    (constraints("string", pattern=1), "descriptor/constraint", f"{F}.constraints.pattern", '"pattern" must be a string, not a number (1).'),
    (constraints("string", enum="a"), "descriptor/constraint", f"{F}.constraints.enum", '"enum" must be an array, not a string ("a").'),
    (constraints("string", enum=[]), "descriptor/constraint", f"{F}.constraints.enum", '"enum" must name at least one value.'),
    (constraints("string", enum=[1]), "descriptor/constraint", f"{F}.constraints.enum[0]", 'A value of "enum", 1, cannot be read as string.'),
    (constraints("object", jsonSchema="x"), "descriptor/constraint", f"{F}.constraints.jsonSchema", '"jsonSchema" must be an object, not a string ("x").'),
    (constraints("string", minimum="a"), "descriptor/constraint", f"{F}.constraints.minimum", '"minimum" does not fit the type string.'),
    (constraints("integer", minLength=1), "descriptor/constraint", f"{F}.constraints.minLength", '"minLength" does not fit the type integer.'),
    (constraints("integer", pattern="1"), "descriptor/constraint", f"{F}.constraints.pattern", '"pattern" does not fit the type integer.'),
    (constraints("string", jsonSchema={}), "descriptor/constraint", f"{F}.constraints.jsonSchema", '"jsonSchema" does not fit the type string.'),
    (constraints("any", minimum=1), "descriptor/constraint", f"{F}.constraints.minimum", '"minimum" does not fit the type any.'),
    (constraints("integer", minimum=1.5), "descriptor/constraint", f"{F}.constraints.minimum",
     'The value of "minimum", 1.5, cannot be read as integer.'),
    (constraints("number", maximum=True), "descriptor/constraint", f"{F}.constraints.maximum",
     'The value of "maximum", true, cannot be read as number.'),
    (constraints("date", minimum=2020), "descriptor/constraint", f"{F}.constraints.minimum", 'The value of "minimum", 2020, cannot be read as date.'),
    (field(type="string", categories=["a"], constraints={"enum": ["a", "b"]}), "descriptor/constraint", f"{F}.constraints.enum[1]",
     '"b" in "enum" is none of the categories.'),
    # Keys
    (schema(primaryKey=1), "descriptor/key", f"{S}.primaryKey", "A key must be an array of field names (or one name), not a number (1)."),
    (schema(primaryKey=["a", 1]), "descriptor/key", f"{S}.primaryKey[1]", 'An entry of "primaryKey" must be a string, not a number (1).'),
    (schema(primaryKey="c"), "descriptor/key", f"{S}.primaryKey", '"c" is not a field of this schema.'),
    (schema(primaryKey=["a", "c"]), "descriptor/key", f"{S}.primaryKey[1]", '"c" is not a field of this schema.'),
    (schema(uniqueKeys={}), "descriptor/key", f"{S}.uniqueKeys", '"uniqueKeys" must be an array, not an object.'),
    (schema(uniqueKeys=[]), "descriptor/key", f"{S}.uniqueKeys", '"uniqueKeys" must not be empty.'),
    (schema(uniqueKeys=["a"]), "descriptor/key", f"{S}.uniqueKeys[0]", 'A key must be an array of field names, not a string ("a").'),
    (schema(uniqueKeys=[["a"], ["c"]]), "descriptor/key", f"{S}.uniqueKeys[1]", '"c" is not a field of this schema.'),
    (schema(foreignKeys={}), "descriptor/key", f"{S}.foreignKeys", '"foreignKeys" must be an array, not an object.'),
    (schema(foreignKeys=["a"]), "descriptor/key", f"{S}.foreignKeys[0]", 'A foreign key must be an object, not a string ("a").'),
    (schema(foreignKeys=[{"fields": "a"}]), "descriptor/key", f"{S}.foreignKeys[0].reference", '"reference" must be an object, and is not there.'),
    (schema(foreignKeys=[{"fields": "a", "reference": "u"}]), "descriptor/key", f"{S}.foreignKeys[0].reference",
     '"reference" must be an object, not a string ("u").'),
    (schema(foreignKeys=[{"reference": {"fields": "a"}}]), "descriptor/key", f"{S}.foreignKeys[0]", 'A foreign key must name "fields" on both sides.'),
    (schema(foreignKeys=[{"fields": "a", "reference": {}}]), "descriptor/key", f"{S}.foreignKeys[0].reference",
     'A foreign key must name "fields" on both sides.'),
    (schema(foreignKeys=[{"fields": [], "reference": {"fields": "a"}}]), "descriptor/key", f"{S}.foreignKeys[0].fields",
     "A foreign key must name at least one field."),
    (schema(foreignKeys=[{"fields": "a", "reference": {"fields": "a", "resource": 1}}]), "descriptor/key",
     f"{S}.foreignKeys[0].reference.resource", '"resource" must be a string, not a number (1).'),
    (schema(foreignKeys=[{"fields": ["a", "b"], "reference": {"fields": "a"}}]), "descriptor/key", f"{S}.foreignKeys[0]",
     "A foreign key of 2 fields cannot refer to 1."),
    (schema(foreignKeys=[{"fields": "a", "reference": {"fields": ["a", "b"]}}]), "descriptor/key", f"{S}.foreignKeys[0]",
     "A foreign key of 1 field cannot refer to 2."),
    (schema(foreignKeys=[{"fields": "c", "reference": {"fields": "a"}}]), "descriptor/key", f"{S}.foreignKeys[0].fields",
     '"c" is not a field of this schema.'),
    (schema(foreignKeys=[{"fields": "a", "reference": {"fields": "b", "resource": "t"}}]), "descriptor/key",
     f"{S}.foreignKeys[0].reference.resource", '"resource" must be left out where a table refers to itself.'),
    (schema(foreignKeys=[FK]), "descriptor/reference", f"{S}.foreignKeys[0].reference.resource", 'There is no resource "u" to refer to.'),
    (schema(foreignKeys=[{"fields": "a", "reference": {"fields": "c"}}]), "descriptor/reference", f"{S}.foreignKeys[0].reference.fields",
     '"c" is not a field of the resource "t".'),
    # Rules and derived columns
    (package(**{"proof:data": []}), "descriptor/package", "proof:data", '"proof:data" must be an object, not an array.'),
    (package(**{"proof:data": {"rules": {}}}), "descriptor/package", "proof:data.rules", '"rules" must be an array, not an object.'),
    (package(**{"proof:data": {"rules": [{"name": "a", "sql": "SELECT 1"}]}}), "descriptor/package", "proof:data.rules[0]", '"resource" is not there.'),
    (package(**{"proof:data": {"rules": [{"name": "a", "sql": "SELECT 1", "resource": "u"}]}}), "descriptor/package", "proof:data.rules",
     'The rule "a" is about "u", which is no resource.'),
    (schema(**{"proof:data": {"rules": ["a"]}}), "descriptor/schema", f"{S}.proof:data.rules[0]", 'An entry of "rules" must be an object, not a string ("a").'),
    (schema(**{"proof:data": {"rules": [{"sql": "a"}]}}), "descriptor/schema", f"{S}.proof:data.rules[0]", '"name" is not there.'),
    (schema(**{"proof:data": {"rules": [{"name": "A b", "sql": "a"}]}}), "descriptor/schema", f"{S}.proof:data.rules[0].name",
     'The name of a rule must be a slug, not "A b".'),
    (schema(**{"proof:data": {"rules": [{"name": "blank", "sql": "a"}]}}), "descriptor/schema", f"{S}.proof:data.rules[0].name",
     '"row/blank" is a code of the engine.'),
    (schema(**{"proof:data": {"rules": [{"name": "a", "sql": ""}]}}), "descriptor/schema", f"{S}.proof:data.rules[0].sql", '"sql" must not be empty.'),
    (schema(**{"proof:data": {"rules": [{"name": "a", "sql": "a", "severity": "bad"}]}}), "descriptor/schema", f"{S}.proof:data.rules[0].severity",
     '"severity" must be one of "error", "warning", "info", not "bad".'),
    (schema(**{"proof:data": {"rules": [{"name": "a", "sql": "a", "summary": {"en": 1}}]}}), "descriptor/schema",
     f"{S}.proof:data.rules[0].summary.en", '"en" must be a string, not a number (1).'),
    (schema(**{"proof:data": {"rules": [{"name": "a", "sql": "a"}] * 2}}), "descriptor/schema", f"{S}.proof:data.rules[1].name",
     'Two rules have the name "a".'),
    (schema(**{"proof:data": {"derived": [{"name": "x", "from": "c", "by": "y"}]}}), "descriptor/schema", f"{S}.proof:data.derived[0].from",
     '"x" is derived from "c", which is not a field.'),
    (schema(**{"proof:data": {"derived": [{"name": "x", "from": "a", "by": "y"}] * 2}}), "descriptor/schema", f"{S}.proof:data.derived[1].name",
     '"x" is derived twice.'),
    # Version 1.0
    ({"resources": [{"name": "t", "path": "t.csv", "profile": "tabular-data-resource"}]}, "descriptor/resource", "resources[0]",
     "A tabular data resource of version 1.0 must have a schema."),
    ({"profile": "tabular-data-package", "resources": [{"name": "t", "path": "t.csv"}]}, "descriptor/resource", "resources[0]",
     "A tabular data resource of version 1.0 must have a schema."),
    ({"profile": "https://specs.frictionlessdata.io/schemas/tabular-data-package.json", "resources": [{"name": "t", "path": "t.csv"}]},
     "descriptor/resource", "resources[0]", "A tabular data resource of version 1.0 must have a schema."),
]  # fmt: skip

WARNINGS: list[Case] = [
    (package(title=None), "descriptor/package", "title", '"title" is null, which the standard does not know.'),
    *((package(**{key: None}), "descriptor/package", key, f'"{key}" is null, which the standard does not know.')
      for key in ("contributors", "sources", "licenses", "proof:data")),
    *((resource(**{key: None}), "descriptor/resource", f"resources[0].{key}", f'"{key}" is null, which the standard does not know.')
      for key in ("sources", "licenses", "dialect", "profile")),
    (field(type=None), "descriptor/field", f"{F}.type", '"type" is null, which the standard does not know.'),
    (package(keywords=[]), "descriptor/package", "keywords", '"keywords" is empty.'),
    (package(contributors=[]), "descriptor/package", "contributors", '"contributors" is empty.'),
    (package(contributors=[{"path": "x.html"}]), "descriptor/package", "contributors[0].path", '"path" of a contributor should be a full URL.'),
    (package(licenses=[{"name": "CC BY 4.0"}]), "descriptor/package", "licenses[0].name",
     '"name" of a licence should be an Open Definition licence id.'),
    (package(Keywords=["a"]), "descriptor/property", "Keywords", '"Keywords" is not known here and has no effect.'),
    (resource(mediatype="csv"), "descriptor/resource", "resources[0].mediatype", '"csv" is not a media type.'),
    (resource(path="./t.csv"), "descriptor/path", "resources[0].path", 'The 2.0 profile does not allow the path "./t.csv".'),
    (dialect(quotechar="'"), "descriptor/property", "resources[0].dialect.quotechar", '"quotechar" is not known here and has no effect.'),
    (dialect(headerRows=[]), "descriptor/dialect", "resources[0].dialect.headerRows", '"headerRows" is empty, though there is a header.'),
    (dialect(escapeChar="\\", quoteChar='"'), "descriptor/dialect", "resources[0].dialect.escapeChar",
     '"escapeChar" and "quoteChar" exclude each other.'),
    (schema(primarykey="a"), "descriptor/property", f"{S}.primarykey", '"primarykey" is not known here and has no effect.'),
    (resource(schema={"fields": []}), "descriptor/schema", f"{S}.fields", '"fields" is empty.'),
    (resource(schema={"fields": [{"name": "a"}, {"name": "a"}]}), "descriptor/schema", f"{S}.fields[1].name", 'The field name "a" stands twice.'),
    (resource(schema={"fields": [{"name": ""}]}), "descriptor/field", f"{F}.name", "A field has an empty name."),
    (schema(primaryKey=[]), "descriptor/key", f"{S}.primaryKey", '"primaryKey" is empty.'),
    (schema(uniqueKeys=[["a"], []]), "descriptor/key", f"{S}.uniqueKeys[1]", 'A key of "uniqueKeys" is empty.'),
    (schema(primaryKey=["a", "a"]), "descriptor/key", f"{S}.primaryKey", "A field stands twice in a key."),
    (field(required=True), "descriptor/property", f"{F}.required", '"required" is not known here and has no effect.'),
    (field(type="date", format="YYYY-MM-DD"), "descriptor/field", f"{F}.format", '"format" has no directive: no date has the format "YYYY-MM-DD".'),
    (field(type="date", categories=["x"]), "descriptor/field", f"{F}.categories",
     '"categories" fits the types string and integer, not date, and is not checked.'),
    (field(type="string", categories=[]), "descriptor/field", f"{F}.categories", '"categories" is empty: no value is allowed.'),
    (field(type="number", groupChar=""), "descriptor/field", f"{F}.groupChar", '"groupChar" is empty.'),
    (constraints("integer", divisibleBy=5), "descriptor/property", f"{F}.constraints.divisibleBy",
     '"divisibleBy" is not known here and has no effect.'),
    (constraints("string", enum=["a", "a"]), "descriptor/constraint", f"{F}.constraints.enum", 'A value stands twice in "enum".'),
    (constraints("string", minLength=3, maxLength=2), "descriptor/constraint", f"{F}.constraints",
     "No value can satisfy minLength and maxLength at once."),
    (schema(**{"proof:data": {"rules": [{"name": "a", "sql": "a", "resource": "t"}]}}), "descriptor/schema", f"{S}.proof:data.rules[0].resource",
     "A row rule has no resource: it is about its own table."),
    (schema(**{"proof:data": {"rules": [{"name": "a", "sql": "a", "summery": {}}]}}), "descriptor/property", f"{S}.proof:data.rules[0].summery",
     '"summery" is not known here and has no effect.'),
    ({"name": "A b", "resources": [{"name": "t", "path": "t.csv"}]}, "descriptor/package", "name", 'The 1.0 profile does not allow the name "A b".'),
    ({"resources": [{"name": "T", "path": "t.csv"}]}, "descriptor/resource", "resources[0].name", 'The 1.0 profile does not allow the name "T".'),
    ({"resources": [{"name": "t", "path": "t.csv"}], "sources": [{"path": "a.pdf"}]}, "descriptor/package", "sources[0]",
     "There is no title here, which the 1.0 profile wants."),
    ({"profile": 1, "resources": [{"name": "t", "path": "t.csv"}]}, "descriptor/package", "profile", '"profile" must be a string, not a number (1).'),
]  # fmt: skip


def named(case: Case) -> str:
    """A short name of a case."""
    return f"{case[2] or 'root'}: {case[3]}"[:90]


@pytest.mark.parametrize(("descriptor", "code", "path", "message"), ERRORS, ids=map(named, ERRORS))
def test_a_breach_of_the_standard_is_an_error_at_its_place(descriptor: Any, code: str, path: str, message: str) -> None:
    assert faults(descriptor) == [("error", code, path, message)]


@pytest.mark.parametrize(("descriptor", "code", "path", "message"), WARNINGS, ids=map(named, WARNINGS))
def test_what_touches_no_data_is_a_warning_at_its_place(descriptor: Any, code: str, path: str, message: str) -> None:
    assert faults(descriptor) == [("warning", code, path, message)]


def test_many_faults_among_many_fields_take_no_quadratic_time() -> None:
    fields = [{"name": f"a rather long name of a field {number}"} for number in range(3_000)]
    keys = [f"the name of no such field {number}" for number in range(3_000)]
    start = time.process_time()
    found = parse_schema({"fields": fields, "primaryKey": keys})
    assert len(found.faults) == len(keys)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("value", [None, 1, "x", [{"title": "c"}], [{"path": 1}], [1], {}])
def test_contributors_of_a_resource_are_kept_as_they_stand(value: Any) -> None:
    parsed = parse_package(resource(contributors=value))
    assert parsed.package is not None
    assert dict(parsed.package.resources[0].custom) == {"contributors": value}


@pytest.mark.parametrize("descriptor", [resource(profile=1), dialect(**{"$schema": []}), schema(**{"$schema": {}})])
def test_a_profile_that_is_no_string_is_an_error(descriptor: Any) -> None:
    ((severity, _, path, message),) = faults(descriptor)
    assert (severity, str(path).rpartition(".")[2]) == ("error", message.split('"')[1])
