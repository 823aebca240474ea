"""Checks of a descriptor that need the engine: whether bounds, patterns, formats and JSON Schemas can be used."""

from __future__ import annotations

from typing import Any

from talent_dataset.engine.descriptor import Field, Probes
from talent_dataset.engine.reading.cast import kind_of


def probes() -> Probes:
    """The probes for ``open_package`` and ``parse_package``; what they need is imported when a descriptor asks for it.

    What is sound but asks for more than the engine does (look-around in a pattern) passes here: its check is skipped
    later, with the reason.
    """
    return Probes(cast=_cast, pattern=_pattern, format=_format, json_schema=_json_schema)


def _cast(field: Field, text: str) -> object:
    return kind_of(field).parse(text)


def _format(pattern: str) -> object:
    from talent_dataset.engine.reading.types.patterned import read_format

    return read_format(pattern)


def _pattern(pattern: str) -> None:
    from talent_dataset.engine.rules.pattern import UnsupportedPatternError, translate

    try:
        translate(pattern)
    except UnsupportedPatternError:
        return


def _json_schema(schema: dict[str, Any]) -> None:
    from talent_dataset.engine.rules.json_schema import JsonSchemaError, fault_finder

    try:
        fault_finder(schema)
    except JsonSchemaError as error:
        if error.is_fault:
            raise
