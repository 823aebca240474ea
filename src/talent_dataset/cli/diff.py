"""``talent-dataset diff``: what differs between two packages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.cli import output
from talent_dataset.engine.errors import CannotCheckError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.releases.difference import Difference
    from talent_dataset.render.lines import Line

SAME: Final = 0
DIFFERENT: Final = 1

EXAMPLES = """\
examples:
  talent-dataset diff dist/1.0.0 datapackage
  talent-dataset diff old.zip new.zip --format json --limit 0
  talent-dataset diff 1.0.0 1.1.0 --target https://example.org/data
  talent-dataset diff dist/1.0.0 datapackage --format markdown > changes.md

Rows are matched by primary key, whatever their order; cells are compared as
values (1.0 is 1). What differs also says which version may follow: see
`talent-dataset release`.
"""
EXITS = """\
exit codes:
  0  no difference
  1  there are differences
  2  could not compare: a package is missing or unreadable, or the call is wrong"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "old", metavar="OLD", help="a datapackage.json, a folder or zip archive; with a target a version"
    )
    parser.add_argument("new", metavar="NEW", help="as OLD")
    output.add_format(parser, "markdown")
    parser.add_argument(
        "--limit",
        metavar="N",
        type=output.limit,
        default=20,
        help="rows of each table to show that were added, removed, changed; `all` for every one (default: 20)",
    )
    parser.add_argument(
        "--target", metavar="TARGET", help="where versions are published (default: TALENT_DATASET_TARGET)"
    )


def run(options: Namespace) -> int:
    """Compare, and show what was found."""
    from talent_dataset.releases.difference import diff

    target = options.target or os.environ.get("TALENT_DATASET_TARGET")
    difference = diff(_place(options.old, target), _place(options.new, target), limit=options.limit)
    _show(difference, options.format)
    return SAME if difference.is_empty else DIFFERENT


def _place(given: str, target: str | None) -> str:
    """A path, or the folder of a published version."""
    from talent_dataset.engine.descriptor.semver import SemVer

    is_version = given == "latest" or SemVer.parse(given) is not None
    # A folder may be called 1.0.0: what is there goes before what is published.
    if Path(given).exists() or not is_version:
        return given
    if target is None:
        hint = "To compare published versions, say where they are: --target, or TALENT_DATASET_TARGET."
        raise CannotCheckError(f"There is nothing at {given}.", hint=hint)
    from talent_dataset.releases.published import open_release, source_of

    return str(open_release(source_of(target), given).package())


def _show(difference: Difference, form: str) -> None:
    from talent_dataset.releases.difference.document import to_dict, to_markdown

    if form == "markdown":
        output.write(to_markdown(difference))
    else:
        output.put(form, lambda: to_dict(difference), lambda: _lines(difference))


def _lines(difference: Difference) -> Iterator[Line]:
    from talent_dataset.cli.difference_text import difference_lines

    return difference_lines(difference, width=output.width())
