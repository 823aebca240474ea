"""``talent-dataset unyank``: take back that a version was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import commands
from talent_dataset.cli.source import HELP_WRITTEN, TEXT, add_target, show_latest

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLES = f"""\
examples:
  talent-dataset unyank /srv/www/data 1.0.0 --reason "The date was right."

{TEXT}"""
EXITS = """\
exit codes:
  0  taken back
  2  could not: TARGET cannot be written, or the version is not withdrawn"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_target(parser, HELP_WRITTEN)
    parser.add_argument("version", metavar="VERSION", help="the number of the version")
    parser.add_argument("--reason", required=True, help="why, in a sentence: it stays in the history of the version")


def run(options: Namespace) -> int:
    """Take it back, and say what is the latest version now."""
    from talent_dataset.releases.publishing import unyank

    index = unyank(options.target, options.version, options.reason)
    show_latest(f"Version {options.version} is withdrawn no more.", index)
    return commands.VALID
