"""Packages of one table, made where they are needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

Fields = Sequence[Mapping[str, Any]]
Table = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def table() -> Table:
    """A package with one table ``t``: its text as CSV, its fields, properties of its schema and of the package."""

    def make(text: str, fields: Fields, *, package: Mapping[str, Any] | None = None, **schema: Any) -> dict[str, Any]:
        resource = {
            "name": "t",
            "type": "table",
            "format": "csv",
            "data": text,
            "schema": {"fields": list(fields), **schema},
        }
        return {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "mine",
            **(package or {}),
            "resources": [resource],
        }

    return make
