"""The files of a release while it is put together, with sizes and hashes; their list, and archives of them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talent_dataset.engine.descriptor.model import Dialect
from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.engine.writing.canonical import written
from talent_dataset.releases.metadata.facts import ReleasedFile

if TYPE_CHECKING:
    from talent_dataset.engine.reading.whole import Whole

CSV = "text/csv"


def delimited(table: Whole) -> bytes:
    """The CSV file of a table, in the default dialect but for its line ends, which are LF."""
    return written([table.text.columns, *table.text.iter_rows()], Dialect()).encode("utf-8")


CHECKSUMS = "SHA256SUMS"


def checksums(hashes: Mapping[str, str]) -> str:
    """One line a file, in the order of their paths.

    Args:
        hashes: SHA-256 in hexadecimal digits, by path.
    """
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes))


def read_checksums(text: str) -> dict[str, str]:
    """The hashes of such a list by path: the inverse of ``checksums``.

    Raises:
        ValueError: A line is not a hash, two blanks and a path.
    """
    # Two blanks, as `sha256sum` writes; a path may have single ones.
    pairs = [line.split("  ", 1) for line in text.splitlines()]
    return {path: digest for digest, path in pairs}


class LeftOutError(Exception):
    """A format cannot hold this package; the message says why, as the end of a sentence without a point."""


# What a zip file can say of time begins here.
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip file with the files in the order of their names.

    They are stored as they are: what deflate makes of them differs between the libraries that do it. All have the time
    at which zip begins, the system is always said to be Unix, and modes are those of a file that all may read.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, _EARLIEST)
            # Unix, wherever it is written: Python would name the system at hand.
            member.create_system = 3
            member.external_attr = 0o100644 << 16
            packed.writestr(member, files[path])
    return out.getvalue()


@dataclass(slots=True)
class Folder:
    """Files by their path, in memory."""

    data: dict[str, bytes] = field(default_factory=dict)
    listed: list[ReleasedFile] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def add(
        self,
        path: str,
        data: bytes,
        mediatype: str | None = None,
        resource: str | None = None,
        known_as: str | None = None,
    ) -> ReleasedFile:
        """Add a file; returns what is to be said of it.

        Raises:
            InvalidDataError: There is a file of that name already, to an eye that does not tell cases apart.
        """
        # Unpacked on Windows or macOS, the second would silently replace the first.
        if path.casefold() in self._taken:
            raise InvalidDataError(f"Two files of the release would be called {path}.", hint="Rename one of them.")
        file = ReleasedFile(path, len(data), hashlib.sha256(data).hexdigest(), mediatype, resource, known_as)
        self._taken.add(path.casefold())
        self.data[path] = data
        self.listed.append(file)
        return file
