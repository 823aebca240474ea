"""What a Data Package says: frozen values, parsed from descriptors and dumped to them."""

from __future__ import annotations

from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.model import (
    Category,
    DataPackage,
    Derivation,
    Dialect,
    Field,
    ForeignKey,
    MissingValue,
    Resource,
    Rule,
    Schema,
)
from talent_dataset.engine.descriptor.package import Parsed, ParsedSchema, parse_package, parse_schema
from talent_dataset.engine.descriptor.properties import Probes, ReferenceFault

__all__ = [
    "Category",
    "Constraints",
    "DataPackage",
    "Derivation",
    "Dialect",
    "Field",
    "ForeignKey",
    "MissingValue",
    "Parsed",
    "ParsedSchema",
    "Probes",
    "ReferenceFault",
    "Resource",
    "Rule",
    "Schema",
    "parse_package",
    "parse_schema",
]
