"""What a command is, and how commands become parsers: those of the program, and those of a group."""

from __future__ import annotations

from argparse import Action, ArgumentError, ArgumentParser, RawDescriptionHelpFormatter
from importlib import import_module
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn, Protocol, cast

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from talent_dataset.engine.report import Verdict

# Exit codes: what a script learns from a command.
VALID: Final = 0
INVALID: Final = 1
NOT_FULLY_CHECKED: Final = 2
COULD_NOT_CHECK: Final = 2
# EX_SOFTWARE of sysexits.h: an internal error of the program, told apart from every verdict on data.
CRASHED: Final = 70
# 128 + SIGINT, as shells say it.
INTERRUPTED: Final = 130

TEXT: Final = """\
exit codes:
  0  valid (or done)
  1  invalid: there are errors
  2  not fully checked: something could not be read or run, and is named; or
     could not check: PATH is missing or unreadable, or the call is wrong
  70 a crash: a fault of talent-dataset, not of the data"""


def of(verdict: Verdict) -> int:
    """The exit code of a verdict."""
    return {"valid": VALID, "invalid": INVALID, "not-fully-checked": NOT_FULLY_CHECKED}[verdict]


class Command(Protocol):
    """A module that is a command."""

    EXAMPLES: str

    def add_arguments(self, parser: Parser) -> None:
        """Add the arguments of the command."""

    def run(self, options: Namespace) -> int:
        """Do it; the exit code."""


class CommandEntry(NamedTuple):
    """What is known of a command before it is called: the module of ``cli`` that it is, and its help in one line."""

    module: str
    help: str

    def load(self) -> Command:
        """The command."""
        return cast("Command", import_module(f"talent_dataset.cli.{self.module}"))


class Parser(ArgumentParser):
    """A parser that answers a word that it does not know with the one that was meant.

    Attributes:
        words: What stands in the call for it to parse, so that no command is loaded that is not called; ``None`` where
            nobody knows.
    """

    words: Sequence[str] | None = None

    def parse(self, arguments: Sequence[str] | None) -> Namespace:
        """The options; a wrong call ends the process with 2."""
        # parse_args would end the process with the usage of the program, where that of the command helps.
        options, rest = self.parse_known_args(arguments)
        if rest:
            called: Parser = getattr(options, "called", self)
            called.refuse(rest, takes_path=hasattr(options, "path"))
        return options

    def refuse(self, words: Sequence[str], *, takes_path: bool) -> NoReturn:
        """End the process with what is wrong with words that were left over."""
        if takes_path and not any(word.startswith("-") for word in words):
            hint = "One PATH is checked at a time: name a package that lists the files, or call the command for each."
            self.error(f"more than one PATH: {' '.join(words)}. {hint}")
        from talent_dataset.engine.meant import nearest

        # argparse keeps the options of a parser here; there is no public way to ask for them.
        near = nearest(words[0].partition("=")[0], self._option_string_actions)
        self.error(f"unrecognized arguments: {' '.join(words)}" + (f'. Did you mean "{near}"?' if near else ""))

    def _check_value(self, action: Action, value: Any) -> None:
        """Refuses what is not among the choices."""
        if action.choices is not None and value not in action.choices:
            from talent_dataset.engine.meant import did_you_mean

            choices = list(map(str, action.choices))
            raise ArgumentError(action, f"{value!r} is not known. {did_you_mean(str(value), choices)}".rstrip())


def add_commands(parser: Parser, commands: Mapping[str, CommandEntry], *, dest: str) -> None:
    """Let a parser know commands.

    Args:
        parser: Of the program, or of a group of commands.
        commands: By their name.
        dest: Where the options say which was called.
    """
    parsers = parser.add_subparsers(dest=dest, metavar="COMMAND", title="commands")
    called, behind = _called(parser.words)
    for name, entry in commands.items():
        one = parsers.add_parser(name, help=entry.help, formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False)
        if parser.words is None or name == called:
            one.words = behind
            _complete(one, entry)


def _called(words: Sequence[str] | None) -> tuple[str | None, Sequence[str] | None]:
    """The command that words call, and the words behind it: no option before a command takes a value."""
    if words is None:
        return None, None
    at = next((at for at, word in enumerate(words) if not word.startswith("-")), len(words))
    return next(iter(words[at:]), None), words[at + 1 :]


def _complete(parser: Parser, entry: CommandEntry) -> None:
    command = entry.load()
    # RawDescriptionHelpFormatter breaks no lines.
    parser.description = fill(entry.help[0].upper() + entry.help[1:] + ".", 79)
    # Some commands tell more with their exit code than whether a package is valid.
    parser.epilog = f"{command.EXAMPLES}\n{getattr(command, 'EXITS', TEXT)}"
    # So that words left over are refused by the parser of the command, which knows its options.
    parser.set_defaults(called=parser)
    command.add_arguments(parser)


def add_group(parser: Parser, commands: Mapping[str, CommandEntry]) -> None:
    """Let the parser of a group know the commands of the group, and what to print where none is named."""
    add_commands(parser, commands, dest="group_command")
    parser.set_defaults(group_help=parser.format_help)


def run_group(options: Namespace, commands: Mapping[str, CommandEntry]) -> int:
    """Run the command of a group that was called; without one, print the help."""
    if options.group_command is None:
        from talent_dataset.cli import output

        output.write(options.group_help())
        return COULD_NOT_CHECK
    return commands[options.group_command].load().run(options)
