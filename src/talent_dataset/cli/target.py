"""What commands on releases share: the argument TARGET, numbers of things, what the latest version is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import output

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from talent_dataset.reading.releases import Index

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


def show_latest(said: str, index: Index) -> None:
    """Print what was done to a version, and which is the latest one now."""
    from talent_dataset.render.lines import line

    latest = index.latest.version if index.latest else "none, as each version is a prerelease or withdrawn"
    output.show([line(said), line(f"latest: {latest}")])
