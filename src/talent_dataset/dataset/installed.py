"""Which data are meant: those of this installation, where they lie, or a version that was published."""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.releases.published import LATEST, open_release, source_of
from talent_dataset.releases.published.opened import OpenedPackage, opened_package, opened_release

if TYPE_CHECKING:
    from talent_dataset.engine.reading.whole import Whole

_DESCRIPTOR = "datapackage.json"


def location() -> Path:
    """The folder with the curated package: inside an installed wheel, or that of the checkout in an editable install.

    Raises:
        CannotCheckError: The package is imported from an archive, or was installed without its data.
    """
    home = files("talent_dataset")
    if not isinstance(home, Path):
        raise CannotCheckError("The data cannot be read from an archive.", hint="Install talent_dataset with pip.")
    for folder in (home / "datapackage", home.parent.parent / "datapackage"):
        if (folder / _DESCRIPTOR).is_file():
            return folder
    raise CannotCheckError(f"The data are not where they should be: {home / 'datapackage'}.", hint="Install it again.")


class _Installed(OpenedPackage):
    """The curated package; its book of figures names the cells that hold them, as that of a release does."""

    __slots__ = ()

    def whole(self, table: str) -> Whole:
        """A table with its cells as text and as values, read once."""
        books = self.descriptor.books
        is_booked = books is not None and table == books.figures
        return _booked(self, table) if is_booked else self.curated(table)

    def curated(self, table: str) -> Whole:
        """A table as people edit it."""
        return super().whole(table)


@cache
def _booked(package: _Installed, figures: str) -> Whole:
    from talent_dataset.releases.assembly import with_bookings

    return with_bookings(package.descriptor, {name: package.curated(name) for name in package.tables()})[figures]


@cache
def curated() -> OpenedPackage:
    """The curated package, opened once.

    Raises:
        CannotCheckError: The data are not there, or their descriptor cannot be used.
    """
    try:
        opened = opened_package(location())
    except InvalidDataError as error:
        raise CannotCheckError(error.message, hint=error.hint) from error
    return _Installed(opened.descriptor, opened.files)


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
