"""The rules of the dataset are SQL that another engine runs too, with the same outcome."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from talent_dataset import load, tables
from talent_dataset.schemas import package

duckdb = pytest.importorskip("duckdb", reason="the other engine is not installed")
PACKAGE = package()


@pytest.fixture(scope="module")
def database() -> Iterator[Any]:
    with duckdb.connect() as connection:
        for name in tables():
            connection.register(name, load(name).to_arrow())
        yield connection


ROW_RULES = [(each.name, rule) for each in PACKAGE.resources if each.schema for rule in each.schema.rules]


@pytest.mark.parametrize(("table", "rule"), ROW_RULES, ids=lambda each: getattr(each, "name", each))
def test_a_row_rule_runs_elsewhere(database: Any, table: str, rule: Any) -> None:
    assert database.execute(f"SELECT * FROM {table} WHERE NOT ({rule.sql})").fetchall() == []  # noqa: S608  # ours


@pytest.mark.parametrize("rule", PACKAGE.rules, ids=lambda rule: rule.name)
def test_a_table_rule_runs_elsewhere(database: Any, rule: Any) -> None:
    assert database.execute(rule.sql).fetchall() == []
