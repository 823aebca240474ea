"""What differs between two packages: structure, metadata, rows and cells."""

from __future__ import annotations

from talent_dataset.release.difference.model import (
    KINDS,
    Change,
    ChangedRow,
    Difference,
    Examples,
    Kind,
    Row,
    Rows,
    Side,
)
from talent_dataset.release.difference.packages import diff

__all__ = ["KINDS", "Change", "ChangedRow", "Difference", "Examples", "Kind", "Row", "Rows", "Side", "diff"]
