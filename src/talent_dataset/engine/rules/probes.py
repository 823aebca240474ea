"""Checks of a descriptor that need the engine: whether bounds, patterns, formats and JSON Schemas can be used."""

from __future__ import annotations

from typing import Any

from talent_dataset.engine.descriptor import Field, Probes
from talent_dataset.engine.reading.cast import kind_of
from talent_dataset.engine.reading.types.patterned import read_format
from talent_dataset.engine.rules.json_schema import JsonSchemaError, fault_finder
from talent_dataset.engine.rules.pattern import UnsupportedPatternError, translate


def probes() -> Probes:
    """The probes for ``open_package`` and ``parse_package``.

    What is sound but asks for more than the engine does (look-around in a pattern) passes here: its check is skipped
    later, with the reason.
    """
    return Probes(cast=_cast, pattern=_pattern, format=read_format, json_schema=_json_schema)


def _cast(field: Field, text: str) -> object:
    return kind_of(field).parse(text)


def _pattern(pattern: str) -> None:
    try:
        translate(pattern)
    except UnsupportedPatternError:
        return


def _json_schema(schema: dict[str, Any]) -> None:
    try:
        fault_finder(schema)
    except JsonSchemaError as error:
        if error.is_fault:
            raise
