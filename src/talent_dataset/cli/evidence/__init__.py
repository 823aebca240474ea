"""``talent-dataset evidence``: the tools of whoever keeps the books of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli.commands import CommandEntry, Parser, add_group, run_group

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

EXAMPLES = """\
examples:
  talent-dataset evidence missing         cells that nothing backs yet
  talent-dataset evidence figures 001     figures that nobody has booked yet
  talent-dataset evidence show events fair-2021 held_on
  talent-dataset evidence draft events fair-2021 held_on \\
      --source 001 --quote "on 5 March 2021"   find the words, write the entry
"""

COMMANDS: Mapping[str, CommandEntry] = {
    "init": CommandEntry("evidence.init", "give a package empty books: sources, evidence, figures, repairs, conflicts"),
    "missing": CommandEntry(
        "evidence.missing",
        "list the factual cells that no entry backs, or whose entries do not bear them out",
    ),
    "draft": CommandEntry(
        "evidence.draft",
        "look for words in a document, and write the entry of the evidence that backs a cell",
    ),
    "figures": CommandEntry(
        "evidence.figures",
        "list the figures of a source, those that nobody has booked first, with their context",
    ),
    "book": CommandEntry(
        "evidence.book",
        "book figures that no cell holds: as duplicates of another, or set aside for a reason",
    ),
    "show": CommandEntry(
        "evidence.show",
        "show what backs a row, or one cell of it: source, place, words and their context",
    ),
    "self-test": CommandEntry(
        "evidence.self_test",
        "put the books wrong in every way we know, one thing at a time, and count what is noticed",
    ),
}


def add_arguments(parser: Parser) -> None:
    """Add the commands of the group."""
    add_group(parser, COMMANDS)


def run(options: Namespace) -> int:
    """Run a command of the group."""
    return run_group(options, COMMANDS)
