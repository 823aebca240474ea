"""Parse and dump are inverse, and no descriptor makes parsing raise."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor import Constraints, DataPackage, Field, Resource, Schema, parse_package
from talent_dataset.engine.descriptor.dump import dump_field, dump_package

Json = dict[str, Any]

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
words = st.text("abcdefghijkl_", min_size=1, max_size=6)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
custom = st.dictionaries(words.map("x:{}".format), json_values, max_size=2)
MAKES = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


@st.composite
def optional(draw: st.DrawFn, /, **properties: st.SearchStrategy[Any]) -> Json:
    """Some of these properties."""
    return {key: draw(value) for key, value in properties.items() if draw(st.booleans())}


def labelled(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Values in either form of missing values and categories."""
    distinct = st.lists(values, min_size=1, max_size=3, unique=True)
    return distinct | distinct.map(lambda vs: [{"value": v, "label": f"label {i}"} for i, v in enumerate(vs)])


_NUMBERS = {"bareNumber": st.booleans(), "groupChar": st.sampled_from([",", " ", "'"])}
_BOUNDS = {key: st.integers(-5, 5) for key in MAKES}
_EVERY = {"required": st.booleans(), "unique": st.booleans()}
_LENGTHS = {"minLength": st.integers(0, 3), "maxLength": st.integers(3, 5)}
_PER_TYPE: dict[str, tuple[dict[str, st.SearchStrategy[Any]], dict[str, st.SearchStrategy[Any]]]] = {
    "string": (
        {"format": st.sampled_from(["default", "email", "uri", "binary", "uuid"]), "categories": labelled(words)},
        {**_LENGTHS, "pattern": st.just("[a-z]*")},
    ),
    "number": ({**_NUMBERS, "decimalChar": st.just(";")}, {**_BOUNDS, "enum": st.lists(st.floats(0, 1), min_size=1)}),
    "integer": ({**_NUMBERS, "categories": labelled(st.integers(-9, 9))}, _BOUNDS),
    "boolean": ({"trueValues": st.just(["y"]), "falseValues": st.just(["n"])}, {}),
    "object": ({}, {**_LENGTHS, "jsonSchema": st.just({"type": "object"})}),
    "array": ({}, _LENGTHS),
    "list": ({"delimiter": st.just(";"), "itemType": st.sampled_from(["string", "date"])}, _LENGTHS),
    "date": ({"format": st.sampled_from(["default", "any", "%d/%m/%y"])}, {"minimum": st.just("2020-01-01")}),
    "year": ({}, _BOUNDS),
    "geopoint": ({"format": st.sampled_from(["default", "array", "object"])}, {}),
    "geojson": ({"format": st.just("topojson")}, {}),
    "any": ({}, {"enum": st.lists(json_values.filter(lambda v: v is not None), min_size=1, max_size=2)}),
}


@st.composite
def fields(draw: st.DrawFn) -> Json:
    """A valid field."""
    type = draw(st.sampled_from(sorted(_PER_TYPE)))
    options, constraints = _PER_TYPE[type]
    about = optional(title=texts, description=texts, rdfType=st.just("http://schema.org/Thing"), example=words)
    field = {"name": draw(words), "type": type} | draw(about) | draw(custom) | draw(optional(**options))
    field |= draw(optional(missingValues=labelled(texts)))
    if draw(st.booleans()):
        field["constraints"] = draw(optional(**_EVERY, **constraints))
    return field


@st.composite
def schemas(draw: st.DrawFn) -> Json:
    """A valid schema with keys and rules."""
    own = draw(st.lists(fields(), min_size=1, max_size=3, unique_by=lambda field: str(field["name"])))
    names = [field["name"] for field in own]
    key = st.lists(st.sampled_from(names), min_size=1, unique=True)
    modes = st.sampled_from(["exact", "equal", "subset", "superset", "partial"])
    rule = {"name": "a-rule", "sql": "a > 1", "severity": "warning", "summary": {"en": "x", "zh": "某"}}
    derived = {"name": "first", "from": names[0], "by": "edtf-earliest"}
    extension = {"rules": [rule], "derived": [derived], "groups": [names]}
    schema = {"fields": own} | draw(custom) | draw(optional(name=words, title=texts, description=texts))
    schema |= draw(
        optional(
            fieldsMatch=modes | modes.map(lambda mode: [mode]),
            missingValues=labelled(texts),
            primaryKey=key | st.sampled_from(names),
            uniqueKeys=st.lists(key, min_size=1, max_size=2),
            foreignKeys=key.map(lambda names: [{"fields": names, "reference": {"fields": names}, "x:note": "self"}]),
            **{"proof:data": st.just(extension)},
        )
    )
    return schema


