"""The list of changes, written from the difference, in the shape of Keep a Changelog (https://keepachangelog.com)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from talent_dataset.engine.report import counted
from talent_dataset.releases.difference.bump import Bump, bump_of
from talent_dataset.releases.difference.changes import Change, ChangedRow, Difference, Rows, WholeRow
from talent_dataset.releases.difference.document import code, key_text, mark, sentence
from talent_dataset.releases.markdown import phrase, shown

_HEAD: Final = "# Changes\n\nThe format is that of [Keep a Changelog](https://keepachangelog.com)."
_NAMED: Final = 5
_SECTIONS: Final = {"+": "Added", "~": "Changed", "-": "Removed"}
_ENTRY: Final = re.compile(r"^## ", re.MULTILINE)


def first_entry(difference: Difference, version: str, day: str, note: str | None = None) -> str:
    """The entry of a first release: its tables, from the difference to a package without any."""
    rows = sum(one.new or 0 for one in difference.tables)
    said = f"The first release: {counted(len(difference.tables), 'table')}, {counted(rows, 'row')}."
    tables = [f"- {code(one.resource)}: {counted(one.new or 0, 'row')}" for one in difference.tables]
    return _entry(version, day, [said, *_said(note)], [("Added", tables)])


def entry(difference: Difference, version: str, day: str, note: str | None = None) -> str:
    """The entry of a release that follows another.

    Args:
        difference: From the release before.
        version: The number of the new one.
        day: Its day, ``2026-11-22``.
        note: A sentence of a person, which goes before.
    """
    lines: dict[str, list[str]] = {section: [] for section in _SECTIONS.values()}
    rows = {one.resource: one for one in difference.tables}
    for change in difference.changes:
        if not change.kind.startswith("cells/"):
            lines[_SECTIONS[mark(change)]].append(_line(change, rows.get(change.resource or "")))
    # One line a table: one for each field would bury the rest.
    lines["Changed"] += [line for one in difference.tables for line in _cells(one)]
    return _entry(version, day, [*_said(note), *_read_by_others(bump_of(difference))], list(lines.items()))


def with_entry(history: str, new: str) -> str:
    """A list of changes with one more entry, before the others."""
    # What stands before the first entry is somebody's introduction, and stays.
    first = _ENTRY.search(history)
    head, rest = (history[: first.start()], history[first.start() :]) if first else (history, "")
    parts = [head.strip() or _HEAD, new.strip(), rest.strip()]
    return "\n\n".join(part for part in parts if part) + "\n"


def _read_by_others(bump: Bump) -> list[str]:
    """What users of Croissant have to know: to them the number may promise more than it does."""
    if bump.level in {bump.croissant, "none"}:
        return []
    return [f"By the Data Package recipe a {bump.level} change; as Croissant reads it, a {bump.croissant} one."]


def _said(note: str | None) -> list[str]:
    """A note as one paragraph: it must not begin a section of its own."""
    text = phrase(note or "")
    return [text] if text else []


def _entry(version: str, day: str, paragraphs: Sequence[str], sections: Sequence[tuple[str, list[str]]]) -> str:
    parts = [f"## [{version}] - {day}", *paragraphs]
    parts += [f"### {section}\n\n" + "\n".join(lines) for section, lines in sections if lines]
    return "\n\n".join(parts) + "\n"


def _line(change: Change, rows: Rows | None) -> str:
    about = code(change.resource) if change.resource else "package"
    if change.kind in {"resource/added", "resource/removed"}:
        height = (rows.new if change.kind == "resource/added" else rows.old) if rows else None
        return f"- {about}" + (f": {counted(height, 'row')}" if height is not None else "")
    if change.kind.startswith("rows/") and rows:
        shown = rows.examples.added if change.kind == "rows/added" else rows.examples.removed
        return f"- {about}: {counted(change.count, 'row')}{_named(shown, change.count)}"
    return f"- {about}: {_plain(sentence(change))}"


def _cells(rows: Rows) -> Iterator[str]:
    if rows.cells:
        fields = ", ".join(f"{code(name)} {number:,}" for name, number in rows.cells.items())
        total, named = counted(sum(rows.cells.values()), "cell"), _named(rows.examples.changed, rows.changed)
        yield f"- {code(rows.resource)}: {total} in {counted(rows.changed, 'row')}{named}: {fields}"
    if rows.respelled:
        total = counted(sum(rows.respelled.values()), "cell")
        yield f"- {code(rows.resource)}: {total} written otherwise, with the same value"


def _named(shown: Sequence[WholeRow] | Sequence[ChangedRow], count: int) -> str:
    """The keys of a few rows; a row without one is not named."""
    keys = [code(key_text(row.key)) for row in shown[:_NAMED] if row.key]
    if not keys:
        return ""
    return f" ({', '.join(keys)}{', ...' if count > len(keys) else ''})"


def _plain(text: str) -> str:
    r"""A sentence in which Markdown finds nothing to obey."""
    return re.sub(r"([\\`*_\[\]<|])", r"\\\1", shown(text))
