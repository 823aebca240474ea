from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.releases.build import build
from talent_dataset.releases.difference import Change, Rows, diff
from talent_dataset.releases.difference.document import sentence

Table = Callable[..., dict[str, Any]]
ID, NAME = {"name": "id", "type": "integer"}, {"name": "name", "type": "string"}
TEXT = "id,name\n1,a\n"


def structure(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    return list(diff(old, new).changes)


def changed(table: Table, *, text: str = TEXT, **schema: Any) -> list[Change]:
    """What changes when a table of two fields gets another schema."""
    fields = schema.pop("fields", [ID, NAME])
    return structure(
        table(TEXT, [ID, NAME], primaryKey=["id"]), table(text, fields, **{"primaryKey": ["id"], **schema})
    )


def test_fields_are_added_removed_and_reordered(table: Table) -> None:
    assert changed(table, text="id,note,name\n1,,a\n", fields=[ID, {"name": "note", "type": "string"}, NAME]) == [
        Change(kind="field/added", resource="t", field="note", new="string")
    ]
    assert changed(table, text="id\n1\n", fields=[ID]) == [
        Change(kind="field/removed", resource="t", field="name", old="string")
    ]
    assert changed(table, text="name,id\na,1\n", fields=[NAME, ID]) == [
        Change(kind="field/reordered", resource="t", old=["id", "name"], new=["name", "id"])
    ]


def test_a_renamed_field_is_one_removed_and_one_added(table: Table) -> None:
    found = changed(table, text="id,title\n1,a\n", fields=[ID, {"name": "title", "type": "string"}])
    assert [(one.kind, one.field) for one in found] == [("field/removed", "name"), ("field/added", "title")]


@pytest.mark.parametrize(
    ("new", "kind", "property"),
    [
        ({"type": "any"}, "field/type", "type"),
        ({"format": "email"}, "field/format", "format"),
        ({"constraints": {"required": True}}, "field/tightened", "required"),
        ({"missingValues": ["", "-"]}, "field/form", "missingValues"),
        ({"title": "Name"}, "field/metadata", "title"),
        ({"description": "What it is called"}, "field/metadata", "description"),
        ({"proof:data": {"title": {"zh": "名称"}}}, "field/metadata", "proof:data"),
        ({"rdfType": "https://schema.org/name"}, "field/metadata", "rdfType"),
        ({"example": "x"}, "field/metadata", "example"),
    ],
)
def test_a_property_of_a_field_changes(table: Table, new: dict[str, Any], kind: str, property: str) -> None:
    text = "id,name\n1,a@example.org\n"
    old = table(text, [ID, NAME], primaryKey=["id"])
    found = structure(old, table(text, [ID, {**NAME, **new}], primaryKey=["id"]))
    assert [(one.kind, one.field, one.property) for one in found] == [(kind, "name", property)]


def test_how_values_are_spelled_is_the_form_of_a_field(table: Table) -> None:
    old = table("v\n1.5\n", [{"name": "v", "type": "number"}])
    new = table('v\n"1,5"\n', [{"name": "v", "type": "number", "decimalChar": ","}])
    assert structure(old, new) == [
        Change(kind="field/form", resource="t", field="v", property="decimalChar", old=".", new=","),
        Change(kind="cells/respelled", resource="t", field="v"),
    ]


def test_labels_of_categories_are_metadata(table: Table) -> None:
    old = table(TEXT, [ID, {**NAME, "categories": ["a"]}])
    new = table(TEXT, [ID, {**NAME, "categories": [{"value": "a", "label": "A"}]}])
    assert [(one.kind, one.property) for one in structure(old, new)] == [("field/metadata", "categories")]


@pytest.mark.parametrize(
    ("new", "kind", "property"),
    [
        ({"primaryKey": ["id", "name"]}, "table/constraint", "primaryKey"),
        ({"primaryKey": []}, "table/loosened", "primaryKey"),
        ({"uniqueKeys": [["name"]]}, "table/tightened", "uniqueKeys"),
        ({"fieldsMatch": "subset"}, "table/loosened", "fieldsMatch"),
        ({"foreignKeys": [{"fields": ["name"], "reference": {"fields": ["name"]}}]}, "table/tightened",
         "foreignKeys.name"),
        ({"title": "Things"}, "table/metadata", "title"),
        ({"proof:data": {"rules": [{"name": "few", "sql": "id < 9"}]}}, "table/tightened", "rules.few"),
        ({"proof:data": {"rules": [{"name": "few", "sql": "id < 9", "severity": "warning"}]}}, "table/metadata",
         "rules.few"),
    ],
)  # fmt: skip
def test_a_property_of_a_schema_changes(table: Table, new: dict[str, Any], kind: str, property: str) -> None:
    assert [(one.kind, one.property) for one in changed(table, **new)] == [(kind, property)]


def test_rules_are_compared_by_their_sql_and_severity(table: Table) -> None:
    def ruled(**rule: Any) -> dict[str, Any]:
        return table(TEXT, [ID, NAME], **{"proof:data": {"rules": [{"name": "few", **rule}]}})

    old = ruled(sql="id < 9")
    assert [one.kind for one in structure(old, ruled(sql="id < 8"))] == ["table/constraint"]
    assert [one.kind for one in structure(old, ruled(sql="id < 9", severity="warning"))] == ["table/loosened"]
    assert [one.kind for one in structure(old, ruled(sql="id < 9", summary={"en": "Few."}))] == ["table/metadata"]


def parents(*, reference: str = "p", **properties: Any) -> dict[str, Any]:
    """Two tables, the one referring to the other; and a third that it could refer to."""
    key = {"fields": ["p_id"], "reference": {"resource": reference, "fields": ["id"]}}
    texts = {"p": "id,name\n1,a\n2,b\n", "q": "id,name\n1,a\n2,b\n", "c": "id,p_id\n7,1\n", **properties}
    schemas = {
        "p": {"fields": [ID, NAME], "primaryKey": ["id"]},
        "q": {"fields": [ID, NAME], "primaryKey": ["id"]},
        "c": {"fields": [ID, {"name": "p_id", "type": "integer"}], "primaryKey": ["id"], "foreignKeys": [key]},
    }
    tables = [
        {"name": name, "type": "table", "format": "csv", "data": texts[name], "schema": schema}
        for name, schema in schemas.items()
    ]
    return {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "x", "resources": tables}


def test_a_foreign_key_that_leads_elsewhere_is_a_reference_updated() -> None:
    assert structure(parents(), parents(reference="q")) == [
        Change(kind="table/reference", resource="c", property="foreignKeys.p_id", old=["p(id)"], new=["q(id)"])
    ]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ({"p": "id,name\n1,a\n"}, [("rows/removed-referenced", "p")]),
        ({"q": "id,name\n1,a\n"}, [("rows/removed", "q")]),
        ({"p": "id,name\n1,a\n2,c\n"}, [("cells/changed", "p")]),
        ({"c": "id,p_id\n7,2\n"}, [("cells/changed", "c")]),
        ({"p": "id,name\n1,a\n2,b\n3,c\n", "c": "id,p_id\n7,3\n"}, [("rows/added", "p"), ("cells/reference", "c")]),
        ({"c": "id,p_id\n7,1\n8,2\n"}, [("rows/added", "c")]),
    ],
)
def test_what_others_refer_to_weighs_more(new: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.resource) for one in structure(parents(), parents(**new))] == expected


