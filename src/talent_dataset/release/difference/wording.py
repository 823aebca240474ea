"""Changes as sentences, in English: what is shown of them in text, in Markdown, and in the list of changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from talent_dataset.release.difference.model import Change, Key, Kind

_LONGEST: Final = 60
_CONTEXT: Final = 16
_LISTS: Final = frozenset({"enum", "categories"})
_NOTHING: Final = "none"
_MARKS: Final = {"added": "+", "removed": "-", "removed-referenced": "-"}


def mark(change: Change) -> str:
    """``+`` for what was added, ``-`` for what was removed, ``~`` for what changed."""
    return _MARKS.get(change.kind.partition("/")[2], "~")


def sentence(change: Change) -> str:
    """What changed, without the resource: ``field note (string) added``."""
    said = _SENTENCES.get(change.kind, _property)(change)
    return f"field {change.field}: {said}" if change.field and change.kind not in _OF_FIELDS else said


def whole_sentence(change: Change) -> str:
    """What changed, with the resource: ``events: field note (string) added``."""
    return f"{change.resource or 'package'}: {sentence(change)}"


def value_text(value: Any) -> str:
    """A value of a descriptor in a few words: as JSON, cut where it is long."""
    if value is None:
        return _NOTHING
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def cell_text(text: str | None) -> str:
    """A cell: as it is, ``none`` where it has no value, in quotes where it could be taken for that or for no text."""
    if text is None:
        return _NOTHING
    is_doubtful = not text or text == _NOTHING or text != text.strip()
    shown = json.dumps(text, ensure_ascii=False) if is_doubtful else text
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."


def change_text(old: str | None, new: str | None) -> str:
    """What a cell was and what it is; of long ones that begin alike, the part that differs."""
    if old is None or new is None or max(len(old), len(new)) <= _LONGEST:
        return f"{cell_text(old)} -> {cell_text(new)}"
    differs = (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)
    start = max(next(differs, min(len(old), len(new))) - _CONTEXT, 0)
    parts = [("..." if start else "") + text[start:] for text in (old, new)]
    return " -> ".join(map(cell_text, parts))


def key_text(key: Key, cells: Key | None = None) -> str:
    """The key of a row, or its cells where it has none."""
    return ", ".join(cell_text(cell) for cell in (key or cells or {}).values())


def counted(number: int, noun: str) -> str:
    """``1 row``, ``1,200 rows``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _property(change: Change) -> str:
    return f"{change.property}: {value_text(change.old)} -> {value_text(change.new)}"


def _field(change: Change) -> str:
    is_new = change.kind == "field/added"
    return f"field {change.field} ({change.new if is_new else change.old}) {'added' if is_new else 'removed'}"


def _reordered(change: Change) -> str:
    return f"fields re-ordered: {', '.join(change.old)} -> {', '.join(change.new)}"


def _constraint(change: Change) -> str:
    direction = change.kind.partition("/")[2]
    said = _property(change)
    if change.property in _LISTS and not _is_whole(change, direction):
        parts = [("loses", change.old), ("gains", change.new)]
        said = f"{change.property} " + ", ".join(f"{verb} {value_text(values)}" for verb, values in parts if values)
    return said if direction == "constraint" else f"{said} ({direction})"


def _is_whole(change: Change, direction: str) -> bool:
    """Whether a list of values came or went as a whole: only then does the direction go against what is there."""
    return (change.old is None and direction == "tightened") or (change.new is None and direction == "loosened")


_OF_FIELDS: Final = frozenset({"field/added", "field/removed", "field/reordered"})
_SENTENCES: Final[Mapping[Kind, Callable[[Change], str]]] = {
    "resource/added": lambda _: "added",
    "resource/removed": lambda _: "removed",
    "resource/content": lambda _: "the file has other bytes",
    "field/added": _field,
    "field/removed": _field,
    "field/reordered": _reordered,
    "field/tightened": _constraint,
    "field/loosened": _constraint,
    "field/constraint": _constraint,
    "table/tightened": _constraint,
    "table/loosened": _constraint,
    "table/constraint": _constraint,
    "rows/added": lambda change: f"{counted(change.count, 'row')} added",
    "rows/removed": lambda change: f"{counted(change.count, 'row')} removed",
    "rows/removed-referenced": lambda change: f"{counted(change.count, 'row')} removed",
    "cells/changed": lambda change: f"{counted(change.count, 'cell')} changed",
    "cells/identifier": lambda change: f"{counted(change.count, 'cell')} changed, to which other tables refer",
    "cells/reference": lambda change: f"{counted(change.count, 'cell')} changed, with the table referred to",
    "cells/respelled": lambda change: f"{counted(change.count, 'cell')} written otherwise, with the same value",
}
