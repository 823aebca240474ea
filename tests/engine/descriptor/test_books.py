"""What a package says of its books."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import talent_dataset
from talent_dataset.engine.descriptor import parse_package
from talent_dataset.engine.descriptor.books import COLUMNS
from talent_dataset.engine.descriptor.dump import dump_package
from talent_dataset.engine.descriptor.model import Books, Quantity, QuoteLimits, Things

Json = dict[str, Any]
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
WHOLE: Json = {
    "sources": "sources",
    "evidence": "evidence",
    "repairs": "repairs",
    "quotes": {"characters": 80, "han": 20, "share": 0.5},
    "things": [{"resource": "towns", "names": ["name"]}],
    "quantities": [{"resource": "towns", "value": "people"}],
    "languages": {"en": "_en"},
    "units": {"person": ["people"]},
}


def package(books: Any) -> Json:
    optional = ("figures", "conflicts")
    tables = {name: columns for name, columns in COLUMNS.items() if name not in optional or name in str(books)}
    tables |= {"towns": ("id", "name", "people")}
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {"fields": [{"name": field, "type": "any"} for field in fields]},
        }
        for name, fields in tables.items()
    ]
    return {"$schema": V2, "proof:data": {"books": books}, "resources": resources}


def books_of(books: Any) -> tuple[Books | None, list[tuple[str, str | None, str]]]:
    parsed = parse_package(package(books))
    assert parsed.package is not None
    assert {fault.code for fault in parsed.faults} <= {"descriptor/books", "descriptor/property"}
    return parsed.package.books, [(fault.severity, fault.path, fault.message) for fault in parsed.faults]


def schema() -> Json:
    file = Path(talent_dataset.__file__).parent / "engine" / "descriptor" / "proof-data.schema.json"
    found: Json = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_books_are_read_as_they_are_declared() -> None:
    assert books_of(WHOLE) == (
        Books(
            sources="sources",
            evidence="evidence",
            repairs="repairs",
            quotes=QuoteLimits(characters=80, han=20, share=0.5),
            things=(Things(resource="towns", names=("name",)),),
            quantities=(Quantity(resource="towns", value="people"),),
            languages={"en": "_en"},
            units={"person": ("people",)},
        ),
        [],
    )


def test_books_stand_in_the_descriptor_as_they_were_read() -> None:
    parsed = parse_package(package(WHOLE)).package
    assert parsed is not None
    assert dump_package(parsed)["proof:data"] == {"books": WHOLE}


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ({"evidence": "proofs"}, "evidence", 'There is no resource "proofs".'),
        ({"evidence": "towns"}, "evidence", 'The resource "towns" has no field "evidence_id".'),
        ({"figures": "sources"}, "figures", 'The resource "sources" has no field "figure_id".'),
        ({"things": [{"resource": "town", "names": ["a"]}]}, "things[0].resource", 'There is no resource "town".'),
        (
            {"things": [{"resource": "towns", "names": ["nam"]}]},
            "things[0]",
            'The resource "towns" has no field "nam".',
        ),
        ({"aliases": [{"resource": "towns"}]}, "aliases[0]", 'An entry of "aliases" lacks "text".'),
        ({"quantities": {}}, "quantities", '"quantities" must be an array, not an object.'),
        ({"quotes": {"share": 3}}, "quotes.share", '"share" must be a number from 0 to 1, not 3.'),
        ({"quotes": {"han": 0}}, "quotes.han", '"han" must be at least 1, not 0.'),
        ({"units": {"person": "people"}}, "units.person", '"person" must be an array, not a string ("people").'),
        ({"units": {"person": []}}, "units.person", '"person" must not be empty.'),
    ],
)
def test_what_books_name_must_be_there(change: Json, path: str, message: str) -> None:
    _, faults = books_of(WHOLE | change)
    assert ("error", f"proof:data.books.{path}", message) in faults


def test_a_word_that_books_do_not_know_is_warned_of() -> None:
    assert books_of(WHOLE | {"unit": {}})[1] == [
        ("warning", "proof:data.books.unit", '"unit" is not known here and has no effect.')
    ]


@pytest.mark.parametrize("lost", ["sources", "evidence"])
def test_there_are_no_books_without_sources_and_evidence(lost: str) -> None:
    books, faults = books_of({key: value for key, value in WHOLE.items() if key != lost})
    assert (books, faults) == (None, [("error", "proof:data.books", f'The books lack "{lost}".')])


def test_books_that_are_no_object_are_refused() -> None:
    assert books_of([1]) == (None, [("error", "proof:data.books", '"books" must be an object, not an array.')])


def test_the_published_schema_admits_what_is_read() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(package(WHOLE), schema(), cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("folder", ["datapackage", "examples/ferry"])
def test_the_published_schema_admits_our_own_descriptors(root: Path, folder: str) -> None:
    descriptor = json.loads((root / folder / "datapackage.json").read_text(encoding="utf-8"))
    jsonschema.validate(descriptor, schema(), cls=jsonschema.Draft202012Validator)


def test_the_published_schema_describes_every_word_of_our_own_descriptor(root: Path) -> None:
    descriptor = json.loads((root / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    schemas = [resource["schema"] for resource in descriptor["resources"]]
    said = {
        "package": [descriptor],
        "tableSchema": schemas,
        "field": [field for each in schemas for field in each["fields"]],
    }
    for place, objects in said.items():
        words = {word for each in objects for word in each.get("proof:data", {})}
        assert words - set(schema()["$defs"][place]["properties"]) == set()


@pytest.mark.parametrize(
    "change", [{"unit": {}}, {"quotes": {"share": 3}}, {"units": {"a": []}}, {"things": [{"resource": "towns"}]}]
)
def test_the_published_schema_refuses_what_is_refused(change: Json) -> None:
    wrong = deepcopy(package(WHOLE | change))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema(), cls=jsonschema.Draft202012Validator)


def _tables(*names: str) -> list[Json]:
    fields = {name: [{"name": field, "type": "any"} for field in COLUMNS[name]] for name in names}
    return [{"name": f"my-{name}", "path": f"{name}.csv", "schema": {"fields": fields[name]}} for name in names]


def _warned(data: Json) -> list[tuple[str, str, str, str, str | None]]:
    return [(each.code, each.severity, each.message, each.hint, each.path) for each in parse_package(data).faults]


def test_tables_of_books_that_the_package_does_not_name_are_told() -> None:
    data = {"$schema": V2, "resources": _tables("sources", "evidence", "figures")}
    all_of_them = '"my-sources", "my-evidence", "my-figures"'
    message = f"{all_of_them} have the columns of books, which the package does not name: they are not checked as such."
    books = '{"sources": "my-sources", "evidence": "my-evidence", "figures": "my-figures"}'
    hint = f'Add "proof:data": {{"books": {books}}} to the descriptor.'
    assert _warned(data) == [("descriptor/books", "warning", message, hint, "proof:data.books")]


def test_a_table_of_books_that_the_books_do_not_name_is_told() -> None:
    data: Json = {"$schema": V2, "resources": _tables("sources", "evidence", "figures")}
    data |= {"proof:data": {"books": {"sources": "my-sources", "evidence": "my-evidence"}}}
    message = '"my-figures" has the columns of books, which the package does not name: it is not checked as such.'
    hint = 'Add "figures": "my-figures" to the books.'
    assert _warned(data) == [("descriptor/books", "warning", message, hint, "proof:data.books")]


def test_what_is_said_of_undeclared_books_mends_it() -> None:
    data = {"$schema": V2, "resources": _tables("sources", "evidence", "figures")}
    [(_, _, _, hint, _)] = _warned(data)
    added = hint.removeprefix("Add ").removesuffix(" to the descriptor.")
    assert _warned(data | json.loads("{" + added + "}")) == []


@pytest.mark.parametrize("names", [("evidence",), ("figures", "sources")])
def test_tables_that_only_look_like_a_part_of_books_are_none(names: tuple[str, ...]) -> None:
    assert _warned({"$schema": V2, "resources": _tables(*names)}) == []
