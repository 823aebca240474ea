"""The command line: arguments in, exit code out (0 valid, 1 invalid, 2 could not check)."""

from __future__ import annotations

from talent_dataset.cli.main import main

__all__ = ["main"]
