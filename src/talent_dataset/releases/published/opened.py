"""A package that is open: its tables, typed, whether it stands on this machine or was published."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, get_args

from talent_dataset.engine.errors import CannotCheckError, InvalidDataError, LossWarning, UnknownNameError
from talent_dataset.engine.meant import did_you_mean
from talent_dataset.engine.reading.foreign_frames import type_of
from talent_dataset.engine.reading.formats import is_table
from talent_dataset.engine.reading.integrity import check as check_integrity
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.engine.validation.strict_loading import load_table
from talent_dataset.releases.published import INDEX, LATEST, open_release, source_of

if TYPE_CHECKING:
    import polars as pl

    from talent_dataset.engine.descriptor.model import DataPackage, Resource, Schema
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.whole import Whole
    from talent_dataset.engine.report import Report
    from talent_dataset.releases.published import Release


Treatment = Literal["raise", "null"]


@dataclass(frozen=True, slots=True)
class _Read:
    """A table that was read, and what did not come out as it stands in its file."""

    table: Whole
    report: Report

    def sound(self, name: str) -> Whole:
        """The table, where nothing is wrong with it."""
        if not self.report.errors:
            return self.table
        hint = 'Mend the file (`validate` tells all), or lose what is told here, with errors="null".'
        raise InvalidDataError(f"{name}: {self.report}", hint=hint, report=self.report)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OpenedPackage:
    """A package whose tables can be loaded.

    Attributes:
        descriptor: What it says of itself.
        files: Its files.
        release: The published version that it is; ``None`` where it stands on this machine.
    """

    descriptor: DataPackage
    files: Files
    release: Release | None = None
    _tables: dict[str, _Read] = field(default_factory=dict)

    def __repr__(self) -> str:
        """What a session shows of it; the descriptor in full would fill the screen."""
        named = " ".join(word for word in ("OpenedPackage", self.name, self.version) if word)
        return f"<{named}: {', '.join(self.tables()) or 'no tables'}>"

    @property
    def name(self) -> str | None:
        """Its name, where it has one."""
        return self.descriptor.name

    @property
    def version(self) -> str | None:
        """Its version, where it has one."""
        return self.descriptor.version

    def tables(self) -> list[str]:
        """Names of the tables, in the order of the descriptor."""
        return [one.name for one in self.descriptor.resources if is_table(one)]

    def load(self, table: str, *, errors: Treatment = "raise") -> pl.DataFrame:
        """A table as a typed frame: the types of its schema, computed columns included, null where a cell is empty.

        Moments with an offset are in UTC. A list without items, in JSON or Parquet, is an empty cell.

        Args:
            table: One of ``tables()``.
            errors: What to do where a cell has no value of its type, or none where one is required, where a record is
                too short or too long, where bytes are no text, and where a key repeats: ``"raise"``, or ``"null"``,
                which loads what can be loaded. Cells without a value of their type are null then, surplus cells are
                left out, rows with a repeated key stay, and a warning tells them all.

        Raises:
            UnknownNameError: There is no such table.
            InvalidDataError: It cannot be read, it is not all that ``errors`` asks for (``report`` has the faults and
                their places), or its file is not the one that the descriptor describes.

        Warns:
            LossWarning: With ``errors="null"``: what was lost; its ``report`` has the faults and their places.
        """
        known(errors, get_args(Treatment), "way to treat errors")
        # A frame can be changed in place; the one that is kept must not be.
        return (self.whole(table) if errors == "raise" else self._what_there_is(table)).typed.clone()

    def _what_there_is(self, table: str) -> Whole:
        found = self._read(table)
        if found.report.errors:
            # Shown at the line of the user that called `load`.
            warnings.warn(LossWarning(f"{table}: {found.report}", found.report), stacklevel=3)
        return found.table

    def path(self, table: str, format: str = "csv") -> Path:
        """The file of a table.

        Args:
            table: One of ``tables()``.
            format: ``csv`` or ``parquet``, or the ending of another file that stands beside it.

        Raises:
            UnknownNameError: There is no such table, or no such file.
        """
        file_of = PurePosixPath(self.resource(table).paths[0])
        try:
            inner = str(file_of.with_suffix(f".{format}"))
        except ValueError:
            raise UnknownNameError(f"There is no file {file_of.stem!r} of the format {format!r}.") from None
        if self.release is not None:
            return self.release.file(inner)
        if (file := self.files.local(inner)) is None:
            raise UnknownNameError(f"There is no file {inner!r}.")
        return file

    def resource(self, table: str) -> Resource:
        """The table of that name, as it is described.

        Raises:
            UnknownNameError: There is no such table.
        """
        by_name = {one.name: one for one in self.descriptor.resources}
        return by_name[known(table, self.tables(), "table")]

    def schema(self, table: str) -> Schema:
        """The schema of a table, computed columns included."""
        return self.whole(table).schema

    def whole(self, table: str) -> Whole:
        """A table with its cells as text and as values, read once.

        Raises:
            UnknownNameError: There is no such table.
            InvalidDataError: As of ``load``.
        """
        return self._read(table).sound(table)

    def _read(self, table: str) -> _Read:
        resource = self.resource(table)
        if table not in self._tables:
            # Size and hash first: a file that was changed is refused, even where it could be read.
            for issue in check_integrity(resource, self.files).issues:
                raise InvalidDataError(f"{issue.path or table}: {issue.message}", hint=issue.hint)
            self._tables[table] = _Read(*load_table(resource, self.files))
        return self._tables[table]


def opened_package(source: str | os.PathLike[str], version: str | None = None) -> OpenedPackage:
    """Open a package, or a version of a published one.

    Args:
        source: A folder, zip file or descriptor; or a place of releases: a folder with ``versions.json``,
            ``http(s)://...``, ``s3://...``.
        version: Its number; ``None`` or ``latest`` for the latest.

    Raises:
        UnknownNameError: There is no such version.
        CannotCheckError: There is nothing to open.
        InvalidDataError: The descriptor cannot be used.
        HashMismatchError: A file is not the one that was published.

    Warns:
        YankedWarning: The version was withdrawn.
    """
    place = _place(source)
    # A folder may be a package or hold releases; versions.json tells.
    if _is_target(place):
        return opened_release(open_release(source_of(place), version or LATEST))
    found = _opened(place)
    if version not in {None, LATEST, found.version}:
        held = f"is version {found.version}, not" if found.version else "has no version, so it is not"
        message = f"{place} {held} {version}."
        raise UnknownNameError(message, hint="Name the place of the releases to choose among them.")
    return found


def _place(source: object) -> str:
    if not isinstance(source, str | os.PathLike):
        hint = "Give the path of a folder, zip file or descriptor, or the address of a place of releases."
        raise CannotCheckError(f"{type_of(source)} is nothing that can be opened.", hint=hint)
    return str(os.fspath(source))


def opened_release(release: Release) -> OpenedPackage:
    """The package of a published version: its files are fetched where they are not at hand."""
    found = _opened(release.package())
    return OpenedPackage(found.descriptor, found.files, release)


def _is_target(place: str) -> bool:
    # Packages are named by paths; an address of a folder can only mean releases.
    if place.lower().startswith("file://"):
        return True
    return "://" in place or (Path(place) / INDEX).is_file()


def _opened(place: str | Path) -> OpenedPackage:
    opened = open_package(place)
    if opened.parsed.package is None:
        raise InvalidDataError(f"The descriptor of {place} cannot be used.", hint="`validate` says what is wrong.")
    return OpenedPackage(opened.parsed.package, opened.files)


def known(name: str, names: Iterable[str], kind: str, *, among: str = "") -> str:
    """The name, where it is one of those.

    Raises:
        UnknownNameError: It is not; the hint has the nearest one.
    """
    options = list(names)
    if name not in options:
        raise UnknownNameError(f"There is no {kind} {name!r}{among}.", hint=did_you_mean(str(name), options))
    return name
