from __future__ import annotations

from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import Resource, Schema
from talent_dataset.engine.reading.formats import is_table, table_format


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"paths": ("t.csv",)}, "csv"),
        ({"paths": ("T.CSV.GZ",)}, "csv"),
        ({"paths": ("t.csv.zip",)}, "csv"),
        ({"paths": ("t",)}, "csv"),
        ({"paths": ("t.txt",)}, "csv"),
        ({"paths": ("t.tsv",)}, "tsv"),
        ({"paths": ("t.csv",), "format": "tsv"}, "tsv"),
        ({"paths": ("t.x",), "mediatype": "text/csv; charset=utf-8"}, "csv"),
        ({"paths": ("t.jsonl",)}, "ndjson"),
        ({"paths": ("t.parquet",)}, "parquet"),
        ({"paths": ("t.x",), "format": ".arrow"}, "arrow"),
        ({"paths": ("t.xlsx",)}, "xlsx"),
        ({"paths": ("t.csv",), "format": "fixed"}, "fixed"),
        ({"data": []}, "json"),
        ({"data": "a,b", "format": "csv"}, "csv"),
    ],
)
def test_the_format_is_as_declared_else_as_the_name_says(more: dict[str, Any], expected: str) -> None:
    assert table_format(Resource(name="t", **more)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"paths": ("t.bin",), "type": "table"}, True),
        ({"paths": ("t.json",), "schema": Schema(fields=())}, True),
        ({"paths": ("t.xlsx",), "schema": Schema(fields=())}, True),
        ({"paths": ("t.asc",), "schema": Schema(fields=()), "format": "fixed"}, False),
        ({"paths": ("t.asc",), "type": "table", "format": "fixed"}, True),
        ({"data": [], "schema": Schema(fields=())}, True),
        ({"paths": ("t.csv",)}, True),
        ({"paths": ("t.json",)}, False),
        ({"paths": ("t.png",)}, False),
        ({"paths": ("README.txt",)}, False),
        ({"data": [{"a": 1}]}, False),
    ],
)
def test_what_is_read_as_a_table(more: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    assert is_table(Resource(name="t", **more)) is expected
