"""Who made a dataset, as metadata of other kinds want to know it: by the parts of a name, person or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from talent_dataset.descriptor.model import Package
from talent_dataset.release.citation import authors as cited


@dataclass(frozen=True, slots=True)
class Author:
    """A contributor.

    A descriptor does not say whether a contributor is a person. One whose given or family name it tells is; all others
    are called organisations, so that no name is taken apart.
    """

    name: str
    given: str | None = None
    family: str | None = None
    organization: str | None = None
    email: str | None = None
    url: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether the descriptor gives this contributor a personal name."""
        return bool(self.given or self.family)


def authors(package: Package) -> list[Author]:
    """Those whom a citation names, in the same order."""
    return [_author(entry) for entry in cited(package)]


def _author(entry: Mapping[str, Any]) -> Author:
    given, family = entry.get("givenName"), entry.get("familyName")
    whole = " ".join(part for part in (given, family) if part)
    return Author(
        name=str(entry.get("title") or whole),
        given=given,
        family=family,
        organization=entry.get("organization"),
        email=entry.get("email"),
        url=entry.get("path"),
    )
