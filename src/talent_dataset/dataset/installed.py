"""Where the data of this installation lie, and what their descriptor says."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from talent_dataset.errors import CannotCheckError, InvalidDataError
from talent_dataset.reading.opened import OpenedPackage, opened_package

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


@cache
def curated() -> OpenedPackage:
    """The curated package, opened once.

    Raises:
        CannotCheckError: The data are not there, or their descriptor cannot be used.
    """
    try:
        return opened_package(location())
    except InvalidDataError as error:
        raise CannotCheckError(error.message, hint=error.hint) from error
