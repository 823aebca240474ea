"""Which data are meant: those of this installation, or a version that was published."""

from __future__ import annotations

import os
from typing import Final

from talent_dataset.dataset.installed import curated
from talent_dataset.errors import CannotCheckError
from talent_dataset.opened import OpenedPackage, opened_release
from talent_dataset.reading.releases import LATEST, open_release, source_of

VARIABLE: Final = "TALENT_DATASET_TARGET"

# Tables of a version are read once in a process, whatever the place they come from: its hash is its content.
_opened: dict[str, OpenedPackage] = {}


def chosen(version: str | None = None, target: str | os.PathLike[str] | None = None) -> OpenedPackage:
    """The data of this installation, where neither is given; else a version at a place of releases.

    Args:
        version: Its number, or ``latest``.
        target: A folder, ``http(s)://...`` or ``s3://...``; by default what ``TALENT_DATASET_TARGET`` names.

    Raises:
        UnknownNameError: There is no such version.
        CannotCheckError: No place is named, it does not answer, or it holds another dataset.
        HashMismatchError: A file is not the one that was published.

    Warns:
        YankedWarning: The version was withdrawn.
    """
    if version is None and target is None:
        return curated()
    place = target or os.environ.get(VARIABLE)
    if not place:
        message = f"Version {version} cannot be found: it is not said where the releases are."
        hint = f"Name the place in the environment variable {VARIABLE}, or as target=...; without version=, what is "
        raise CannotCheckError(message, hint=hint + "installed is taken.")
    release = open_release(source_of(os.fspath(place)), version or LATEST)
    found = opened_release(release)
    if found.name != curated().name:
        hint = "talent_dataset.Package.open opens releases of any dataset."
        raise CannotCheckError(f"{place} holds {found.name!r}, not {curated().name!r}.", hint=hint)
    return _opened.setdefault(release.listed.sha256, found)
