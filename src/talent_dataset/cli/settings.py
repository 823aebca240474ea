"""What a user makes of a report: ``pyproject.toml`` of the current folder, then the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.engine.errors import CannotCheckError, UnknownNameError
from talent_dataset.engine.policy import Policy, parse_settings, read_policy

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

# That of the current folder, as for other tools; the folder of the data may be a stranger's, who sets no policy here.
_PROJECT = Path("pyproject.toml")


def add_settings(parser: ArgumentParser) -> None:
    """Add the options that change severities, and those about skipped checks."""
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
    add_skips(parser)


def add_skips(parser: ArgumentParser) -> None:
    """Add the options that say which skipped checks count."""
    group = parser.add_argument_group(
        "skipped checks",
        "A package is not fully checked where something it has was not read or run.\n"
        "allow-skipped and require of [tool.talent-dataset] in ./pyproject.toml (lists\n"
        "of codes) hold too. CODE may be limited to a resource: events:file/remote.",
    )
    group.add_argument(
        "--allow-skipped",
        metavar="CODE",
        action="append",
        default=[],
        help="accept that checks of CODE did not run; the report shows it",
    )
    group.add_argument(
        "--require",
        metavar="CODE",
        action="append",
        default=[],
        help="not fully checked where CODE is skipped for whatever reason, such as evidence/quote without documents",
    )


def policy_of(options: Namespace) -> Policy:
    """The settings in force; a later one goes before an earlier one.

    Raises:
        CannotCheckError: A setting is invalid, or a code is unknown.
    """
    policy = _project().updated(replace(skips_of(options), settings=parse_settings(options.severity, options.silence)))
    for setting in policy.settings:
        # A package names its own rules, maybe much like a code of ours.
        if not setting.code.startswith("row/"):
            _check_known(setting.code)
    return policy


def skips_of(options: Namespace) -> Policy:
    """Which skipped checks count, for a command that takes severities as they are declared.

    Raises:
        CannotCheckError: A code is unknown.
    """
    # Severities that somebody lowered for the daily work do not count for what is given to others.
    project = replace(_project(), settings=())
    policy = project.updated(Policy((), tuple(options.allow_skipped), tuple(options.require)))
    for code in (*policy.allow_skipped, *policy.require):
        _check_known(code.rpartition(":")[2])
    return policy


def _project() -> Policy:
    return read_policy(_PROJECT) if _PROJECT.is_file() else Policy()


def _check_known(code: str) -> None:
    """Refuse a misspelt code: of a check that nobody knows nothing is ever found, nor skipped, and so never missed."""
    from talent_dataset.render.explanation import explanation

    try:
        explanation(code)
    except UnknownNameError as error:
        raise CannotCheckError(error.message, hint=error.hint) from error
