"""Where the data of this installation lie, and what their descriptor says."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.errors import CannotCheckError, InvalidDataError
from talent_dataset.opened import OpenedPackage, opened_package

if TYPE_CHECKING:
    from talent_dataset.reading.whole import Whole

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
    from talent_dataset.release.bookings import with_bookings

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
