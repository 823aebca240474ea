"""Sound descriptors of a package, and something of one's own in them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FK = {"fields": ["a"], "reference": {"resource": "u", "fields": ["a"]}}


def package(**properties: Any) -> Json:
    """A sound package of version 2, and something of its own."""
    return {"$schema": V2, "resources": [{"name": "t", "path": "t.csv"}], **properties}


def resource(**properties: Any) -> Json:
    """A package whose resource has something of its own."""
    return package(resources=[{"name": "t", "path": "t.csv", **properties}])


def schema(**properties: Any) -> Json:
    """A package whose schema (fields a and b) has something of its own."""
    return resource(
        schema={"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}], **properties}
    )


def field(**properties: Any) -> Json:
    """A package whose one field has something of its own."""
    return resource(schema={"fields": [{"name": "a", **properties}]})


def constraints(type: str, **properties: Any) -> Json:
    """A package whose one field has these constraints."""
    return field(type=type, constraints=properties)
