"""``talent-dataset versions``: what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output
from talent_dataset.cli.source import HELP_READ, TEXT, add_target

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.releases.published import Index, Listed
    from talent_dataset.render.lines import Line

EXAMPLES = f"""\
examples:
  talent-dataset versions /srv/www/data
  talent-dataset versions https://host/data --format json

What was seen at a target is remembered: a list from which a version, or that it
was withdrawn, has vanished is refused. Where the releases were made anew there,
and its publisher says so, --forget drops what was remembered.

{TEXT}"""
EXITS = """\
exit codes:
  0  listed
  2  could not: TARGET cannot be read, or the call is wrong"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_target(parser, HELP_READ)
    parser.add_argument(
        "--forget", action="store_true", help="take the list as it is, whatever was seen there before; see below"
    )
    output.add_format(parser)


def run(options: Namespace) -> int:
    """List them."""
    from talent_dataset.releases.published import forget, known_index, source_of

    source = source_of(options.target)
    if options.forget:
        forget(source)
    index = known_index(source)
    if options.format == "json":
        output.write(index.dump().decode())
    else:
        output.show(_lines(index, source.address))
    return commands.VALID


def _lines(index: Index, address: str) -> Iterator[Line]:
    from talent_dataset.render.lines import line, paragraph

    yield line((f"{index.name} at {address}", "head"))
    widest = max((len(one) for one in (*(one.version for one in index.versions), *index.claims)), default=0)
    for one in index.versions:
        text = f"{(one.created or '').partition('T')[0]:10}  {_mark(one, index)}"
        yield from paragraph(text, output.width(), indent=widest + 2, label=one.version)
        for event in one.history[: None if one.yanked is None else -1]:
            was = "taken back" if event.is_lifted else "withdrawn"
            yield from paragraph(f"{was} on {event.on}: {event.reason}", output.width(), indent=widest + 14)
    for version, claim in index.claims.items():
        text = f"being published since {claim.since}, or given up"
        yield from paragraph(text, output.width(), indent=widest + 2, label=version)


def _mark(one: Listed, index: Index) -> str:
    if one.yanked is not None:
        return f"withdrawn on {one.yanked.on}: {one.yanked.reason}"
    if one == index.latest:
        return "latest"
    return "prerelease" if one.order.prerelease else ""
