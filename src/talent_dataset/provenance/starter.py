"""Books for a package that has none: the resources of ``starter.json``, and what the descriptor says of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from talent_dataset.engine.descriptor.model import PROPERTY

TITLES: Final = {"resource": "sources", "names": ["title"]}
"""Titles may be quoted in full, as names may."""

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


def starters() -> list[dict[str, Any]]:
    """The resources of empty books: ``sources``, ``evidence``, ``figures``, ``repairs``, ``conflicts``."""
    found: list[dict[str, Any]] = json.loads(
        files("talent_dataset.provenance").joinpath("starter.json").read_text("utf-8")
    )
    return found


def with_books(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """A descriptor with books. What it says of them already, and resources of their names, are taken as they are.

    Args:
        descriptor: Of a package whose books lack ``sources`` or ``evidence``.
    """
    resources = list(descriptor.get("resources", []))
    known = {each.get("name") for each in resources if isinstance(each, Mapping)}
    books = starters()
    resources += [each for each in books if each["name"] not in known]
    ours = dict(descriptor.get(PROPERTY, {}))
    given = dict(ours.get("books", {}))
    things = list(given.get("things", []))
    if all(each.get("resource") != TITLES["resource"] for each in things):
        things.append(TITLES)
    ours["books"] = {each["name"]: each["name"] for each in books} | given | {"things": things}
    return {**descriptor, "resources": resources, PROPERTY: ours}


def header(resource: Mapping[str, Any]) -> str:
    """The first line of the file of a starter."""
    return ",".join(field["name"] for field in resource["schema"]["fields"]) + "\n"
