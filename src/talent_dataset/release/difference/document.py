"""A difference as data for programs, and as Markdown for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from talent_dataset.release.bump import Bump, bump_of
from talent_dataset.release.difference.model import ChangedRow, Difference, Row, Rows, Side
from talent_dataset.release.difference.wording import change_text, counted, key_text, sentence, whole_sentence
from talent_dataset.release.markdown import shown


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
    source = files("talent_dataset.release.difference").joinpath("difference.schema.json")
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


def _row(row: Row) -> dict[str, Any]:
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
    for name in dict.fromkeys(one.resource for one in difference.changes):
        yield f"## {code(name) if name else 'Package'}"
        yield ""
        yield from (f"- {code(sentence(one))}" for one in difference.changes if one.resource == name)
        if name in by_resource:
            yield from _examples(by_resource[name])
        yield ""
    bump = bump_of(difference)
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
    return f"{fence}{pad}{plain}{pad}{fence}".replace("|", "\\|")
