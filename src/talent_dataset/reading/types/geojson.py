"""The structure of GeoJSON objects, RFC 7946."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

_RING = 4
_LINE = 2
_BOXES = (4, 6)


def check_geojson(value: Any) -> None:
    """Raises ``ValueError`` with the reason where a JSON value is no GeoJSON object."""
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
    """Raises ``ValueError`` where a JSON value is no position."""
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
