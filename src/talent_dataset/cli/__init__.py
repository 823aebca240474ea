"""The command line: arguments in, exit code out (``exits``)."""

from __future__ import annotations

from talent_dataset.cli.main import main

__all__ = ["main"]
