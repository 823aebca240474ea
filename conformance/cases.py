"""The cases: small packages of one fault each, and vectors of cells and columns, as packages too."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

# A line of vectors/cells.jsonl or vectors/columns.jsonl; the README tells its keys.
Vector = dict[str, Any]
# What a validator says of a package: "valid" and "errors", or "crash", or "timeout".
Report = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A package and what is right to say of it."""

    id: str
    area: str
    path: Path
    valid: bool | None
    errors: Sequence[dict[str, Any]]
    level: str
    confidence: str
    timeout: int

    @property
    def is_open(self) -> bool:
        """Whether any verdict will do, as long as there is one."""
        return self.valid is None


def packages() -> Iterator[Case]:
    """The small packages."""
    for file in sorted((HERE / "packages").glob("*/expected.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        known = {name: said[name] for name in Case.__dataclass_fields__ if name in said}
        yield Case(path=file.parent / "package" / "datapackage.json", **known)


def vectors(kind: str) -> list[Vector]:
    """The vectors of ``cells`` or ``columns``."""
    with (HERE / "vectors" / f"{kind}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def cells_of(vector: Vector) -> list[str]:
    """The cells of a vector: one, or a column."""
    return vector["cells"] if "cells" in vector else [vector["cell"]]


def as_packages(kind: str, folder: Path) -> Iterator[tuple[Path, list[Vector]]]:
    """Packages that hold the vectors: those of one field descriptor together, a cell a row; columns one by one."""
    groups: dict[str, list[Vector]] = {}
    for vector in vectors(kind):
        alone = vector["id"] if kind == "columns" else None
        groups.setdefault(json.dumps([alone, schema_of(vector)], sort_keys=True), []).append(vector)
    for number, group in enumerate(groups.values()):
        yield _package(folder / f"{kind}{number}", group), group


def field_of(vector: Vector) -> dict[str, Any]:
    """The descriptor of the field ``v``."""
    named = {key: vector[key] for key in ("type", "format", "constraints") if vector[key]}
    return {"name": "v", **vector["options"], **named}


def schema_of(vector: Vector) -> dict[str, Any]:
    """The schema of a table with a field for the name of the vector and one for its cells."""
    schema: dict[str, Any] = {"fields": [{"name": "id", "type": "string"}, field_of(vector)]}
    missing = vector["missingValues"]
    return schema if missing is None else schema | {"missingValues": missing}


def _package(folder: Path, group: Sequence[Vector]) -> Path:
    folder.mkdir()
    dialect = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
    table = {"name": "t", "type": "table", "path": "t.csv", "encoding": "utf-8", "dialect": dialect}
    resources = [table | {"schema": schema_of(group[0])}]
    path = folder / "datapackage.json"
    descriptor = {"$schema": PROFILE, "name": "vectors", "resources": resources}
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        rows.writerow(["id", "v"])
        rows.writerows([f"{number}", cell] for number, vector in enumerate(group) for cell in cells_of(vector))
    return path
