"""A published version: its files are fetched when they are asked for, verified, and kept."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from talent_dataset.engine.descriptor.model import PROPERTY
from talent_dataset.engine.errors import (
    CannotCheckError,
    HashMismatchError,
    OfflineWarning,
    UnknownNameError,
    UnreachableError,
    YankedWarning,
)
from talent_dataset.engine.reading.opening import DESCRIPTOR, LARGEST
from talent_dataset.releases.published.cache import cache_folder, has_hash, keep, known_index, remembered
from talent_dataset.releases.published.index import LATEST, SUMS, Index, Listed, parse_sums
from talent_dataset.releases.published.stores import LIST, MOST, ReleaseSource

_OURS: Final = __name__.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Release:
    """A version at a source.

    Attributes:
        source: Where it stands.
        listed: What the index says of it.
        folder: Its place in the cache, by the hash of its content: files that were asked for lie there as published.
        sums: The hashes of all its files, by path.
    """

    source: ReleaseSource
    listed: Listed
    folder: Path
    sums: Mapping[str, str]

    def file(self, path: str) -> Path:
        """A file of the release, in the cache.

        Raises:
            UnknownNameError: The release has no such file.
            HashMismatchError: What the source holds is not what was published.
            UnreachableError: The file is not in the cache, and the source does not answer.
        """
        if path not in self.sums:
            raise UnknownNameError(f"There is no file {path!r} in version {self.listed.version}.")
        kept = self.folder / path
        # Compared each time, as files in a cache can be damaged, and others may write there.
        if not has_hash(kept, self.sums[path]):
            _fetch(self.source, self.listed.path + path, kept, self.sums[path], self._size(path))
        return kept

    def _size(self, path: str) -> int:
        """Bytes that a file may have: those of the descriptor, where that is here and says so."""
        if path == DESCRIPTOR:
            return LARGEST
        descriptor = self.folder / DESCRIPTOR
        return (
            sizes(descriptor.read_bytes()).get(path, MOST)
            if has_hash(descriptor, self.sums.get(DESCRIPTOR, ""))
            else MOST
        )

    def package(self) -> Path:
        """The folder with the descriptor and all files that it names as data."""
        descriptor = self.file(DESCRIPTOR)
        for path in _named(descriptor.read_bytes()):
            # Any text in a descriptor may be a path; those that the release lists are.
            if path in self.sums:
                self.file(path)
        return self.folder


def open_release(source: ReleaseSource, version: str = LATEST) -> Release:
    """A version at a source.

    Where the source does not answer, what is in the cache is used: an index that was read before, and files that were.

    Args:
        source: Where it stands.
        version: Its number, or ``latest``.

    Raises:
        UnknownNameError: There is no such version.
        HashMismatchError: The version is not what it was when it was read for the first time.
        RolledBackError: A version, or that one was withdrawn, was listed before and is no more.
        CannotCheckError: There are no releases, or they cannot be reached.

    Warns:
        YankedWarning: The version was withdrawn.
        OfflineWarning: ``latest`` was asked for, and is that of an earlier day.
    """
    listed = _index(source, version).find(version)
    if listed.yanked is not None:
        message = f"Version {listed.version} was withdrawn on {listed.yanked.on}: {listed.yanked.reason}"
        warnings.warn(message, YankedWarning, stacklevel=_of_the_caller())
    # By the hash of the content: targets that hold the same release share it, and no version can be taken for another.
    folder = cache_folder() / "releases" / listed.sha256
    sums = folder / SUMS
    if not has_hash(sums, listed.sha256):
        _fetch(source, listed.path + SUMS, sums, listed.sha256, LIST)
    try:
        return Release(source, listed, folder, parse_sums(sums.read_bytes()))
    except ValueError as error:
        raise CannotCheckError(f"Version {listed.version} of {source.address} cannot be used: {error}.") from error


def _index(source: ReleaseSource, version: str) -> Index:
    """The index as it stands, else as it stood."""
    try:
        return known_index(source)
    except UnreachableError:
        before = remembered(source)
        if before is None:
            raise
        if version == LATEST:
            message = f"{source.address} does not answer; its latest version is the one that was known before."
            warnings.warn(message, OfflineWarning, stacklevel=_of_the_caller())
        return before


def _fetch(source: ReleaseSource, path: str, file: Path, sha256: str, most: int) -> None:
    what = f"{source.address}/{path}"
    try:
        keep(source.blocks(path, most), file, sha256, what, most)
    except FileNotFoundError as error:
        raise HashMismatchError(f"{what} is listed, but it is not there.", hint="Tell its publisher.") from error


def sizes(descriptor: bytes) -> Mapping[str, int]:
    """What a descriptor says of the sizes of files, by path: of tables in one file, and of all files of a release."""
    try:
        said = json.loads(descriptor)
        own = said.get(PROPERTY) or {}
        listed = [*(said.get("resources") or []), *(own.get("files") or [])]
    # The sizes only bound what is read: a descriptor that cannot be used is refused elsewhere, with its reasons.
    except (ValueError, AttributeError, TypeError, RecursionError):
        return {}
    found = [(one.get("path"), one.get("bytes")) for one in listed if isinstance(one, dict)]
    return {path: size for path, size in found if isinstance(path, str) and isinstance(size, int)}


def _named(descriptor: bytes) -> Iterator[str]:
    """The paths that the resources of a descriptor may name: data, schemas and dialects in files of their own."""
    try:
        resources = json.loads(descriptor).get("resources")
    except (ValueError, AttributeError):
        return
    yield from _texts(resources)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _of_the_caller() -> int:
    """The level of the stack that is not ours: a warning is shown there, whichever way one came here."""
    frame, level = sys._getframe(1), 1  # noqa: SLF001 - `skip_file_prefixes` of `warnings.warn` comes with Python 3.12
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == _OURS:
        frame, level = frame.f_back, level + 1
    return level
