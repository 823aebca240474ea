"""The command ``talent-dataset``: which command runs, and what becomes of errors."""

from __future__ import annotations

import sys
import warnings
from argparse import RawDescriptionHelpFormatter
from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output
from talent_dataset.cli.commands import CommandEntry, Parser, add_commands
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError, ReleaseRefusedError, TalentDatasetError
from talent_dataset.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

COMMANDS: Mapping[str, CommandEntry] = {
    "validate": CommandEntry(
        "validate", "check a package or a table file, and say what is wrong, where, and what to do"
    ),
    "explain": CommandEntry(
        "explain", "say what the code of an issue means, with examples; without CODE, list all codes"
    ),
    "format": CommandEntry(
        "format",
        "write the CSV files of a package in canonical form: UTF-8, LF, sorted by primary key",
    ),
    "filter": CommandEntry(
        "filter",
        "write the good rows of each table as typed files, and the bad ones with their reasons",
    ),
    "evidence": CommandEntry(
        "evidence",
        "work on the books of a package: what proves each cell, and what became of each figure",
    ),
    "seeds": CommandEntry("seeds", "list documents and their figures, and say whether the lists still stand"),
    "build": CommandEntry(
        "build",
        "write a validated package to a folder: CSV, Parquet, SQLite, Excel, documents, hashes, an archive",
    ),
    "diff": CommandEntry("diff", "say what differs between two packages: structure, metadata, rows and cells"),
    "release": CommandEntry(
        "release",
        "build the next release: compare with the last one, choose the version, write the list of changes",
    ),
    "publish": CommandEntry(
        "publish",
        "publish the folder of a release as a version that never changes: all of it, or nothing",
    ),
    "verify": CommandEntry("verify", "read published versions again: every hash, and the packages with their books"),
    "yank": CommandEntry("yank", "withdraw a published version: it can still be read, with a warning that says why"),
    "unyank": CommandEntry("unyank", "take back that a version was withdrawn; its history keeps both"),
    "versions": CommandEntry("versions", "list the versions that are published, the highest first"),
    "generate": CommandEntry(
        "generate",
        "in a checkout: write the descriptor, data dictionary and code pages from their sources",
    ),
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
    words = sys.argv[1:] if arguments is None else arguments
    top = parser(words)
    options = top.parse(words)
    if options.command is None:
        top.print_help(sys.stderr)
        return commands.COULD_NOT_CHECK
    try:
        with warnings.catch_warnings():
            warnings.showwarning = output.show_warning
            # Only the command that is called is imported: importing all would take longer than most of them run.
            return COMMANDS[options.command].load().run(options)
    except TalentDatasetError as error:
        output.show_error(error)
        is_refused = isinstance(error, InvalidDataError | ReleaseRefusedError)
        return commands.INVALID if is_refused else commands.COULD_NOT_CHECK
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return commands.INTERRUPTED
    # argparse ends so, with a code of its own.
    except SystemExit:
        raise
    except MemoryError:
        output.show_error(CannotCheckError("There is not enough memory for this.", hint=_SMALLER))
        return commands.COULD_NOT_CHECK
    except BaseException as error:  # noqa: BLE001 - panics of polars are no `Exception`
        output.show_crash(error, words)
        return commands.CRASHED


def parser(words: Sequence[str] | None = None) -> Parser:
    """The parser of the program; of its commands, only those that the words call are loaded, and all without words."""
    top = Parser(
        prog="talent-dataset",
        description=_DESCRIPTION,
        epilog=f"{_EXAMPLES}\n{commands.TEXT}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.words = words
    top.add_argument("--version", action="version", version=f"talent-dataset {__version__}")
    add_commands(top, COMMANDS, dest="command")
    return top
