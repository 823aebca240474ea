"""mlcroissant loads what `croissant.json` describes."""

from __future__ import annotations

import datetime as dt
import json
import math
import shutil
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mlcroissant
import pandas as pd
import pytest

if TYPE_CHECKING:
    from tests.readers.conftest import Release

# What mlcroissant recommends to say, and what says it in a descriptor.
RECOMMENDED = {"datePublished": "created", "license": "licenses", "version": "version"}


def loaded(folder: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))


@cache
def described(folder: Path) -> Any:
    """What the description says, read once for all tests."""
    return loaded(folder).metadata


def plain(value: Any) -> Any:
    """A value of ours as mlcroissant gives it: floats for numbers, timestamps for dates."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return None if value.is_nan() else float(value)
    return pd.Timestamp(value) if isinstance(value, dt.date) else value


def told(value: Any) -> Any:
    if isinstance(value, list):
        return [told(one) for one in value]
    if isinstance(value, float) and math.isnan(value):
        return None
    return value.decode() if isinstance(value, bytes) else value


def test_every_record_set_loads_with_the_values_of_the_release(release: Release) -> None:
    dataset = loaded(release.folder)
    by_name = {one.name: one for one in dataset.metadata.record_sets}
    for table in release.tables:
        record_set = by_name.pop(table["name"])
        names = [field.name for field in record_set.fields]
        ids = [field.id for field in record_set.fields]
        rows = [[told(record[id]) for id in ids] for record in dataset.records(record_set.id)]
        assert names == [field["name"] for field in release.fields(table)]
        assert rows == [[plain(value) for value in row] for row in release.rows(table)], table["name"]
    for name, record_set in by_name.items():
        records = list(dataset.records(record_set.id))
        assert name.endswith("/codes")
        assert len(records) > 0


def test_values_of_every_type_load(kinds: Release) -> None:
    first, _, last = ({id: told(value) for id, value in row.items()} for row in loaded(kinds.folder).records("kinds"))
    assert {id.removeprefix("kinds/"): value for id, value in first.items()} == {
        "string": " a",
        "uri": "https://example.org/a?b=c#d",
        "email": "a@example.org",
        "uuid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "binary": "YWJj",
        "integer": -7,
        "number": 1000.0,
        "comma": 1000.5,
        "percent": 12.0,
        "true": True,
        "yes": True,
        "date": pd.Timestamp("2020-02-29"),
        "any_date": pd.Timestamp("2020-02-29"),
        "day": pd.Timestamp("2020-02-29"),
        "month": pd.Timestamp("2020-02-01"),
        "datetime": pd.Timestamp("2020-02-29T01:02:03"),
        "minute": pd.Timestamp("2020-02-29T01:02"),
        "any_datetime": pd.Timestamp("2020-02-29T01:02:03"),
        "time": dt.time(23, 59, 59),
        "short_time": dt.time(23, 59),
        "year": "2020",
        "yearmonth": "2020-02",
        "duration": "P1Y2M3DT4H",
        "object": '{"a": [1, "ü"]}',
        "array": '[1, {"b": null}]',
        "list": ["x", "y"],
        "numbers": [1, -2],
        "geopoint": "90.0, -45.5",
        "geopoint_array": "[90, 45]",
        "geojson": '{"type": "Point", "coordinates": [1, 2]}',
        "any": "1.0",
        "coded": "a",
        "ordered": "low",
    }
    assert {value for id, value in last.items() if id != "kinds/string"} == {None}


def test_nothing_is_wrong_with_the_description_but_what_a_package_does_not_say(release: Release) -> None:
    issues = described(release.folder).ctx.issues
    unsaid = [name for name, said in RECOMMENDED.items() if said not in release.descriptor]
    assert (issues.errors, len(issues.warnings)) == (set(), len(unsaid))
    assert all(any(name in warning for name in unsaid) for warning in issues.warnings)


def test_lists_of_codes_have_a_name_in_each_language(ours: Release) -> None:
    dataset = loaded(ours.folder)
    table = ours.tables[0]
    field = next(one for one in ours.fields(table) if one.get("categories"))
    labels = field["proof:data"]["labels"]
    base = f"{table['name']}/{field['name']}/codes"
    records = list(dataset.records(base))
    assert [
        {"code": one[f"{base}/code"], "en": one[f"{base}/name"], "zh": one[f"{base}/name_zh"]} for one in records
    ] == [{"code": code["value"], **labels[code["value"]]} for code in field["categories"]]


def test_keys_and_references_are_told(release: Release) -> None:
    names = {one["name"] for one in release.tables}
    sets = {one.name: one for one in described(release.folder).record_sets}
    for table in release.tables:
        ids = {field.name: field.id for field in sets[table["name"]].fields}
        key = table["schema"].get("primaryKey", [])
        assert sets[table["name"]].key == ([ids[name] for name in key] or None)
        wanted = {
            (key["fields"][0], key["reference"].get("resource") or table["name"], key["reference"]["fields"][0])
            for key in table["schema"].get("foreignKeys", [])
            if len(key["fields"]) == 1
        }
        told_of = {
            (field.name, annotation.references.field)
            for field in sets[table["name"]].fields
            for annotation in field.annotations
            if annotation.name == "refers to"
        }
        every = {name: {one.name: one.id for one in sets[name].fields} for name in names}
        assert told_of == {(name, every[target][other]) for name, target, other in wanted}


def test_the_annotations_lead_from_each_cell_to_its_evidence(booked: Release) -> None:
    """Every entry of the evidence is reached, from the description alone, at the cell that it is for."""
    evidence = next(one for one in booked.tables if one["name"] == "evidence")
    columns = [field["name"] for field in booked.fields(evidence)]
    places = [columns.index(name) for name in ("table", "row_id", "field")]
    entries = {tuple(row[place] or "" for place in places) for row in booked.rows(evidence)}
    reached: set[tuple[str, ...]] = set()
    for record_set in described(booked.folder).record_sets:
        annotations = [*record_set.annotations, *(one for field in record_set.fields for one in field.annotations)]
        for annotation in (one for one in annotations if one.name == "evidence"):
            assert annotation.references.field == "evidence/evidence_id"
            parts = {part.name: part for part in annotation.sub_fields}
            assert {part.references.field for part in parts.values()} == {f"evidence/{name}" for name in parts}
            said = parts["field"].value if "field" in parts else ""
            fields = json.loads(said) if said.startswith("[") else [said]
            key = parts["row_id"].source.extract.column
            table = next(one for one in booked.tables if one["name"] == parts["table"].value)
            place = [field["name"] for field in booked.fields(table)].index(key)
            reached |= {(table["name"], row[place], field) for row in booked.rows(table) for field in fields}
    assert entries - reached == set()


def test_another_byte_in_a_file_is_noticed(release: Release, tmp_path: Path) -> None:
    shutil.copytree(release.folder, tmp_path, dirs_exist_ok=True)
    table = release.tables[0]
    file = Path(str(tmp_path / table["path"])).with_suffix(".parquet")
    file.write_bytes(file.read_bytes() + b" ")
    dataset = loaded(tmp_path)
    name = next(one.id for one in dataset.metadata.record_sets if one.name == table["name"])
    with pytest.raises(mlcroissant.GenerationError) as caught:
        list(dataset.records(name))
    assert "Hash of downloaded file" in str(caught.value.__cause__)


def test_it_says_who_when_and_under_which_licence(ours: Release) -> None:
    metadata = described(ours.folder)
    said = json.loads((ours.folder / "croissant.json").read_text(encoding="utf-8"))
    assert said["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert metadata.name == ours.descriptor["proof:data"]["title"]
    assert metadata.version == ours.descriptor["version"]
    assert metadata.date_published is not None
    assert metadata.date_published.date().isoformat() == ours.descriptor["created"][:10]
    assert metadata.license == [one["path"] for one in ours.descriptor["licenses"]]
    assert metadata.in_language == ours.descriptor["languages"]
    assert {one.name for one in metadata.creators} == {one["title"] for one in ours.descriptor["contributors"]}
