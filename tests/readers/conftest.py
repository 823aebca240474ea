"""What a release says its values are, read by nothing but Python's own library.

These tests run without our package (`python tools/check.py readers`), so that nothing of ours can agree with itself.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

RELEASES = Path(os.environ.get("TALENT_DATASET_RELEASES") or Path(__file__).parents[2] / "build" / "releases")
# Whatever is loaded here is at hand: `datasets` is to ask nobody for it.
os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
NAMES = ("datapackage", "ferry", "plain", "strange")


@dataclass(frozen=True)
class Release:
    """A folder that `talent-dataset build` wrote."""

    folder: Path

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """Its datapackage.json."""
        return dict(json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8")))

    @property
    def tables(self) -> list[dict[str, Any]]:
        """Its resources, all of which are tables."""
        return list(self.descriptor["resources"])

    def fields(self, table: dict[str, Any]) -> list[dict[str, Any]]:
        """The fields of a table."""
        return list(table["schema"]["fields"])

    def path(self, table: dict[str, Any], suffix: str) -> Path:
        """The file of a table in a format."""
        return (self.folder / str(table["path"])).with_suffix(suffix)

    def cells(self, table: dict[str, Any]) -> list[list[str]]:
        """The cells as they stand in the CSV file, without the header."""
        with (self.folder / table["path"]).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]

    def rows(self, table: dict[str, Any]) -> list[list[Any]]:
        """The values: ``None``, text, int, Decimal, bool, date, datetime, time, list of texts."""
        fields, schema = self.fields(table), table["schema"]
        return [
            [_value(cell, field, schema) for cell, field in zip(row, fields, strict=True)] for row in self.cells(table)
        ]


def _value(cell: str, field: dict[str, Any], schema: dict[str, Any]) -> Any:
    if cell in field.get("missingValues", schema.get("missingValues", [""])):
        return None
    kind, form = field.get("type", "string"), field.get("format", "default")
    if kind == "boolean":
        return cell in field.get("trueValues", ["true", "True", "TRUE", "1"])
    if kind == "date" and form != "default":
        return dt.datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
    if kind == "list":
        return cell.split(field.get("delimiter", ","))
    readers: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "number": Decimal,
        "date": dt.date.fromisoformat,
        "time": dt.time.fromisoformat,
        "datetime": lambda text: dt.datetime.fromisoformat(text).replace(tzinfo=None),
    }
    return readers.get(kind, str)(cell)


@pytest.fixture(params=NAMES)
def release(request: pytest.FixtureRequest) -> Release:
    """Our dataset; another with books; one of version 1 that says nothing of itself; one as strange as can be."""
    return Release(RELEASES / request.param)


@pytest.fixture
def kinds() -> Release:
    """A table with a field of every type."""
    return Release(RELEASES / "kinds")


@pytest.fixture(params=("datapackage", "ferry"))
def booked(request: pytest.FixtureRequest) -> Release:
    """A dataset with books."""
    return Release(RELEASES / request.param)


@pytest.fixture
def ours() -> Release:
    """Our dataset."""
    return Release(RELEASES / "datapackage")


@pytest.fixture
def strange() -> Release:
    """The package that is as strange as can be."""
    return Release(RELEASES / "strange")


@pytest.fixture
def served() -> Iterator[str]:
    """All releases on a web server of this machine; its address."""
    handler = partial(_Quiet, directory=str(RELEASES))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""
