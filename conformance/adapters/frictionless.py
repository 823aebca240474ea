"""frictionless-py, as the suite asks it."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.metadata import version
from typing import Any

import frictionless
from frictionless import FrictionlessException

from conformance.adapters.lines import serve
from conformance.cases import Report, Vector, schema_of

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
PLACES = {"row": "row_number", "field": "field_name"}


def report(path: str) -> Report:
    """What is said of a package; what is raised of a descriptor is its verdict."""
    try:
        found = frictionless.validate(path, type="package", limit_errors=10**9)
    except FrictionlessException as refused:
        return {"valid": False, "errors": [{"type": error.type} for error in refused.reasons or [refused.error]]}
    errors = [{"type": error.type} for error in found.errors]
    errors += [_error(error) | {"resource": task.name} for task in found.tasks for error in task.errors]
    return {"valid": found.valid, "errors": errors}


def _error(error: Any) -> dict[str, Any]:
    places = {key: getattr(error, name, None) for key, name in PLACES.items()}
    if error.type == "extra-label":
        places["field"] = getattr(error, "label", None)
    broken = re.search(r'constraint "(\w+)"', error.note or "") if error.type == "constraint-error" else None
    said = {key: place for key, place in places.items() if place not in (None, "")}
    return said | {"type": error.type} | ({"constraint": broken[1]} if broken else {})


def value(vector: Vector) -> Report:
    """What a cell is read as, or what it is refused for."""
    schema = schema_of(vector)
    try:
        made = frictionless.Schema.from_descriptor({"$schema": PROFILE, **schema, "fields": schema["fields"][1:]})
    except FrictionlessException:
        return {"descriptor": "refused"}
    found, notes = made.fields[0].read_cell(vector["cell"])
    if notes:
        return {"error": "type" if "type" in notes else next(iter(notes))}
    return {"value": _plain(_encoded(found, vector["type"], vector["options"].get("itemType", "string")))}


def _encoded(value: Any, type_: str | None, item: str = "string") -> Any:
    """A value of a field of a type as the suite writes it."""
    if value is None:
        return None
    if type_ == "list":
        return [_encoded(each, item) for each in value]
    if type_ in ("geopoint", "yearmonth"):
        return [_number(each) if type_ == "geopoint" else each for each in value]
    if type_ == "number":
        return _number(value)
    return _duration(value) if type_ == "duration" else _clock(value)


def _number(value: Any) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return "NaN" if number.is_nan() else "INF" if number > 0 else "-INF"
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _duration(value: Any) -> dict[str, Any]:
    length = value if isinstance(value, timedelta) else value.tdelta
    months = 0 if isinstance(value, timedelta) else int(value.years * 12 + value.months)
    seconds = Decimal(length.days * 86400 + length.seconds) + Decimal(length.microseconds) / 1_000_000
    return {"months": months, "seconds": _number(seconds)}


def _clock(value: Any) -> Any:
    """Dates and times, and what needs no change."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, (date, time)):
        text = value.isoformat()
        return text.rstrip("0") if getattr(value, "microsecond", 0) else text
    return value


def _plain(value: Any) -> Any:
    """A JSON value; numbers that JSON does not have are texts."""
    if isinstance(value, float) and not Decimal(value).is_finite():
        return repr(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, Iterable) and not isinstance(value, str) else value


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    serve({"reports": report, "values": lambda line: value(json.loads(line))}, lambda: version("frictionless"))
