"""``talent-dataset seeds``: the documents behind a package, and the figures in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli.commands import CommandEntry, Parser, add_group, run_group

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

EXAMPLES = """\
examples:
  talent-dataset seeds scan report.txt      enter a new document and its figures
  talent-dataset seeds check                do documents and lists still agree?
"""

COMMANDS: Mapping[str, CommandEntry] = {
    "scan": CommandEntry(
        "seeds.scan",
        "enter documents and their figures into the books; bookings of figures that still stand are kept",
    ),
    "check": CommandEntry(
        "seeds.check",
        "say whether the documents are those of the books, and their figures those that are listed",
    ),
}


def add_arguments(parser: Parser) -> None:
    """Add the commands of the group."""
    add_group(parser, COMMANDS)


def run(options: Namespace) -> int:
    """Run a command of the group."""
    return run_group(options, COMMANDS)
