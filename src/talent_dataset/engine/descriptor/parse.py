"""Descriptors to frozen values: whatever is wrong is noted down with its place, and dropped to its default.

Nothing here raises for what a descriptor says, reads a file, or knows of frames.
"""

from __future__ import annotations

from dataclasses import dataclass

from talent_dataset.engine.descriptor import package as packages
from talent_dataset.engine.descriptor.model import DataPackage, Schema
from talent_dataset.engine.descriptor.place import Context, Place, Probes
from talent_dataset.engine.descriptor.properties import named
from talent_dataset.engine.descriptor.schema import parse_schema as schema_at
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.report import Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a descriptor says, and what is wrong with it.

    Attributes:
        package: The package with every fault dropped to its default; ``None`` where there is no object to read.
        faults: What is wrong, in the order of the descriptor; ``path`` is the place in it.
        skipped: What could not be checked, and why.
    """

    package: DataPackage | None
    faults: tuple[Issue, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSchema:
    """A Table Schema on its own, and what is wrong with it; keys to other tables stand as they are."""

    schema: Schema | None
    faults: tuple[Issue, ...] = ()


def parse_package(data: object, *, probes: Probes | None = None) -> Parsed:
    """Parse a Data Package descriptor of version 1.0 or 2.

    Args:
        data: The JSON value.
        probes: Checks that need more than the descriptor (see ``Probes``).
    """
    context = Context(is_v1=packages.is_v1(data), probes=probes or Probes())
    if isinstance(data, dict):
        package = packages.parse_package(data, Place(context))
        return Parsed(package=package, faults=tuple(context.issues), skipped=tuple(context.skipped))
    message = f"A descriptor must be a JSON object, not {named(data)}."
    Place(context).fault("descriptor/json", message, hint='Write {"resources": [{"name": ..., "path": ...}]}.')
    return Parsed(package=None, faults=tuple(context.issues))


def parse_schema(data: object, *, probes: Probes | None = None, is_declared: bool = False) -> ParsedSchema:
    """Parse a Table Schema that stands alone.

    Args:
        data: The JSON value.
        probes: Checks that need more than the descriptor (see ``Probes``).
        is_declared: Whether it stands for a table that is declared in Python: then what stands twice is an error.
    """
    context = Context(probes=probes or Probes(), is_declared=is_declared)
    schema = schema_at(data, Place(context))
    return ParsedSchema(schema=schema, faults=tuple(context.issues))
