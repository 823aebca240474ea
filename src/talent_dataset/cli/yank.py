"""``talent-dataset yank``: withdraw a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import commands
from talent_dataset.cli.source import HELP_WRITTEN, TEXT, add_target, show_latest

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLES = f"""\
examples:
  talent-dataset yank /srv/www/data 1.0.0 --reason "A date is wrong; see 1.0.1."

`latest` is then the highest version that is not withdrawn.

{TEXT}"""
EXITS = """\
exit codes:
  0  withdrawn
  2  could not: TARGET cannot be written, there is no such version"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_target(parser, HELP_WRITTEN)
    parser.add_argument("version", metavar="VERSION", help="the number of the version")
    parser.add_argument("--reason", required=True, help="why, in a sentence: it is shown to those who read the version")


def run(options: Namespace) -> int:
    """Withdraw, and say what is the latest version now."""
    from talent_dataset.releases.publishing import yank

    index = yank(options.target, options.version, options.reason)
    show_latest(f"Version {options.version} is withdrawn; it stays readable.", index)
    return commands.VALID
