"""A difference as sentences in English, as data for programs, and as Markdown for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

from talent_dataset.engine.report import counted
from talent_dataset.releases.difference.bump import Bump, bump_of
from talent_dataset.releases.difference.changes import (
    Change,
    ChangedRow,
    ChangeKind,
    Difference,
    RowKey,
    Rows,
    Side,
    WholeRow,
)
from talent_dataset.releases.markdown import shown

_LONGEST: Final = 60
_CONTEXT: Final = 16
# Of these a change has the values that came or went, and not the whole lists.
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
    # A cell that says "none" is not one without a value.
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


def key_text(key: RowKey, cells: RowKey | None = None) -> str:
    """The key of a row, or its cells where it has none."""
    return ", ".join(cell_text(cell) for cell in (key or cells or {}).values())


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
_SENTENCES: Final[Mapping[ChangeKind, Callable[[Change], str]]] = {
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


def to_dict(difference: Difference) -> dict[str, Any]:
    """The difference in its published form (``difference.schema.json``)."""
    return {
        "same": difference.is_empty,
        "old": _side(difference.old),
        "new": _side(difference.new),
        "bump": bump_dict(bump_of(difference)),
        "changes": [
            {
                "kind": one.kind,
                "resource": one.resource,
                "field": one.field,
                "property": one.property,
                "old": one.old,
                "new": one.new,
                "count": one.count,
            }
            for one in difference.changes
        ],
        "tables": [_table(rows) for rows in difference.tables],
    }


def bump_dict(bump: Bump) -> dict[str, Any]:
    """What a difference asks of the version."""
    reasons = [
        {"level": reason.level, "clause": reason.clause, "change": whole_sentence(reason.change)}
        for reason in bump.reasons
    ]
    return {"level": bump.level, "croissant": bump.croissant, "reasons": reasons}


def difference_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a difference."""
    source = files("talent_dataset.releases.difference").joinpath("difference.schema.json")
    schema: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return schema


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name, "version": side.version, "created": side.created}


def _table(rows: Rows) -> dict[str, Any]:
    return {
        "resource": rows.resource,
        "key": list(rows.key),
        "rows": {
            "old": rows.old,
            "new": rows.new,
            "added": rows.added,
            "removed": rows.removed,
            "changed": rows.changed,
        },
        "cells": dict(rows.cells),
        "respelled": dict(rows.respelled),
        "examples": {
            "added": [_row(row) for row in rows.examples.added],
            "removed": [_row(row) for row in rows.examples.removed],
            "changed": [_changed_row(row) for row in rows.examples.changed],
        },
    }


def _row(row: WholeRow) -> dict[str, Any]:
    return {"key": dict(row.key), "cells": dict(row.cells)}


def _changed_row(row: ChangedRow) -> dict[str, Any]:
    cells = {name: {"old": old, "new": new} for name, (old, new) in row.cells.items()}
    return {"key": dict(row.key), "cells": cells}


def to_markdown(difference: Difference) -> str:
    """The difference as Markdown: a table of the rows, then every change, by resource."""
    return "\n".join(_markdown(difference)) + "\n"


def _markdown(difference: Difference) -> Iterator[str]:
    yield f"# {title(difference)}"
    yield ""
    if difference.is_empty:
        yield "No difference."
        return
    yield from _summary(difference)
    by_resource = {rows.resource: rows for rows in difference.tables}
    # In the order of the changes, which is that of the new package.
    for name in dict.fromkeys(one.resource for one in difference.changes):
        yield f"## {code(name) if name else 'Package'}"
        yield ""
        yield from (f"- {code(sentence(one))}" for one in difference.changes if one.resource == name)
        if name in by_resource:
            yield from _examples(by_resource[name])
        yield ""
    yield from _version(bump_of(difference))


def _version(bump: Bump) -> Iterator[str]:
    yield "## Version"
    yield ""
    yield f"The smallest bump is **{bump.level}**; as Croissant reads the same changes it is {bump.croissant}."
    yield ""
    for clause in dict.fromkeys(reason.clause for reason in bump.decisive):
        yield f"- {bump.level}: {clause}"


def title(difference: Difference) -> str:
    """Both packages by name and version; of one name it stands there once."""
    old, new = difference.old, difference.new
    if old.name == new.name and old.name:
        return f"{old.name} {old.version or '(no version)'} -> {new.version or '(no version)'}"
    before, now = (" ".join(filter(None, (side.name, side.version))) or "a package" for side in (old, new))
    return f"{before} -> {now}"


def _summary(difference: Difference) -> Iterator[str]:
    tables = [rows for rows in difference.tables if is_changed(rows)]
    if tables:
        yield "| table | rows before | rows now | added | removed | changed | cells |"
        yield "|---|---:|---:|---:|---:|---:|---:|"
        for rows in tables:
            numbers = (rows.old, rows.new, rows.added, rows.removed, rows.changed, sum(rows.cells.values()))
            yield f"| {code(rows.resource)} | " + " | ".join("" if n is None else f"{n:,}" for n in numbers) + " |"
        yield ""


def is_changed(rows: Rows) -> bool:
    """Whether a row of the table, or a cell, differs."""
    is_one_sided = rows.old is None or rows.new is None
    return bool(is_one_sided or rows.added or rows.removed or rows.changed or rows.respelled)


def _examples(rows: Rows) -> Iterator[str]:
    examples = rows.examples
    yield from (f"- + {code(key_text(row.key, row.cells))}" for row in examples.added)
    yield from (f"- - {code(key_text(row.key, row.cells))}" for row in examples.removed)
    for row in examples.changed:
        cells = "; ".join(f"{name}: {change_text(old, new)}" for name, (old, new) in row.cells.items())
        yield f"- ~ {code(key_text(row.key))} {code(cells)}"
    yield from (f"- {text}" for text in not_shown(rows))


def not_shown(rows: Rows) -> Iterator[str]:
    """How many rows of each kind there are beyond the examples."""
    examples = rows.examples
    kinds = (
        ("added", rows.added, len(examples.added)),
        ("removed", rows.removed, len(examples.removed)),
        ("changed", rows.changed, len(examples.changed)),
    )
    for verb, number, named in kinds:
        if number > named:
            yield f"{counted(number - named, 'more row' if named else 'row')} {verb}"


def code(text: str) -> str:
    """A text as code in Markdown, on one line, whatever it holds."""
    plain = " ".join(shown(text).split("\n"))
    longest, run = 0, 0
    for character in plain:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    # A bar ends a cell of a table, even within code.
    return f"{fence}{pad}{plain}{pad}{fence}".replace("|", "\\|")
