"""``talent-dataset release``: the next version of a package, numbered by what changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output, source
from talent_dataset.cli.build import built_lines, show_report
from talent_dataset.cli.settings import add_skips, skips_of
from talent_dataset.engine.errors import InvalidDataError, NotFullyCheckedError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.releases.releasing import Previous, ReleasePlan
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset release --out dist/1.0.0 --created 2026-11-22
  talent-dataset release --out next --previous dist/1.0.0 --created 2026-12-01
  talent-dataset release --out next --target s3://bucket/x --created 2026-12-01
  talent-dataset release --previous dist/1.0.0 --created 2026-12-01 --dry-run
  talent-dataset release --out dist/2.0.0 --previous dist/1.0.0 \\
      --created 2026-12-01 --version 2.0.0 --note "Places are the new ones."

The version is the smallest that the changes allow, by the version recipe of the
Data Package standard; a larger one can be given, a smaller one is refused.
Nothing is published: see `talent-dataset publish`.
"""
EXITS = """\
exit codes:
  0  done
  1  refused: an invalid package, no change, or a version that is too small
  2  could not: a package is missing, unreadable or not fully checked, or the
     call is wrong"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    source.add_path(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, help="the folder to write, whole or not at all")
    before = parser.add_mutually_exclusive_group()
    before.add_argument("--previous", metavar="OLD", help="the last release: its folder or archive")
    before.add_argument(
        "--target",
        metavar="TARGET",
        help="where releases are published; the highest one is the last (default: TALENT_DATASET_TARGET)",
    )
    parser.add_argument("--version", metavar="X.Y.Z", help="the version; by default the smallest that is allowed")
    parser.add_argument(
        "--created", metavar="DATE", help="its date, such as 2026-11-22; by default that of the descriptor, never today"
    )
    parser.add_argument("--note", metavar="TEXT", help="a sentence for the list of changes")
    parser.add_argument("--texts", metavar="DIR", help="folder with the documents that the evidence quotes")
    parser.add_argument("--despite", metavar="REASON", help="as for `talent-dataset build`")
    parser.add_argument("--dry-run", action="store_true", help="say what would be released; write nothing")
    add_skips(parser)


def run(options: Namespace) -> int:
    """Plan the release, say what it is, and build it."""
    from talent_dataset.releases.releasing import Wishes, build_release, plan_release

    path = source.find(options.path)
    _check(options)
    wishes = Wishes(
        version=options.version,
        created=options.created,
        note=options.note,
        texts=options.texts,
        despite=options.despite,
        policy=skips_of(options),
    )
    try:
        plan = plan_release(path, _previous(options), wishes)
        output.show(_plan_lines(plan))
        if not options.dry_run:
            output.show(built_lines(build_release(options.out, plan, wishes), options.out))
    except (InvalidDataError, NotFullyCheckedError) as error:
        show_report(error, source.folder_of(path))
        raise
    return commands.VALID


def _check(options: Namespace) -> None:
    from talent_dataset.engine.errors import CannotCheckError

    if options.out is None and not options.dry_run:
        raise CannotCheckError("There is no folder to write to.", hint="Give --out DIR, or --dry-run.")


def _previous(options: Namespace) -> Previous | None:
    from talent_dataset.releases.releasing import previous_at, previous_published

    if options.previous:
        return previous_at(options.previous)
    target = options.target or os.environ.get("TALENT_DATASET_TARGET")
    return previous_published(target) if target else None


def _plan_lines(plan: ReleasePlan) -> Iterator[Line]:
    """The version and why, then the entry in the list of changes."""
    from talent_dataset.cli.difference_text import bump_lines
    from talent_dataset.render.lines import line, paragraph

    if plan.previous is None:
        yield line((f"version {plan.version}", "head"), ": a first release, compared with none before")
    else:
        yield line((f"version {plan.version}", "head"), f" after {plan.previous}")
        yield from bump_lines(plan.bump, output.width())
    yield line()
    for text in plan.entry.splitlines():
        yield from paragraph(text, output.width()) if text else [line()]
    yield line()
