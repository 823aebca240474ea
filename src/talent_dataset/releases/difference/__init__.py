"""What differs between two packages: structure, metadata, rows and cells."""

from __future__ import annotations

from talent_dataset.releases.difference.changes import (
    KINDS,
    Change,
    ChangedRow,
    ChangeKind,
    Difference,
    Examples,
    Rows,
    Side,
    WholeRow,
)
from talent_dataset.releases.difference.packages import ComparedPackage, compare, diff

__all__ = [
    "KINDS",
    "Change",
    "ChangeKind",
    "ChangedRow",
    "ComparedPackage",
    "Difference",
    "Examples",
    "Rows",
    "Side",
    "WholeRow",
    "compare",
    "diff",
]
