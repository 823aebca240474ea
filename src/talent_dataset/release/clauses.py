"""What each kind of change means for the version.

The clauses are those of the recipe "Data Package Version" of the Data Package standard
(https://datapackage.org/recipes/data-package-version/), in our words. Beside each stands how Croissant reads the same
change: its specification 1.1, section "Dataset Versioning", asks whether the data of the version before can still be
had as they were. The two often differ: a corrected cell is a patch to the one and a major change to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from talent_dataset.release.difference.model import Kind

Level = Literal["none", "patch", "minor", "major"]

LEVELS: Final[tuple[Level, ...]] = ("none", "patch", "minor", "major")
"""From the smallest."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What a kind of change asks for.

    Attributes:
        level: The smallest bump, by the recipe.
        text: The clause that says so.
        croissant: The bump as Croissant reads it.
    """

    level: Level
    text: str
    croissant: Level


_NAMES: Final = "a name or an identifier of the package, a resource or a field changes"
_FIELDS: Final = "fields are added, removed or re-ordered"
_TYPES: Final = "the type or the format of a field changes"
_TIGHTER: Final = "a constraint becomes more restrictive"
_REFERENCED: Final = "data that another resource refers to are deleted, or change their meaning"
_RESOURCE: Final = "a resource is added"
_ROWS: Final = "data are added to a resource"
_LOOSER: Final = "a constraint becomes less restrictive"
_REFERENCE: Final = "a reference to another resource is updated"
_FOLLOWING: Final = "data change with the data that they refer to"
_ERRORS: Final = "errors in the data are corrected"
_WORDS: Final = "descriptive metadata change"
_PLACE: Final = "data move to another path"

CLAUSES: Final[Mapping[Kind, Clause]] = {
    "package/name": Clause("major", _NAMES, "patch"),
    "package/id": Clause("major", _NAMES, "patch"),
    "package/metadata": Clause("patch", _WORDS, "patch"),
    "resource/added": Clause("minor", _RESOURCE, "minor"),
    # A resource that was renamed is one that is gone and one that is new.
    "resource/removed": Clause("major", _NAMES, "major"),
    "resource/metadata": Clause("patch", _WORDS, "patch"),
    "resource/path": Clause("none", _PLACE, "none"),
    "resource/form": Clause("patch", _WORDS, "patch"),
    "resource/content": Clause("patch", _ERRORS, "major"),
    "field/added": Clause("major", _FIELDS, "minor"),
    "field/removed": Clause("major", _FIELDS, "major"),
    "field/reordered": Clause("major", _FIELDS, "patch"),
    "field/type": Clause("major", _TYPES, "major"),
    "field/format": Clause("major", _TYPES, "major"),
    "field/tightened": Clause("major", _TIGHTER, "patch"),
    "field/loosened": Clause("minor", _LOOSER, "patch"),
    # It cannot be shown to be less restrictive.
    "field/constraint": Clause("major", _TIGHTER, "patch"),
    "field/form": Clause("patch", _WORDS, "patch"),
    "field/metadata": Clause("patch", _WORDS, "patch"),
    "table/tightened": Clause("major", _TIGHTER, "patch"),
    "table/loosened": Clause("minor", _LOOSER, "patch"),
    "table/constraint": Clause("major", _TIGHTER, "patch"),
    "table/reference": Clause("minor", _REFERENCE, "patch"),
    "table/metadata": Clause("patch", _WORDS, "patch"),
    # To Croissant new records are a minor change where the old ones can still be had: each version stays where it is.
    "rows/added": Clause("minor", _ROWS, "minor"),
    # The recipe speaks of deleted data only where they are referred to; others were an error in the data.
    "rows/removed": Clause("patch", _ERRORS, "major"),
    "rows/removed-referenced": Clause("major", _REFERENCED, "major"),
    "cells/changed": Clause("patch", _ERRORS, "major"),
    "cells/identifier": Clause("major", _REFERENCED, "major"),
    "cells/reference": Clause("minor", _FOLLOWING, "major"),
    "cells/respelled": Clause("patch", _ERRORS, "patch"),
}
