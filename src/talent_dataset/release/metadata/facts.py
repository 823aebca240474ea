"""What a release holds, beside what its descriptor says: rows of each table, and the files with sizes and hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """One file of a release.

    Attributes:
        path: Relative to the folder of the release, with ``/``.
        bytes: Size.
        sha256: Hash of its bytes, 64 hexadecimal digits.
        mediatype: What it is, such as ``text/csv``; ``None`` where that is not known.
        resource: Name of the table that it holds; ``None`` where it holds none, or all of them.
    """

    path: str
    bytes: int
    sha256: str
    mediatype: str | None = None
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What metadata says of a release that no descriptor knows.

    Attributes:
        rows: Number of rows of each table, by the name of its resource.
        files: The files that hold data: CSV and Parquet of each table, databases, workbooks, archives.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    files: tuple[ReleasedFile, ...] = ()

    def of(self, resource: str, mediatype: str) -> ReleasedFile | None:
        """The file of a table in a format, where there is one."""
        return next((one for one in self.files if (one.resource, one.mediatype) == (resource, mediatype)), None)
