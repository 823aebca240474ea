"""What a command is, and how commands become parsers: those of the program, and those of a group."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from textwrap import fill
from typing import TYPE_CHECKING, Protocol

from talent_dataset.cli import exits

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping


class Command(Protocol):
    """A module that is a command."""

    HELP: str
    EXAMPLES: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments of the command."""

    def run(self, options: Namespace) -> int:
        """Do it; the exit code."""


def add_commands(parser: ArgumentParser, commands: Mapping[str, Command], *, dest: str) -> None:
    """Let a parser know commands.

    Args:
        parser: Of the program, or of a group of commands.
        commands: By their name.
        dest: Where the options say which was called.
    """
    parsers = parser.add_subparsers(dest=dest, metavar="COMMAND", title="commands")
    for name, command in commands.items():
        one = parsers.add_parser(
            name,
            help=command.HELP,
            description=fill(command.HELP[0].upper() + command.HELP[1:] + ".", 79),
            # Some commands tell more with their exit code than whether a package is valid.
            epilog=f"{command.EXAMPLES}\n{getattr(command, 'EXITS', exits.TEXT)}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_arguments(one)


def add_group(parser: ArgumentParser, commands: Mapping[str, Command]) -> None:
    """Let the parser of a group know the commands of the group, and what to print where none is named."""
    add_commands(parser, commands, dest="group_command")
    parser.set_defaults(group_help=parser.format_help)


def run_group(options: Namespace, commands: Mapping[str, Command]) -> int:
    """Run the command of a group that was called; without one, print the help."""
    if options.group_command is None:
        from talent_dataset.cli import output

        output.write(options.group_help())
        return exits.COULD_NOT_CHECK
    return commands[options.group_command].run(options)