def test_cells_that_others_refer_to_identify_their_row() -> None:
    def package(name: str) -> dict[str, Any]:
        made = parents(p=f"id,name\n1,{name}\n2,b\n", c=f"id,p_id\n7,{name}\n")
        made["resources"][2]["schema"]["fields"][1] = {"name": "p_id", "type": "string"}
        made["resources"][2]["schema"]["foreignKeys"][0]["reference"]["fields"] = ["name"]
        return made

    found = structure(package("a"), package("z"))
    assert [(one.kind, one.resource) for one in found] == [("cells/identifier", "p"), ("cells/reference", "c")]


def test_resources_are_added_and_removed_with_all_their_rows() -> None:
    old, new = parents(), parents()
    del new["resources"][1]
    there, back = diff(old, new), diff(new, old)
    assert there.changes == (Change(kind="resource/removed", resource="q"),)
    assert back.changes == (Change(kind="resource/added", resource="q"),)
    assert there.tables[-1] == Rows(resource="q", old=2, new=None)
    assert back.tables[1] == Rows(resource="q", old=None, new=2)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"name": "other"}, {}, [("package/name", "name", "other", "mine")]),
        ({}, {"id": "https://example.org/mine"}, [("package/id", "id", None, "https://example.org/mine")]),
        ({"title": "A"}, {"title": "B"}, [("package/metadata", "title", "A", "B")]),
        (
            {"proof:data": {"title": {"zh": "一", "en": "One"}}},
            {"proof:data": {"title": {"zh": "二", "en": "One"}}},
            [("package/metadata", "proof:data.title.zh", "一", "二")],
        ),
        ({"keywords": ["a"]}, {"keywords": ["a", "b"]}, [("package/metadata", "keywords", ["a"], ["a", "b"])]),
        ({"version": "1.0.0", "created": "2020-01-01T00:00:00Z"}, {"version": "2.0.0"}, []),
    ],
)
def test_the_package_changes(
    table: Table, old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, str, Any, Any]]
) -> None:
    found = structure(table(TEXT, [ID, NAME], package=old), table(TEXT, [ID, NAME], package=new))
    assert [(one.kind, one.property, one.old, one.new) for one in found] == expected


