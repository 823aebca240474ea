"""Points, GeoJSON (RFC 7946) and TopoJSON."""

from __future__ import annotations

import re
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from talent_dataset.reading.types.decimals import decimal_of
from talent_dataset.reading.types.geojson import check_geojson
from talent_dataset.reading.types.jsontext import read_json
from talent_dataset.reading.types.kind import ReadKind
from talent_dataset.reading.types.structured import JsonKind
from talent_dataset.reading.types.topojson import check_topojson

_FINITE = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_PAIR = re.compile(f"({_FINITE}), ?({_FINITE})")
_LONGITUDE = 180
_LATITUDE = 90

Point = tuple[Decimal, Decimal]

_NOTATIONS = {
    "array": "a JSON array of longitude and latitude such as [90.5, 45.5]",
    "object": 'a JSON object with lon and lat such as {"lon": 90.5, "lat": 45.5}',
}


class GeopointKind(ReadKind):
    """``geopoint``: longitude and latitude, in one of three notations."""

    @property
    def expected(self) -> str:
        """The notation."""
        return _NOTATIONS.get(self.field.format, "a point lon, lat such as 90.5, 45.5")

    def parse(self, text: str) -> Point:
        """Longitude and latitude as exact decimals."""
        return self._in_range(*self._pair(text))

    def _pair(self, text: str) -> tuple[Any, Any]:
        if self.field.format in _NOTATIONS:
            return self._of_json(read_json(text, is_exact=True))
        found = _PAIR.fullmatch(text)
        if found is None:
            raise ValueError(f"not {self.expected}")
        return decimal_of(found[1]), decimal_of(found[2])

    def _of_json(self, value: Any) -> tuple[Any, Any]:
        if self.field.format == "object" and isinstance(value, dict) and value.keys() == {"lon", "lat"}:
            return value["lon"], value["lat"]
        if self.field.format == "array" and isinstance(value, list) and len(value) == 2:  # noqa: PLR2004
            return value[0], value[1]
        raise ValueError(f"JSON, but not {self.expected}")

    def _in_range(self, longitude: Any, latitude: Any) -> Point:
        for number in (longitude, latitude):
            if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)):
                raise ValueError("longitude and latitude must be numbers")  # noqa: TRY004 (a fault of data)
        # Not by `abs`, which rounds, and raises on exponents that comparisons take.
        if not -_LONGITUDE <= longitude <= _LONGITUDE:
            raise ValueError("a longitude lies between -180 and 180")
        if not -_LATITUDE <= latitude <= _LATITUDE:
            raise ValueError("a latitude lies between -90 and 90; the longitude comes first")
        return _decimal(longitude), _decimal(latitude)

    def literal(self, value: object) -> Hashable:
        """Text as a cell, or the JSON array or object of the notation."""
        if isinstance(value, str):
            return self.exact(value)
        if isinstance(value, (list, tuple)) and len(value) == 2:  # noqa: PLR2004
            return self._in_range(*value)
        if isinstance(value, dict) and value.keys() == {"lon", "lat"}:
            return self._in_range(value["lon"], value["lat"])
        return super().literal(value)


class GeojsonKind(JsonKind):
    """``geojson``: an object of RFC 7946."""

    expected = "a GeoJSON object"

    def check(self, value: Any) -> None:
        """The structure that the RFC demands."""
        check_geojson(value)


class TopojsonKind(JsonKind):
    """``geojson`` with format ``topojson``: a topology."""

    expected = "a TopoJSON topology"

    def check(self, value: Any) -> None:
        """The structure that the specification demands."""
        check_topojson(value)


def _decimal(number: Any) -> Decimal:
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
