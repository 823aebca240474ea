"""From a field to how it is read."""

from __future__ import annotations

from talent_dataset.descriptor.model import Field
from talent_dataset.reading.types import boolean, duration, geo, numbers, patterned, structured, temporal, text
from talent_dataset.reading.types.kind import Kind

_KINDS: dict[str, type[Kind]] = {
    "string": text.StringKind,
    "integer": numbers.IntegerKind,
    "number": numbers.NumberKind,
    "boolean": boolean.BooleanKind,
    "date": temporal.DateKind,
    "time": temporal.TimeKind,
    "datetime": temporal.DatetimeKind,
    "year": temporal.YearKind,
    "yearmonth": temporal.YearMonthKind,
    "duration": duration.DurationKind,
    "object": structured.ObjectKind,
    "array": structured.ArrayKind,
    "list": structured.ListKind,
    "geopoint": geo.GeopointKind,
    "geojson": geo.GeojsonKind,
    "any": text.AnyKind,
}
_FORMATS: dict[tuple[str, str], type[Kind]] = {
    ("string", "email"): text.EmailKind,
    ("string", "uri"): text.UriKind,
    ("string", "uuid"): text.UuidKind,
    ("string", "binary"): text.BinaryKind,
    ("geojson", "topojson"): geo.TopojsonKind,
}
_TEMPORAL = ("date", "time", "datetime")


def kind_of(field: Field) -> Kind:
    """How the cells of a field are read; an unknown type is read as ``any``, an unknown format as the default."""
    if field.type in _TEMPORAL and field.format != "default":
        return patterned.AnyTemporalKind(field) if field.format == "any" else patterned.PatternedKind(field)
    kind = _FORMATS.get((field.type, field.format)) or _KINDS.get(field.type, text.AnyKind)
    return kind(field)
