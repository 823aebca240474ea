"""From a package, a table or frames to a report."""

from __future__ import annotations

from talent_dataset.validation.validate import validate

__all__ = ["validate"]
