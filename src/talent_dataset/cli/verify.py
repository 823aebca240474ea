"""``talent-dataset verify``: is what is published still what was published?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output
from talent_dataset.cli.settings import add_skips, skips_of
from talent_dataset.cli.source import HELP_READ, TEXT, add_target
from talent_dataset.engine.report import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.releases.publishing import Verified
    from talent_dataset.releases.publishing.verification import Checked
    from talent_dataset.render.lines import Line

EXAMPLES = f"""\
examples:
  talent-dataset verify /srv/www/data             every version
  talent-dataset verify https://host/data 1.0.0
  talent-dataset verify s3://bucket/data latest --format json

Files that belong to no version are told, and are no error: they are what a
failed attempt left, and the next one removes or uses them.

{TEXT}"""
EXITS = """\
exit codes:
  0  everything is as it was published
  1  something is not, or nothing is published
  2  could not verify: a package was not fully checked (--allow-skipped CODE
     accepts it), TARGET cannot be read, or the call is wrong"""
_MOST = 20


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_target(parser, HELP_READ)
    parser.add_argument("version", metavar="VERSION", nargs="?", help="one version, or latest; default: all")
    parser.add_argument("--texts", metavar="DIR", help="folder with the documents that evidence quotes")
    output.add_format(parser)
    add_skips(parser)


def run(options: Namespace) -> int:
    """Verify, and say what was found."""
    from talent_dataset.releases.publishing import verify
    from talent_dataset.render.progress import progress

    with progress() as advance:
        found = verify(options.target, options.version, texts=options.texts, policy=skips_of(options), progress=advance)
    output.put(options.format, found.to_dict, lambda: _lines(found))
    # What is broken goes before what was not read, as errors do in a report.
    if found.is_unread and not found.is_broken:
        return commands.NOT_FULLY_CHECKED
    return commands.VALID if found.is_valid else commands.INVALID


def _lines(found: Verified) -> Iterator[Line]:
    from talent_dataset.render.lines import line, paragraph

    yield line((f"{found.name} at {found.address}", "head"))
    for one in found.versions:
        yield from _version(one)
    for problem in found.problems:
        yield from paragraph(problem, output.width(), style="error")
    yield from _unlisted(found)
    number = len(found.versions)
    if found.is_valid:
        yield line((f"Verified: {counted(number, 'version')}.", "good"))
    elif found.is_unread and not found.is_broken:
        yield line(("Not fully checked: the bytes are those that were published.", "warning"))
    elif not number:
        yield line(("Nothing was verified: no version is listed.", "bad"))
    else:
        broken = sum(bool(one.problems) for one in found.versions)
        yield line((f"Not as published: {broken} of {counted(number, 'version')}.", "bad"))


def _version(one: Checked) -> Iterator[Line]:
    from talent_dataset.render.lines import paragraph

    label, width = one.listed.version, output.width()
    indent = len(label) + 2
    yield from paragraph(_said(one), width, indent=indent, label=label)
    for problem in one.problems:
        yield from paragraph(problem, width, indent=indent, style="error")
    for reason, codes in _skipped(one).items():
        yield from paragraph(f"not checked: {', '.join(codes)} ({reason})", width, indent=indent)


def _said(one: Checked) -> str:
    """What was found, in a line."""
    said = [f"{counted(one.files, 'file')}, {counted(one.bytes, 'byte')} as published"]
    if one.listed.yanked:
        said.insert(0, f"withdrawn on {one.listed.yanked.on}: {one.listed.yanked.reason}")
    if one.problems or one.report is None:
        return "; ".join([*said, "the rest is not"])
    word = one.report.verdict.replace("-", " ")
    said.append(f"{word} ({counted(one.report.checks.run, 'check')} on {counted(one.report.checks.cells, 'cell')})")
    if cells := (one.report.books or {}).get("cells"):
        said.append(f"{cells['backed']:,} of {counted(cells['of'], 'cell')} backed by the books")
    return "; ".join(said)


def _skipped(one: Checked) -> dict[str, list[str]]:
    """The codes of the checks that did not run, by the reason."""
    found: dict[str, list[str]] = {}
    for skipped in one.report.checks.skipped if one.report else ():
        codes = found.setdefault(skipped.reason, [])
        if skipped.code not in codes:
            codes.append(skipped.code)
    return found


def _unlisted(found: Verified) -> Iterator[Line]:
    from talent_dataset.render.lines import line

    if found.unlisted is None:
        yield line("A web server lists no files, so whether there are others was not looked at.")
        return
    for path in found.unlisted[:_MOST]:
        yield line((path, "place"), "  belongs to no version")
    if len(found.unlisted) > _MOST:
        yield line(f"... and {len(found.unlisted) - _MOST:,} more that belong to no version")