dialects = optional(
    header=st.booleans(),
    headerRows=st.just([1, 2]),
    headerJoin=texts,
    commentRows=st.just([3]),
    commentChar=st.just("#"),
    delimiter=st.sampled_from([",", ";", "\t"]),
    lineTerminator=st.just("\n"),
    quoteChar=st.just("'"),
    doubleQuote=st.booleans(),
    nullSequence=texts,
    skipInitialSpace=st.booleans(),
    property=words,
    itemType=st.sampled_from(["array", "object"]),
    itemKeys=st.lists(words),
    sheetNumber=st.integers(1, 3),
    sheetName=words,
    table=words,
    caseSensitiveHeader=st.booleans(),
)


@st.composite
def resources(draw: st.DrawFn, name: str) -> Json:
    """A valid resource."""
    places: list[Json] = [{"path": "a.csv"}, {"path": ["a.csv", "b/c.csv"]}, {"data": [[1, 2]]}]
    where = draw(st.sampled_from(places))
    about = optional(
        type=st.just("table"),
        title=texts,
        description=texts,
        format=st.just("csv"),
        mediatype=st.just("text/csv"),
        encoding=st.sampled_from(["utf-8", "latin-1"]),
        bytes=st.integers(0, 9),
        hash=st.just("sha256:00ff"),
        compression=st.just("gz"),
        sources=st.just([{"title": "x"}]),
        dialect=dialects,
        schema=schemas(),
    )
    resource: Json = {"name": name} | where | draw(about) | draw(custom)
    if "schema" in resource:
        resource |= draw(optional(profile=st.just("tabular-data-resource")))
    return resource


@st.composite
def packages(draw: st.DrawFn) -> Json:
    """A valid package of version 1.0 or 2."""
    own = [draw(resources(name)) for name in draw(st.lists(words, min_size=1, max_size=2, unique=True))]
    about = optional(
        id=words,
        title=texts,
        description=texts,
        version=words,
        homepage=st.just("https://example.org/"),
        image=st.just("logo.png"),
        created=st.just("2024-01-26T15:00:00Z"),
        keywords=st.lists(words, min_size=1),
        licenses=st.just([{"name": "MIT"}]),
        contributors=st.just([{"title": "A", "roles": ["creator"]}]),
        sources=st.just([{"title": "B", "path": "b.pdf"}]),
    )
    rule = {"name": "none", "sql": "SELECT 1", "resource": own[0]["name"]}
    extension = st.just({"rules": [rule], "more": {"of": "others"}})
    profile = draw(st.sampled_from([{}, {"$schema": V2}, {"$schema": "https://example.org/own.json"}]))
    package = profile | {"name": "p", "resources": own} | draw(about) | draw(custom)
    return package | draw(optional(**{"proof:data": extension}))


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all values of a descriptor."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in entries for place in places(inner, (*path, key)))]


@st.composite
def damaged_packages(draw: st.DrawFn) -> Any:
    """A package in which one value is replaced by anything."""
    package: Any = deepcopy(draw(packages()))
    path = draw(st.sampled_from(places(package)))
    if not path:
        return draw(json_values)
    holder: Any = package
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = draw(json_values)
    return package


@given(packages())
def test_a_valid_descriptor_has_no_errors(descriptor: Json) -> None:
    assert [fault for fault in parse_package(descriptor).faults if fault.severity == "error"] == []


@given(packages())
def test_what_is_dumped_is_parsed_to_the_same_package(descriptor: Json) -> None:
    package = parse_package(descriptor).package
    assert package is not None
    assert parse_package(dump_package(package)).package == package


@given(packages())
def test_what_is_dumped_is_json(descriptor: Json) -> None:
    package = parse_package(descriptor).package
    assert package is not None
    dumped = dump_package(package)
    assert json.loads(json.dumps(dumped)) == dumped


@given(packages())
def test_no_custom_property_is_lost(descriptor: Json) -> None:
    package = parse_package(descriptor).package
    assert package is not None
    before, after = json.dumps(descriptor, sort_keys=True), json.dumps(dump_package(package), sort_keys=True)
    assert before.count('"x:') == after.count('"x:')


@given(packages())
def test_parsing_does_not_change_the_descriptor(descriptor: Json) -> None:
    before = deepcopy(descriptor)
    parse_package(descriptor)
    assert descriptor == before


@given(damaged_packages())
def test_no_descriptor_makes_parsing_raise(descriptor: Any) -> None:
    parsed = parse_package(descriptor)
    assert all(fault.message and fault.code.startswith("descriptor/") for fault in parsed.faults)
    if parsed.package is not None:
        again = parse_package(dump_package(parsed.package)).package
        assert again is not None
        assert again.resources == parsed.package.resources


def test_defaults_are_left_out() -> None:
    field = Field(name="a", constraints=Constraints(required=True, minimum=0), type="integer")
    assert dump_field(field) == {"name": "a", "type": "integer", "constraints": {"required": True, "minimum": 0}}


def test_a_package_made_in_python_says_its_version() -> None:
    package = DataPackage(name="p", resources=(Resource(name="t", paths=("t.csv",), schema=Schema(fields=())),))
    assert dump_package(package) == {
        "$schema": V2,
        "name": "p",
        "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": []}}],
    }
