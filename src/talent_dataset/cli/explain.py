"""``talent-dataset explain``: what a code means, why the rule exists, and how to mend what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLES = """\
examples:
  talent-dataset explain
  talent-dataset explain cell/type
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="the code of an issue, such as cell/type")


def run(options: Namespace) -> int:
    """Print an explanation, or the list of codes."""
    from talent_dataset.render.explain import explanation_lines, list_lines
    from talent_dataset.render.explanation import explanation

    columns = output.width()
    output.show(list_lines(columns) if options.code is None else explanation_lines(explanation(options.code), columns))
    return commands.VALID
