"""What commands on releases share: the argument TARGET, the progress bar, the way a target is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser

HELP_WRITTEN = "a folder (one that a web server serves, perhaps), or s3://bucket/folder"
HELP_READ = "a folder, http(s)://host/folder, or s3://bucket/folder"
TEXT = """\
storage:
  s3:// takes its endpoint, region and credentials from the environment:
  AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...
"""


def add_target(parser: ArgumentParser, help: str) -> None:
    """Add the argument TARGET."""
    parser.add_argument("target", metavar="TARGET", help=help)


def count(number: int, noun: str) -> str:
    """A number and its noun, in the plural where it is."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
