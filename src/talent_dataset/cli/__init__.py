"""The command line: arguments in, exit code out (``commands``)."""

from __future__ import annotations

from talent_dataset.cli.main import main

__all__ = ["main"]
