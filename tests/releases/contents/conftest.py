"""Releases of small packages, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path
from sqlite3 import Connection, connect
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from talent_dataset.engine.reading.opening import open_package
from talent_dataset.releases.assembly import Assembled, assemble

Tables = Mapping[str, tuple[str, dict[str, Any]]]


@pytest.fixture
def release(package: Callable[..., Path]) -> Callable[..., Assembled]:
    """Assemble the release of tables, given as ``{name: (csv, schema)}``; other properties are those of the package."""

    def make(tables: Tables, **properties: Any) -> Assembled:
        files = {f"{name}.csv": csv for name, (csv, _) in tables.items()}
        resources = [
            {"name": name, "type": "table", "path": f"{name}.csv", "schema": schema}
            for name, (_, schema) in tables.items()
        ]
        opened = open_package(package(files, *resources, **properties))
        assert opened.parsed.package is not None
        return assemble(opened.parsed.package, opened.files)

    return make


@pytest.fixture
def database() -> Iterator[Callable[[Assembled], Connection]]:
    """Open the database of a release."""
    opened: list[Connection] = []

    def load(assembled: Assembled) -> Connection:
        connection = connect(":memory:")
        opened.append(connection)
        connection.deserialize(assembled.files["mine.sqlite"])
        return connection

    yield load
    for connection in opened:
        connection.close()


@pytest.fixture
def book() -> Iterator[Callable[[Assembled], Workbook]]:
    """Open the workbook of a release."""
    opened: list[Workbook] = []

    def load(assembled: Assembled) -> Workbook:
        opened.append(load_workbook(BytesIO(assembled.files["mine.xlsx"])))
        return opened[-1]

    yield load
    for each in opened:
        with closing(each):
            pass
