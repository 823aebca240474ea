"""``talent-dataset publish``: a release to where people get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output
from talent_dataset.cli.settings import add_skips, skips_of
from talent_dataset.cli.source import HELP_WRITTEN, TEXT, add_target
from talent_dataset.engine.errors import InvalidDataError, NotFullyCheckedError
from talent_dataset.engine.report import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.releases.publishing import Published
    from talent_dataset.render.lines import Line

EXAMPLES = f"""\
examples:
  talent-dataset publish dist/1.0.0 /srv/www/data
  talent-dataset publish dist/1.0.0 s3://bucket/data

A version exists when versions.json lists it, which is the last step; whatever
fails before leaves things as they were, and the same command goes on from
there. The same bytes again are no error; other bytes under the number of a
published version are refused (exit 1).

{TEXT}"""
EXITS = """\
exit codes:
  0  published, now or before
  1  refused: invalid, changed after it was built, or other bytes are published
  2  could not: FOLDER is not fully checked, FOLDER or TARGET cannot be used, or
     the call is wrong"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="FOLDER", help="the folder that `talent-dataset release` wrote")
    add_target(parser, HELP_WRITTEN)
    parser.add_argument("--texts", metavar="DIR", help="folder with the documents that evidence quotes")
    parser.add_argument(
        "--take-over",
        action="store_true",
        help="storage only: go on where another publisher, known to be dead, was replacing a failed attempt",
    )
    add_skips(parser)


def run(options: Namespace) -> int:
    """Publish, and say what is published now; where the release is invalid, say why."""
    from talent_dataset.releases.publishing import publish
    from talent_dataset.render.progress import progress

    policy = skips_of(options)
    try:
        with progress() as advance:
            done = publish(
                options.folder,
                options.target,
                texts=options.texts,
                policy=policy,
                take_over=options.take_over,
                progress=advance,
            )
    except (InvalidDataError, NotFullyCheckedError) as error:
        _show_report(error, options.folder)
        raise
    output.show(_lines(done))
    return commands.VALID


def _show_report(error: InvalidDataError | NotFullyCheckedError, folder: str) -> None:
    from talent_dataset.render import report_lines

    if error.report is not None:
        output.show(report_lines(error.report, width=output.width(), base=folder))


def _lines(done: Published) -> Iterator[Line]:
    from talent_dataset.render import verdict_lines
    from talent_dataset.render.lines import line

    yield from verdict_lines(done.report, output.width())
    version = done.listed.version
    if not done.is_new:
        yield line(f"Version {version} was published before, with the same bytes: nothing was done.")
        return
    uploaded = f"{counted(done.files, 'file')}, {counted(done.uploaded, 'byte')} uploaded"
    yield line((f"Version {version} is published", "good"), f": {uploaded}.")
    yield line((f"{done.address}/{done.listed.path}", "place"))
    yield line(f"latest: {done.latest or 'none, as each version is a prerelease or withdrawn'}")
