"""From a field to how it is read."""

from __future__ import annotations

from talent_dataset.descriptor.model import Field
from talent_dataset.reading.types import boolean, numbers, temporal, text
from talent_dataset.reading.types.kind import Kind

_DEFAULT_KINDS: dict[str, type[Kind]] = {
    "integer": numbers.IntegerKind,
    "number": numbers.NumberKind,
    "boolean": boolean.BooleanKind,
    "date": temporal.DateKind,
    "time": temporal.TimeKind,
    "datetime": temporal.DatetimeKind,
    "year": temporal.YearKind,
    "yearmonth": temporal.YearMonthKind,
    "any": text.AnyKind,
}


def kind_of(field: Field) -> Kind:
    """How the cells of a field are read; an unknown type is read as ``any``."""
    if field.type == "string":
        return text.STRING_FORMATS.get(field.format, text.StringKind)(field)
    return _DEFAULT_KINDS.get(field.type, text.AnyKind)(field)
