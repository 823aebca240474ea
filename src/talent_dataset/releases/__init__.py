"""From a package on the disk to files for others: canonical form, build, documentation, citation."""

from __future__ import annotations

from talent_dataset.engine.writing.canonical import Formatted, format_package

__all__ = ["Formatted", "format_package"]
