"""Severities and silences of a run: ``pyproject.toml`` of the current folder, then the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.policy import Policy, parse_settings, read_policy

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_PROJECT = Path("pyproject.toml")


def add_settings(parser: ArgumentParser) -> None:
    """Add the options that change severities."""
    group = parser.add_argument_group(
        "severities",
        "[tool.talent-dataset.rules] of ./pyproject.toml holds too; what is given here\n"
        "goes before it. CODE may be limited to a resource: events:row/blank.",
    )
    group.add_argument(
        "--severity",
        metavar="CODE=LEVEL",
        action="append",
        default=[],
        help="count issues of CODE as error, warning or info",
    )
    group.add_argument(
        "--silence",
        metavar="CODE=REASON",
        action="append",
        default=[],
        help="leave issues of CODE out of the totals; the report shows how many, and the reason",
    )


def policy_of(options: Namespace) -> Policy:
    """The settings in force; a later one goes before an earlier one.

    Raises:
        CannotCheckError: A setting is none.
    """
    project = read_policy(_PROJECT) if _PROJECT.is_file() else Policy()
    return Policy((*project.settings, *parse_settings(options.severity, options.silence)))
