"""The face of our dataset: its tables, their evidence, how to cite them, and their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from talent_dataset.dataset.answers import cite, describe, evidence, tables
from talent_dataset.dataset.installed import location
from talent_dataset.dataset.loading import load, path

if TYPE_CHECKING:
    __data_version__: str

__all__ = ["cite", "describe", "evidence", "load", "location", "path", "tables"]


def __getattr__(name: str) -> Any:
    """The version of the data, which is read from the descriptor only when it is asked for."""
    if name == "__data_version__":
        from talent_dataset.dataset.installed import curated

        return curated().version or ""
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
