"""A fault of our own is never told as a fault of who wrote a rule: it crashes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from talent_dataset.checking import validate
from talent_dataset.cli import main

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ROW_RULE = {"name": "r", "sql": "id > 0"}
TABLE_RULE = {"name": "r", "resource": "t", "sql": "SELECT id FROM t WHERE id < 0"}


def package(folder: Path, row: dict[str, Any], table: dict[str, Any]) -> Path:
    schema = {"fields": [{"name": "id", "type": "integer"}], "proof:data": {"rules": [row]}}
    resource = {"name": "t", "type": "table", "data": [["id"], ["1"]], "schema": schema}
    descriptor = {"$schema": PROFILE, "resources": [resource], "proof:data": {"rules": [table]}}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return path


def _planted(*_: Any, **__: Any) -> Any:
    raise AttributeError("planted")


def _planted_at(name: str) -> Any:
    """``select``, planted where it makes a column of some name."""
    select = pl.DataFrame.select

    def selected(frame: pl.DataFrame, *columns: Any, **named: Any) -> pl.DataFrame:
        return _planted() if name in named else select(frame, *columns, **named)

    return selected


PLANTED: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "where a row rule is parsed": lambda patch: patch.setattr(pl, "sql_expr", _planted),
    "where a row rule is run": lambda patch: patch.setattr(pl.DataFrame, "select", _planted_at("verdict")),
    "where a table rule is run": lambda patch: patch.setattr(pl, "SQLContext", _planted),
}


@pytest.mark.parametrize("plant", PLANTED)
def test_a_fault_of_ours_in_a_rule_crashes_and_is_no_finding(
    plant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = package(tmp_path, ROW_RULE, TABLE_RULE)
    assert validate(path).is_valid
    PLANTED[plant](monkeypatch)
    assert main(["validate", str(path)]) == 70
    assert capsys.readouterr().err.startswith("Traceback (most recent call last):\n")
