"""The curated files and the documents behind them, read without the engine that is to check them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

Rows = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Curated:
    """The package as its files say: rows by table and key, and what the descriptor says of each table."""

    tables: Mapping[str, Rows]
    schemas: Mapping[str, Mapping[str, Any]]

    def row(self, table: str, row_id: str) -> dict[str, str]:
        """The filled cells of a row, its key and the texts in our own words left out."""
        words = ("summary_", "text_", "note_", "definition_", "reason_", "condition_")
        cells = self.tables[table][row_id].items()
        return {name: cell for name, cell in list(cells)[1:] if cell and not name.startswith(words)}

    def where(self, table: str, **cells: str) -> list[str]:
        """Keys of the rows that have these cells."""
        found = self.tables[table].items()
        return [key for key, row in found if all(row[name] == cell for name, cell in cells.items())]

    def roles(self, table: str) -> dict[str, str]:
        """Role of each field."""
        fields = self.schemas[table]["fields"]
        return {field["name"]: field.get("proof:data", {}).get("role", "factual") for field in fields}

    def group(self, table: str, field: str) -> tuple[str, ...]:
        """The fields that are said together with a field."""
        groups = self.schemas[table].get("proof:data", {}).get("groups", [])
        return next((tuple(group) for group in groups if field in group), (field,))

    def quotes(self, table: str, row_id: str, field: str | None = None) -> list[str]:
        """How the quotes behind a row, or behind one cell of it, read."""
        return [
            entry["quote_restored"] or entry["quote"]
            for entry in self.tables["evidence"].values()
            if (entry["table"], entry["row_id"]) == (table, row_id)
            and (field is None or entry["field"] in self.group(table, field))
        ]


@pytest.fixture(scope="session")
def curated(root: Path) -> Curated:
    """The curated package."""
    folder = root / "datapackage"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    tables = {name: _rows(folder / "data" / f"{name}.csv") for name in schemas}
    return Curated(tables, schemas)


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {next(iter(row.values())): row for row in rows}


@pytest.fixture(scope="session")
def documents(curated: Curated, texts: Path) -> dict[str, str]:
    """The documents by the id of their source, as text."""
    return {key: (texts / row["file"]).read_bytes().decode("utf-8") for key, row in curated.tables["sources"].items()}
