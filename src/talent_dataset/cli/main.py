"""The command ``talent-dataset``: which command runs, and what becomes of errors."""

from __future__ import annotations

import sys
import warnings
from argparse import RawDescriptionHelpFormatter
from typing import TYPE_CHECKING

from talent_dataset.cli import (
    build,
    commands,
    diff,
    evidence,
    explain,
    generate,
    output,
    publish,
    release,
    seeds,
    unyank,
    validate,
    verify,
    versions,
    yank,
)
from talent_dataset.cli import filter as filter_command
from talent_dataset.cli import format as format_command
from talent_dataset.cli.commands import Parser, add_commands
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError, ReleaseRefusedError, TalentDatasetError
from talent_dataset.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from talent_dataset.cli.commands import Command

_DESCRIPTION = """\
Tables that can be trusted: check any Data Package (v1 or v2) against its
schema, exactly and fast; format, filter and build packages, publish versions."""
_EXAMPLES = """\
examples:
  talent-dataset validate                    the package of this folder
  talent-dataset validate package.zip
  talent-dataset explain cell/type           what the code of an issue means
  talent-dataset COMMAND --help              options and examples of a command
"""
_SMALLER = "Close other programs, or validate on a larger machine; tables with keys need the most."

COMMANDS: Mapping[str, Command] = {
    "validate": validate,
    "explain": explain,
    "format": format_command,
    "filter": filter_command,
    "evidence": evidence,
    "seeds": seeds,
    "build": build,
    "diff": diff,
    "release": release,
    "publish": publish,
    "verify": verify,
    "yank": yank,
    "unyank": unyank,
    "versions": versions,
    "generate": generate,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: Words after the name of the program; those of the process where there are none.

    Returns:
        The exit code: 0 valid, 1 invalid, 2 not fully checked or could not check, 70 a crash of ours. A wrong call
        ends the process with 2, as argparse does.
    """
    output.prepare_streams()
    top = parser()
    options = top.parse(arguments)
    if options.command is None:
        top.print_help(sys.stderr)
        return commands.COULD_NOT_CHECK
    try:
        with warnings.catch_warnings():
            warnings.showwarning = output.show_warning
            return COMMANDS[options.command].run(options)
    except TalentDatasetError as error:
        output.show_error(error)
        is_refused = isinstance(error, InvalidDataError | ReleaseRefusedError)
        return commands.INVALID if is_refused else commands.COULD_NOT_CHECK
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return commands.INTERRUPTED
    except SystemExit:
        raise
    except MemoryError:
        output.show_error(CannotCheckError("There is not enough memory for this.", hint=_SMALLER))
        return commands.COULD_NOT_CHECK
    except BaseException as error:  # noqa: BLE001 - panics of polars are no `Exception`
        output.show_crash(error, sys.argv[1:] if arguments is None else arguments)
        return commands.CRASHED


def parser() -> Parser:
    """The parser of all commands."""
    top = Parser(
        prog="talent-dataset",
        description=_DESCRIPTION,
        epilog=f"{_EXAMPLES}\n{commands.TEXT}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"talent-dataset {__version__}")
    add_commands(top, COMMANDS, dest="command")
    return top
