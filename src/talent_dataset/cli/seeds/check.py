"""``talent-dataset seeds check``: whether the documents, and the lists made of them, still stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import commands, output
from talent_dataset.cli.evidence.opening import add_package, open_books
from talent_dataset.engine.report import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.provenance.document_states import Standing
    from talent_dataset.render.lines import Line

EXAMPLES = """\
examples:
  talent-dataset seeds check
  talent-dataset seeds check --texts ~/documents
  talent-dataset seeds check --format json

It ends with 0 where every document stands, with 1 where one does not, and with
2 where the rest stands but a document is not at hand.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_package(parser)
    output.add_format(parser)


def run(options: Namespace) -> int:
    """Compare, and tell it source by source."""
    from talent_dataset.cli.seeds.tables import manifest_file
    from talent_dataset.engine.writing.curated_rows import read_rows
    from talent_dataset.provenance.document_states import standings

    ledger, opened = open_books(options)
    manifest = manifest_file(opened.subject.files)
    rows = read_rows(manifest) if manifest is not None and manifest.exists() else None
    found = standings(ledger, rows)
    output.put(options.format, lambda: [each.to_dict() for each in found], lambda: _lines(found))
    states = {each.state for each in found}
    if "differs" in states:
        return commands.INVALID
    return commands.COULD_NOT_CHECK if "absent" in states or not found else commands.VALID


def _lines(found: list[Standing]) -> Iterator[Line]:
    from talent_dataset.render.lines import line
    from talent_dataset.render.scan_text import standing_lines

    yield from standing_lines([(each.source_id, each.file, each.state, each.said) for each in found], output.width())
    stand = sum(each.state == "stands" for each in found)
    yield line()
    verb = "stands" if len(found) == 1 else "stand"
    yield line((f"{stand:,} of {counted(len(found), 'document')} {verb}", "good" if stand == len(found) else "bad"))
