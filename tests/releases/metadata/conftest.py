"""Packages from descriptors, as they are when they have been built: each table one CSV file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from talent_dataset.engine.descriptor import parse_package
from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.metadata import Facts, ReleasedFile

Described = Callable[..., DataPackage]


def _described(*tables: dict[str, Any], **properties: Any) -> DataPackage:
    resources = [{"name": f"t{place}", "path": f"data/t{place}.csv", **table} for place, table in enumerate(tables)]
    package = parse_package(
        {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", **properties, "resources": resources}
    ).package
    assert package is not None
    return package


@pytest.fixture
def described() -> Described:
    """A package of the tables given (called t0, t1, ...), with the properties given."""
    return _described


@pytest.fixture
def facts() -> Callable[[DataPackage], Facts]:
    """Two files for each table of a package, three rows in each."""

    def of(package: DataPackage) -> Facts:
        forms = {
            "csv": ("text/csv", None),
            "parquet": ("application/vnd.apache.parquet", "application/x-parquet"),
        }
        files = [
            ReleasedFile(one.paths[0].replace(".csv", f".{suffix}"), 10, suffix[0] * 64, mediatype, one.name, known_as)
            for one in package.resources
            for suffix, (mediatype, known_as) in forms.items()
        ]
        return Facts({one.name: 3 for one in package.resources}, tuple(files))

    return of
