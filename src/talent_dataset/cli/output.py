"""Writing to the screen, to a pipe and to files."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentTypeError, _ActionsContainer
from collections.abc import Callable, Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.render.lines import line, paragraph, plain

if TYPE_CHECKING:
    from talent_dataset.engine.errors import TalentDatasetError
    from talent_dataset.render.lines import Line, Style

# Below this, hints would be columns of single words.
_NARROWEST = 40


def prepare_streams() -> None:
    """Make every text printable: UTF-8 into pipes on all systems, escapes where a terminal lacks a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Windows gives pipes the code page of the system.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def width() -> int:
    """Columns of the terminal, or 80."""
    return max(shutil.get_terminal_size().columns, _NARROWEST)


def _error_width() -> int:
    """Columns of an error: those of the terminal; elsewhere a sentence is never broken, so that it can be searched."""
    return width() if sys.stderr.isatty() else sys.maxsize


def limit(text: str) -> int | None:
    """How many examples to show: a number from 0, or ``None`` for ``all``."""
    if text == "all":
        return None
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"{text!r} is neither a number from 0 nor all")
    return int(text)


def add_format(parser: _ActionsContainer, *more: str, of_report: bool = False) -> None:
    """Add the option that says for whom to write.

    Args:
        parser: Of the command, or a group of its options.
        more: Forms that its result has beside text and JSON.
        of_report: Whether the result is a report, which has all outputs that there are.
    """
    from talent_dataset.render.outputs import OUTPUTS, OutputNames

    names = (*OUTPUTS,) if of_report else ("text", "json", *more)
    parser.add_argument(
        "--format",
        choices=OutputNames() if of_report else names,
        metavar=f"{{{','.join(names)}}}",
        default="text",
        help="default: text",
    )


def put(form: str, facts: Callable[[], object], lines: Callable[[], Iterable[Line]]) -> None:
    """Print a result in the form that ``--format`` names: its facts as JSON, or lines for people."""
    if form == "json":
        from talent_dataset.render.json_text import json_text

        write(json_text(facts()))
    else:
        show(lines())


def show(lines: Iterable[Line], stream: TextIO | None = None) -> None:
    """Print lines: in colour on a terminal, plain elsewhere."""
    stream = stream or sys.stdout
    try:
        if stream.isatty():
            from talent_dataset.render.lines import print_lines

            print_lines(lines, stream)
        else:
            for one in lines:
                stream.write(plain([one]))
        stream.flush()
    except OSError as error:
        _give_up(stream, error)


def write(text: str) -> None:
    """Print a text as it is."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _give_up(sys.stdout, error)


def _give_up(stream: TextIO, error: OSError) -> None:
    """Drop the rest. Where nobody reads any more (``| head``), the exit code is still that of the verdict.

    Raises:
        CannotCheckError: It cannot be written for any other reason, such as a full disk.
    """
    # When it ends, Python flushes the stream once more, and would complain: so the stream leads nowhere.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
    if not isinstance(error, BrokenPipeError):
        raise CannotCheckError(f"The output cannot be written: {error.strerror or error}.") from error


def show_error(error: TalentDatasetError) -> None:
    """Say on the error stream what is wrong and how to mend it."""
    label = "error: "
    hint = paragraph(error.hint, _error_width(), indent=len(label)) if error.hint else []
    show([*_labelled(label, "error", error.message), *hint], sys.stderr)


def show_crash(error: BaseException, words: Sequence[str]) -> None:
    """Say on the error stream that the fault is ours, and what to send to have it mended; the traceback goes before."""
    import shlex
    import traceback

    from talent_dataset.version import __version__

    traceback.print_exception(error)
    call = " ".join(["talent-dataset", *map(shlex.quote, words)])
    message = f"This is a fault of talent-dataset {__version__}, not of your data."
    hint = (
        "Please report it to its maintainers, with the traceback above, the command and, if you may, the data that it "
        f"was about. The command: {call}"
    )
    label = "crash: "
    show([*_labelled(label, "error", message), *paragraph(hint, width(), indent=len(label))], sys.stderr)


def show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Say a warning on the error stream; which line of the program gave it helps nobody who runs a command.

    Stands in for `warnings.showwarning`, hence the further arguments.
    """
    show(_labelled("warning: ", "warning", str(message)), sys.stderr)


def _labelled(label: str, style: Style, text: str) -> list[Line]:
    first, *rest = paragraph(text, _error_width(), indent=len(label), label=label)
    return [line((label, style), first.spans[1].text), *rest]


def check_writable(file: Path) -> None:
    """Refuse a report file that cannot be written before the work is done, not after.

    Raises:
        CannotCheckError: The folder is not there, or ``file`` is a folder.
    """
    if file.is_dir():
        raise CannotCheckError(f"{file} is a folder.", hint="Give the name of a file to write.")
    if not file.absolute().parent.is_dir():
        raise CannotCheckError(f"There is no folder {file.parent} to write {file.name} into.")


def save(text: str, file: Path) -> None:
    """Write a file as UTF-8 with LF line ends: a regular file whole or not at all, a pipe or device as it is.

    Raises:
        CannotCheckError: It cannot be written.
    """
    from talent_dataset.engine.writing import replace_file

    data = text.encode("utf-8", errors="backslashreplace")
    # /dev/stdout, or a named pipe, is not to be replaced by a file.
    if file.is_file() or not file.exists():
        replace_file(file, data)
        return
    try:
        file.write_bytes(data)
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be written: {error.strerror or error}.") from error
