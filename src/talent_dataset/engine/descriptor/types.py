"""The field types of Table Schema: their formats, the properties that shape their texts, the constraints that fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from talent_dataset.engine.descriptor.constraints import fitting
from talent_dataset.engine.descriptor.properties import Properties, filled, flag, one_of, text, texts

NUMBER: Properties = {"groupChar": ("group_char", text), "bareNumber": ("bare_number", flag)}
ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")

_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_KNOWN_DIRECTIVES = frozenset("aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZf%")


@dataclass(frozen=True, slots=True)
class FieldType:
    """What the standard says of one type.

    Attributes:
        formats: Formats beside ``default``.
        has_pattern: Whether a strptime pattern is a format.
        options: Properties that hold for fields of this type only.
        constraints: Constraints that fit it.
    """

    formats: tuple[str, ...] = ()
    has_pattern: bool = False
    options: Properties = field(default_factory=dict)
    constraints: frozenset[str] = fitting()


_ORDERED, _SIZED, _JSON = fitting("ordered"), fitting("sized"), fitting("sized", "json")
_TEMPORAL = FieldType(("any",), has_pattern=True, constraints=_ORDERED)

FIELD_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        "string": FieldType(("email", "uri", "binary", "uuid"), constraints=fitting("sized", "text")),
        "number": FieldType(options={**NUMBER, "decimalChar": ("decimal_char", filled)}, constraints=_ORDERED),
        "integer": FieldType(options=NUMBER, constraints=_ORDERED),
        "boolean": FieldType(options={"trueValues": ("true_values", texts), "falseValues": ("false_values", texts)}),
        "object": FieldType(constraints=_JSON),
        "array": FieldType(constraints=_JSON),
        "list": FieldType(
            options={"delimiter": ("delimiter", filled), "itemType": ("item_type", one_of(ITEM_TYPES))},
            constraints=_SIZED,
        ),
        "datetime": _TEMPORAL,
        "date": _TEMPORAL,
        "time": _TEMPORAL,
        "year": FieldType(constraints=_ORDERED),
        "yearmonth": FieldType(constraints=_ORDERED),
        "duration": FieldType(constraints=_ORDERED),
        "geopoint": FieldType(("array", "object")),
        # The profile has lengths for geojson, the text neither grants nor denies them.
        "geojson": FieldType(("topojson",), constraints=_SIZED),
        "any": FieldType(),
    }
)

MEANT = MappingProxyType(
    {
        "int": "integer", "int64": "integer", "bigint": "integer", "long": "integer",
        "float": "number", "float64": "number", "double": "number", "decimal": "number", "numeric": "number",
        "str": "string", "text": "string", "varchar": "string", "char": "string", "enum": "string",
        "bool": "boolean", "logical": "boolean", "timestamp": "datetime", "date-time": "datetime", "json": "object",
        "dict": "object", "geo_point": "geopoint", "point": "geopoint", "interval": "duration", "null": "any",
    }
)  # fmt: skip
"""What people of other trades call the types."""


def pattern_fault(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a strptime pattern, and how to mend it."""
    for directive in _DIRECTIVE.finditer(pattern):
        if directive[1] not in _KNOWN_DIRECTIVES or directive[1] == "":
            return f'"{directive[0]}" is not a directive of strptime', "See the table of strftime and strptime."
    return None
