"""The vectors of the conformance corpus, cell by cell and column by column, through columns and their checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from talent_dataset.descriptor import parse_schema
from talent_dataset.reading.cast import Column, column
from talent_dataset.rules.check import Check
from talent_dataset.rules.constraints import Refusal, attempted, checks
from talent_dataset.rules.probes import probes

Vector = dict[str, Any]


def vectors(folder: Path, kind: str) -> Iterator[Vector]:
    with (folder / f"{kind}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def column_of(vector: Vector) -> tuple[Column, bool]:
    """The column of a vector, and whether its descriptor is sound."""
    field = {"name": "v", **vector["options"], "constraints": vector["constraints"]}
    field |= {key: vector[key] for key in ("type", "format") if vector[key]}
    missing = vector["missingValues"]
    schema = {"fields": [field]} | ({} if missing is None else {"missingValues": missing})
    parsed = parse_schema(schema, probes=probes())
    assert parsed.schema is not None
    made = column(parsed.schema.fields[0], 0)
    is_sound = not any(fault.severity == "error" for fault in parsed.faults)
    return made, is_sound and not any(isinstance(found, Refusal) and found.is_fault for found in attempted(made))


def offended(made: Column, cell: str) -> list[Check]:
    """The checks that a cell fails; each proof is held against its mask, each message is made."""
    frame = pl.DataFrame({"0": [cell]}).with_columns(made.value)
    found = []
    for check in checks(made):
        proof = frame.select(check.clean).item()
        [offends] = frame.select(offends=check.offends).get_column("offends").to_list()
        assert not (proof and offends), check.code
        if offends:
            assert check.message(cell)
            check.advice(cell)
            found.append(check)
    return found


def kind_of_error(code: str) -> str:
    head, *tail = code.removeprefix("cell/").split("-")
    return head + "".join(part.title() for part in tail)


def verdict(vector: Vector) -> str | None:
    """What differs, or ``None``."""
    made, is_sound = column_of(vector)
    kinds = [kind_of_error(check.code) for check in offended(made, vector["cell"])]
    expected = vector["expected"]
    if expected == "error":
        is_as_expected = not is_sound or vector.get("errorKind", "type") in kinds
        return None if is_as_expected else f"expected {vector.get('errorKind')}, found {kinds}"
    if expected is None or kinds or not is_sound:
        return None if expected is None else f"expected a value, found {kinds}"
    value = encoded(made.python(vector["cell"]), vector["options"].get("itemType", "string"))
    return None if is_equal(expected["value"], value, vector) else f"expected {expected['value']}, found {value}"


def encoded(value: Any, item: str) -> Any:
    """A value as the corpus writes it."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, datetime):
        clock = value.astimezone(UTC) if value.tzinfo else value
        return clock.strftime("%Y-%m-%dT%H:%M:%S") + fraction(clock) + ("Z" if value.tzinfo else "")
    if isinstance(value, time):
        return value.strftime("%H:%M:%S") + fraction(value)
    if hasattr(value, "months"):
        return {"months": value.months, "seconds": number(value.seconds)}
    if isinstance(value, (list, tuple)):
        return [encoded(each, item) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def fraction(clock: time | datetime) -> str:
    return f".{clock.microsecond:06}".rstrip("0") if clock.microsecond else ""


def number(value: Decimal) -> str:
    if not value.is_finite():
        return "NaN" if value.is_nan() else "INF" if value > 0 else "-INF"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_equal(expected: Any, value: Any, vector: Vector) -> bool:
    if {"bignum", "precision"} & set(vector["tags"]) or expected == value:
        return True
    return vector["type"] == "datetime" and str(expected).startswith(str(value).rstrip("Z"))


def test_every_cell_has_the_verdict_and_the_value_of_its_vector(conformance: Path) -> None:
    all_vectors = list(vectors(conformance, "cells"))
    differences = [(vector["id"], vector["cell"], found) for vector in all_vectors if (found := verdict(vector))]
    assert differences == []
    assert all_vectors


def repeats(made: Column, cells: list[str]) -> list[int]:
    """The cells that repeat the value of an earlier one, which must share their key."""
    frame = pl.DataFrame({"0": cells}).with_columns(made.value)
    keys = frame.select(key=made.key).get_column("key").hash().to_list()
    first: dict[Any, int] = {}
    found = []
    for row, cell in enumerate(cells):
        value = made.canonical(cell)
        if value is not None and first.setdefault(value, row) != row:
            assert keys[row] == keys[first[value]]
            found.append(row)
    return found


def test_every_column_repeats_what_its_vector_says(conformance: Path) -> None:
    all_vectors = list(vectors(conformance, "columns"))
    found = {vector["id"]: repeats(column_of(vector)[0], vector["cells"]) for vector in all_vectors}
    expected = {vector["id"]: vector["expected"] and vector["expected"]["rows"] for vector in all_vectors}
    assert {id: rows for id, rows in found.items() if expected[id] not in (None, rows)} == {}
    assert all_vectors
