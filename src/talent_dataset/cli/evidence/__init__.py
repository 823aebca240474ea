"""``talent-dataset evidence``: the tools of whoever keeps the books of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli.commands import add_group, run_group
from talent_dataset.cli.evidence import book, draft, figures, init, missing, self_test, show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from talent_dataset.cli.commands import Command

HELP = "work on the books of a package: what proves each cell, and what became of each figure"
EXAMPLES = """\
examples:
  talent-dataset evidence missing         cells that nothing backs yet
  talent-dataset evidence figures 001     figures that nobody has booked yet
  talent-dataset evidence show events fair-2021 held_on
  talent-dataset evidence draft events fair-2021 held_on \\
      --source 001 --quote "on 5 March 2021"   find the words, write the entry
"""

COMMANDS: Mapping[str, Command] = {
    "init": init,
    "missing": missing,
    "draft": draft,
    "figures": figures,
    "book": book,
    "show": show,
    "self-test": self_test,
}


def add_arguments(parser: ArgumentParser) -> None:
    """Add the commands of the group."""
    add_group(parser, COMMANDS)


def run(options: Namespace) -> int:
    """Run a command of the group."""
    return run_group(options, COMMANDS)
