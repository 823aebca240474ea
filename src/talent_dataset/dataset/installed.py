"""Where the data of this installation lie, and what their descriptor says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.descriptor.place import did_you_mean
from talent_dataset.errors import CannotCheckError, UnknownNameError
from talent_dataset.reading.package import open_package
from talent_dataset.reading.whole import Whole, whole_table

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Package, Resource, Schema
    from talent_dataset.reading.package import Opened

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
def opened() -> Opened:
    """The curated package, opened once."""
    return open_package(location())


def package() -> Package:
    """The descriptor of the curated package.

    Raises:
        CannotCheckError: The descriptor cannot be used.
    """
    found = opened().parsed.package
    if found is None:
        raise CannotCheckError(f"{location() / _DESCRIPTOR} cannot be used.", hint="`validate` says what is wrong.")
    return found


def resource(table: str) -> Resource:
    """The table of that name.

    Raises:
        UnknownNameError: There is none.
    """
    by_name = {one.name: one for one in package().resources}
    return by_name[known(table, by_name, "table")]


def schema(table: str) -> Schema:
    """The schema of a table, computed columns included."""
    return whole(table).schema


@cache
def whole(table: str) -> Whole:
    """A table, read once."""
    return whole_table(resource(table), opened().files)


def known(name: str, names: Iterable[str], kind: str, *, among: str = "") -> str:
    """The name, where it is one of those.

    Raises:
        UnknownNameError: It is not; the hint has the nearest one.
    """
    options = list(names)
    if name not in options:
        raise UnknownNameError(f"There is no {kind} {name!r}{among}.", hint=did_you_mean(str(name), options))
    return name
