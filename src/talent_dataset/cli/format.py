"""``talent-dataset format``: bring the CSV files of a package into canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output, source

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.engine.writing.canonical import Formatted
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset format            rewrite the files that are not canonical
  talent-dataset format --check    write nothing; exit 1 when one would change

The `hash` and `bytes` that the descriptor says of them are renewed.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    source.add_path(parser)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file would change")


def run(options: Namespace) -> int:
    """Format, or compare."""
    from talent_dataset.engine.writing.canonical import format_package

    path = source.find(options.path)
    done = format_package(path, check=options.check)
    output.show(_lines(done, source.folder_of(path), check=options.check))
    return commands.INVALID if options.check and not done.was_canonical else commands.VALID


def _lines(done: Formatted, folder: str, *, check: bool) -> Iterator[Line]:
    """What was done, a line a file, then in total."""
    from talent_dataset.render.lines import line

    verb = "would change" if check else "rewritten"
    for name in done.changed:
        yield line((f"{folder}/{name}" if folder else name, "place"), f"  {verb}")
    for name, properties in done.renewed.items():
        seal = " and ".join(properties)
        yield line(f"{name}  {seal} in the descriptor {'would change' if check else 'renewed'}")
        if name in done.unsound:
            yield line(f"{name}  before that, {seal} did not fit the file either: something else changed it")
    for name, reason in done.skipped:
        yield line(f"{name}  left alone: {reason}")
    yield line(f"{len(done.files)} looked at, {len(done.changed)} {verb}, {len(done.skipped)} left alone")
