"""A dataset on talent cooperation between Sichuan and Chongqing, and the engine that made it.

The data::

    import talent_dataset as td

    td.tables()
    td.load("statistics", lang="en")
    td.evidence("statistics", "...")

The engine, for any Data Package::

    td.validate("datapackage.json").is_valid

Importing this package loads nothing heavy: each public name is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.version import __version__

if TYPE_CHECKING:
    from talent_dataset.checking import validate
    from talent_dataset.dataset import cite, describe, evidence, load, path, tables
    from talent_dataset.declare import Package, Table
    from talent_dataset.engine.errors import (
        CannotCheckError,
        DeclarationError,
        InvalidDataError,
        TalentDatasetError,
        UnknownNameError,
    )
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.report import Report
    from talent_dataset.filtering import filter  # noqa: A004 (the verb of the field)
    from talent_dataset.provenance import find_figures

__data_version__: str

__all__ = [
    "CannotCheckError",
    "DeclarationError",
    "InvalidDataError",
    "Issue",
    "Package",
    "Report",
    "Table",
    "TalentDatasetError",
    "UnknownNameError",
    "__data_version__",
    "__version__",
    "cite",
    "describe",
    "evidence",
    "filter",
    "find_figures",
    "load",
    "path",
    "tables",
    "validate",
]

_HOMES: Final = {
    "CannotCheckError": "engine.errors",
    "DeclarationError": "engine.errors",
    "InvalidDataError": "engine.errors",
    "Issue": "engine.issues",
    "Package": "declare",
    "Report": "engine.report",
    "Table": "declare",
    "TalentDatasetError": "engine.errors",
    "UnknownNameError": "engine.errors",
    "__data_version__": "dataset",
    "cite": "dataset",
    "describe": "dataset",
    "evidence": "dataset",
    "filter": "filtering",
    "find_figures": "provenance.figures",
    "load": "dataset",
    "path": "dataset",
    "tables": "dataset",
    "validate": "checking",
}


def __getattr__(name: str) -> Any:
    """Import a public name where it is used for the first time (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOMES[name]}")
    value = globals()[name] = getattr(module, name)
    return value


def __dir__() -> list[str]:
    """The public names, and what every module has: not what is imported here, nor modules that were imported since."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
