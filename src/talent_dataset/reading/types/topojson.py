"""The structure of TopoJSON topologies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from talent_dataset.reading.types.geojson import check_position

_DEPTHS = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def check_topojson(value: Any) -> None:
    """Raises ``ValueError`` with the reason where a JSON value is no topology."""
    if not isinstance(value, dict) or value.get("type") != "Topology":
        raise ValueError('a topology is an object with the type "Topology"')
    objects, arcs = value.get("objects"), value.get("arcs")
    if not isinstance(objects, dict):
        raise ValueError('a topology has an object "objects"')  # noqa: TRY004 (a fault of data)
    _check_arcs(arcs)
    for geometry in objects.values():
        _check_geometry(geometry, len(arcs) if isinstance(arcs, list) else 0)
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


def _check_geometry(value: Any, arcs: int) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind is None and isinstance(value, dict) and "type" in value:
        return  # a null geometry
    if kind == "GeometryCollection":
        _check_each(value.get("geometries"), lambda geometry: _check_geometry(geometry, arcs))
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
