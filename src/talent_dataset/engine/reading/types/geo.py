"""Points, GeoJSON (RFC 7946) and TopoJSON.

The published JSON Schemas are not asked: they let a ring stay open and an arc be missing, refuse the empty coordinates
that the RFC admits, and take some hundred times as long for each cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from decimal import Decimal
from typing import Any

from talent_dataset.engine.reading.types.jsontext import read_json
from talent_dataset.engine.reading.types.kind import ReadKind
from talent_dataset.engine.reading.types.numbers import decimal_of
from talent_dataset.engine.reading.types.structured import JsonKind

# RFC 7946, 3.1.6: a ring has four positions or more, of which the first is the last.
_RING = 4
_LINE = 2
# Two corners, of two dimensions or of three.
_BOXES = (4, 6)


def check_geojson(value: Any) -> None:
    """Raises ``ValueError`` with the reason where a JSON value is not a GeoJSON object."""
    kind = _type(value)
    if kind == "FeatureCollection":
        for feature in _array(value, "features"):
            _check_feature(feature)
    elif kind == "Feature":
        _check_feature(value)
    else:
        _check_geometry(value)
    _check_box(value)


def _type(value: Any) -> str:
    if not isinstance(value, dict):
        raise ValueError("JSON, but not an object")  # noqa: TRY004 (a fault of data)
    kind = value.get("type")
    if not isinstance(kind, str):
        raise ValueError('the member "type" is missing')  # noqa: TRY004 (a fault of data)
    return kind


def _check_feature(value: Any) -> None:
    if _type(value) != "Feature":
        raise ValueError("a member of features is not a Feature")
    for member in ("geometry", "properties"):
        if member not in value:
            raise ValueError(f'a Feature has a member "{member}", which may be null')
    if value["geometry"] is not None:
        _check_geometry(value["geometry"])
    if not isinstance(value["properties"], (dict, type(None))):
        raise ValueError("the properties of a Feature are an object or null")  # noqa: TRY004 (a fault of data)
    if "id" in value and not (isinstance(value["id"], str) or _is_number(value["id"])):
        raise ValueError("the id of a Feature is a string or a number")
    _check_box(value)


def _check_geometry(value: Any) -> None:
    kind = _type(value)
    if kind == "GeometryCollection":
        for geometry in _array(value, "geometries"):
            _check_geometry(geometry)
    elif kind in _GEOMETRIES:
        # RFC 7946, 3.1: empty coordinates may stand for a null geometry.
        if coordinates := _array(value, "coordinates"):
            _GEOMETRIES[kind](coordinates)
    else:
        raise ValueError(f"{kind} is not a type of GeoJSON")
    _check_box(value)


def _array(value: dict[str, Any], member: str) -> list[Any]:
    found = value.get(member)
    if not isinstance(found, list):
        raise ValueError(f'the member "{member}" must be an array')  # noqa: TRY004 (a fault of data)
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _check_box(value: dict[str, Any]) -> None:
    if "bbox" in value and not (len(_array(value, "bbox")) in _BOXES and all(map(_is_number, value["bbox"]))):
        raise ValueError("a bbox has four or six numbers")


def check_position(value: Any) -> None:
    """Raises ``ValueError`` where a JSON value is not a position."""
    # RFC 7946 leaves more than three numbers, and places beyond the globe, to the reader.
    if not isinstance(value, list) or len(value) < 2 or not all(map(_is_number, value)):  # noqa: PLR2004
        raise ValueError("a position is an array of at least two numbers")


def _positions(value: Any, least: int) -> list[Any]:
    if not isinstance(value, list) or len(value) < least:
        raise ValueError(f"an array of at least {least} positions is needed")
    for position in value:
        check_position(position)
    return value


def _check_ring(value: Any) -> None:
    ring = _positions(value, _RING)
    # Compared as numbers: 1 and 1.0 close a ring.
    if ring[0] != ring[-1]:
        raise ValueError("a ring ends where it starts")


def _each(check: Callable[[Any], object]) -> Callable[[Any], None]:
    def check_all(value: Any) -> None:
        if not isinstance(value, list):
            raise ValueError("coordinates are nested too little")  # noqa: TRY004 (a fault of data)
        for item in value:
            check(item)

    return check_all


def _check_line(value: Any) -> None:
    _positions(value, _LINE)


_GEOMETRIES: dict[str, Callable[[Any], None]] = {
    "Point": check_position,
    "MultiPoint": _each(check_position),
    "LineString": _check_line,
    "MultiLineString": _each(_check_line),
    "Polygon": _each(_check_ring),
    "MultiPolygon": _each(_each(_check_ring)),
}


# How deep the arcs of a geometry of TopoJSON are nested.
_DEPTHS = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def check_topojson(value: Any) -> None:
    """Raises ``ValueError`` with the reason where a JSON value is not a topology."""
    if not isinstance(value, dict) or value.get("type") != "Topology":
        raise ValueError('a topology is an object with the type "Topology"')
    objects, arcs = value.get("objects"), value.get("arcs")
    if not isinstance(objects, dict):
        raise ValueError('a topology has an object "objects"')  # noqa: TRY004 (a fault of data)
    _check_arcs(arcs)
    for geometry in objects.values():
        _check_shape(geometry, len(arcs) if isinstance(arcs, list) else 0)
    _check_transform(value)


def _check_arcs(arcs: Any) -> None:
    if not isinstance(arcs, list):
        raise ValueError('a topology has an array "arcs"')  # noqa: TRY004 (a fault of data)
    for arc in arcs:
        if not isinstance(arc, list) or len(arc) < 2:  # noqa: PLR2004
            raise ValueError("an arc is an array of at least two positions")
        for position in arc:
            check_position(position)


def _check_transform(value: dict[str, Any]) -> None:
    transform = value.get("transform")
    if transform is None and "transform" not in value:
        return
    if not isinstance(transform, dict):
        raise ValueError("a transform is an object with scale and translate")  # noqa: TRY004 (a fault of data)
    for member in ("scale", "translate"):
        check_position(transform.get(member))


def _check_shape(value: Any, arcs: int) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind is None and isinstance(value, dict) and "type" in value:
        return  # a null geometry
    if kind == "GeometryCollection":
        _check_each(value.get("geometries"), lambda geometry: _check_shape(geometry, arcs))
    elif kind == "Point":
        check_position(value.get("coordinates"))
    elif kind == "MultiPoint":
        _check_each(value.get("coordinates"), check_position)
    elif isinstance(kind, str) and kind in _DEPTHS:
        _check_indexes(value.get("arcs"), _DEPTHS[kind], arcs)
    else:
        raise ValueError(f"{kind} is not a geometry of TopoJSON")


def _check_each(value: Any, check: Callable[[Any], None]) -> None:
    if not isinstance(value, list):
        raise ValueError("a geometry lacks its array of members")  # noqa: TRY004 (a fault of data)
    for item in value:
        check(item)


def _check_indexes(value: Any, depth: int, arcs: int) -> None:
    """Arcs are told by number; the complement of a number (``~2``) is the arc reversed."""
    if depth:
        _check_each(value, lambda item: _check_indexes(item, depth - 1, arcs))
    elif isinstance(value, bool) or not isinstance(value, int) or not -arcs <= value < arcs:
        raise ValueError("a geometry names an arc that is not there")


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
        check_geojson(value)


class TopojsonKind(JsonKind):
    """``geojson`` with format ``topojson``: a topology."""

    expected = "a TopoJSON topology"

    def check(self, value: Any) -> None:
        check_topojson(value)


def _decimal(number: Any) -> Decimal:
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
