"""``talent-dataset seeds``: the documents behind a package, and the figures in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli.commands import add_group, run_group
from talent_dataset.cli.seeds import check, scan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from talent_dataset.cli.commands import Command

HELP = "list documents and their figures, and say whether the lists still stand"
EXAMPLES = """\
examples:
  talent-dataset seeds scan report.txt      enter a new document and its figures
  talent-dataset seeds check                do documents and lists still agree?
"""

COMMANDS: Mapping[str, Command] = {"scan": scan, "check": check}


def add_arguments(parser: ArgumentParser) -> None:
    """Add the commands of the group."""
    add_group(parser, COMMANDS)


def run(options: Namespace) -> int:
    """Run a command of the group."""
    return run_group(options, COMMANDS)
