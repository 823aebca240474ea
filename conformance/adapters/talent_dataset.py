"""talent_dataset, as the suite asks it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

import talent_dataset
from conformance.adapters.lines import serve
from conformance.cases import Report, Vector, field_of
from talent_dataset.engine.descriptor import parse_schema
from talent_dataset.engine.reading.cast import Column, column
from talent_dataset.engine.rules.field_checks import Check, Refusal, attempted, checks, probes


def report(path: str | Path) -> Report:
    """What is said of a package."""
    found = talent_dataset.validate(path, limit=None)
    issues = [issue for issue in found.to_dict()["issues"] if issue["severity"] == "error"]
    # The suite asks what is wrong; that a package was not fully checked is no fault of it.
    return {"valid": found.verdict != "invalid", "errors": [_error(issue) for issue in issues]}


def _error(issue: dict[str, Any]) -> dict[str, Any]:
    places = {key: issue[key] for key in ("resource", "row", "field") if issue.get(key) is not None}
    return places | {"type": issue["code"]}


def value(vector: Vector) -> Report:
    """What a cell is read as, or what it is refused for."""
    made, is_sound = column_of(vector)
    if not is_sound:
        return {"descriptor": "refused"}
    cell = vector["cell"]
    offends = pl.DataFrame({"0": [cell]}).with_columns(made.value).select
    refused = [
        check for check in checks(made) if offends(offends=check.offends).get_column("offends").to_list() == [True]
    ]
    if refused:
        return {"error": kind_of(refused[0])}
    return {"value": encoded(made.python(cell))}


def column_of(vector: Vector) -> tuple[Column, bool]:
    """The column of a vector, and whether its descriptor is sound."""
    missing = vector["missingValues"]
    schema = {"fields": [field_of(vector)]} | ({} if missing is None else {"missingValues": missing})
    parsed = parse_schema(schema, probes=probes())
    if parsed.schema is None:
        raise ValueError("there is no schema")
    made = column(parsed.schema.fields[0], 0)
    is_sound = not any(fault.severity == "error" for fault in parsed.faults)
    return made, is_sound and not any(isinstance(found, Refusal) and found.is_fault for found in attempted(made))


def kind_of(check: Check) -> str:
    """The constraint, as the standard spells it, or ``type``."""
    head, *tail = check.code.removeprefix("cell/").split("-")
    return head + "".join(part.title() for part in tail)


def encoded(value: Any) -> Any:
    """A value as the suite writes it."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, datetime):
        clock = value.astimezone(UTC) if value.tzinfo else value
        return f"{clock:%Y-%m-%dT%H:%M:%S}{_fraction(clock)}{'Z' if value.tzinfo else ''}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}{_fraction(value)}"
    if hasattr(value, "months"):
        return {"months": value.months, "seconds": number(value.seconds)}
    if isinstance(value, (list, tuple)):
        return [encoded(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def number(value: Decimal) -> str:
    """A decimal number without an exponent and without zeros that say nothing."""
    if not value.is_finite():
        return "NaN" if value.is_nan() else "INF" if value > 0 else "-INF"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fraction(clock: time | datetime) -> str:
    return f".{clock.microsecond:06}".rstrip("0") if clock.microsecond else ""


if __name__ == "__main__":
    answers = {"reports": report, "values": lambda line: value(json.loads(line))}
    serve(answers, lambda: version("talent_dataset"))