def test_a_table_rule_of_the_package_is_a_constraint_of_its_table(table: Table) -> None:
    rule = {"name": "none", "sql": "SELECT * FROM t WHERE id > 5", "resource": "t"}
    new = table(TEXT, [ID, NAME], package={"proof:data": {"rules": [rule]}})
    assert structure(table(TEXT, [ID, NAME]), new) == [
        Change(kind="table/tightened", resource="t", property="rules.none", new=rule["sql"])
    ]


def write(folder: Path, resource: dict[str, Any], files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    package = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "x", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def test_the_same_table_in_another_file_and_form_has_no_other_rows(tmp_path: Path) -> None:
    schema = {"fields": [ID, NAME], "primaryKey": ["id"]}
    here = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    there = {**here, "path": "u.csv", "encoding": "gbk", "dialect": {"delimiter": ";"}}
    old = write(tmp_path / "old", here, {"t.csv": "id,name\n1,中文\n".encode()})
    new = write(tmp_path / "new", there, {"u.csv": "id;name\n1;中文\n".encode("gbk")})
    assert [(one.kind, one.property) for one in diff(old, new).changes] == [
        ("resource/path", "path"),
        ("resource/form", "encoding"),
        ("resource/form", "dialect.delimiter"),
    ]


def test_a_file_that_is_no_table_is_compared_by_its_bytes(tmp_path: Path) -> None:
    logo = {"name": "logo", "path": "logo.svg"}
    old, same, new = (
        write(tmp_path / name, logo, {"logo.svg": data}) for name, data in (("a", b"1"), ("b", b"1"), ("c", b"2"))
    )
    assert diff(old, same).is_empty
    assert [one.kind for one in diff(old, new).changes] == ["resource/content"]


def test_an_archive_is_compared_as_its_folder(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", {"name": "t", "type": "table", "path": "t.csv"}, {"t.csv": TEXT.encode()})
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    assert diff(folder, tmp_path / "a.zip").is_empty


def test_a_package_does_not_differ_from_what_is_built_of_it(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(root / "datapackage", source)
    descriptor = json.loads((source / "datapackage.json").read_text(encoding="utf-8"))
    keep = {"agreements", "events", "places", "programmes", "institutions"}
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] in keep]
    descriptor["proof:data"].pop("rules", None)
    descriptor["proof:data"].pop("books", None)
    (source / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    built = build(source, tmp_path / "built", created="2026-11-22").folder
    assert [whole for whole in map(sentence, diff(source, built).changes) if "profile" not in whole] == []


def test_a_package_without_a_usable_descriptor_cannot_be_compared(tmp_path: Path, table: Table) -> None:
    (tmp_path / "datapackage.json").write_text("[]", encoding="utf-8")
    with pytest.raises(CannotCheckError, match=r"descriptor of .* cannot be used"):
        diff(tmp_path, table(TEXT, [ID, NAME]))
    with pytest.raises(CannotCheckError, match="nothing at"):
        diff(tmp_path / "absent", tmp_path)
