"""`datasets` loads each table from the folder of a release, by its README."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import datasets
import pytest
import yaml

if TYPE_CHECKING:
    from tests.readers.conftest import Release


def test_every_table_that_has_rows_loads_with_its_values(release: Release, tmp_path: Path) -> None:
    full = [table for table in release.tables if release.cells(table)]
    names = {Path(table["path"]).stem: table for table in full}
    assert sorted(datasets.get_dataset_config_names(str(release.folder))) == sorted(names)
    for name, table in names.items():
        read = datasets.load_dataset(str(release.folder), name=name, split="train", cache_dir=str(tmp_path))
        assert read.column_names == [field["name"] for field in release.fields(table)]
        assert [list(row.values()) for row in read] == [[same(value) for value in row] for row in release.rows(table)]


def test_a_field_of_every_type_loads(kinds: Release, tmp_path: Path) -> None:
    read = datasets.load_dataset(str(kinds.folder), name="kinds", split="train", cache_dir=str(tmp_path))
    assert {name: read.features[name].dtype for name in ("number", "comma", "day", "minute", "time", "year")} == {
        "number": "float64",
        "comma": "decimal128(38, 2)",
        "day": "date32",
        "minute": "timestamp[us]",
        "time": "time64[ns]",
        "year": "large_string",
    }
    assert (read[0]["list"], read[0]["numbers"], read.num_rows) == (["x", "y"], [1, -2], 3)


def same(value: Any) -> Any:
    """NaN is not equal to itself, so that it is compared as nothing else."""
    return pytest.approx(float("nan"), nan_ok=True) if isinstance(value, Decimal) and value.is_nan() else value


def test_codes_stay_text_and_numbers_exact(release: Release, tmp_path: Path) -> None:
    kinds = {"string": "large_string", "date": "date32", "boolean": "bool", "integer": "int64"}
    for table in (one for one in release.tables if release.cells(one)):
        name = Path(table["path"]).stem
        read = datasets.load_dataset(str(release.folder), name=name, split="train", cache_dir=str(tmp_path))
        for field in release.fields(table):
            kind = field.get("type", "string")
            if kind in kinds and field["name"] != "big":
                assert read.features[field["name"]].dtype == kinds[kind]


def test_the_card_is_plain_yaml_with_licence_and_languages(ours: Release) -> None:
    text = (ours.folder / "README.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    card = yaml.safe_load(front)
    assert (card["license"], card["language"]) == ("cc-by-4.0", ["en", "zh"])
    assert card["pretty_name"] == ours.descriptor["proof:data"]["title"]["en"]
    assert card["tags"] == ours.descriptor["keywords"]
    assert body.startswith(f"\n# {card['pretty_name']}\n")
