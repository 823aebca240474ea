"""What a release holds, beside what its descriptor says: rows of each table, and the files with sizes and hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talent_dataset.descriptor.model import Schema

if TYPE_CHECKING:
    import polars as pl


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
        booleans: The texts that stand in the boolean fields of a table, by table and field: a descriptor admits several
            words for true and for false, other formats one of each.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    files: tuple[ReleasedFile, ...] = ()
    booleans: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)

    def of(self, resource: str, mediatype: str) -> ReleasedFile | None:
        """The file of a table in a format, where there is one."""
        return next((one for one in self.files if (one.resource, one.mediatype) == (resource, mediatype)), None)


def boolean_texts(schema: Schema, text: pl.DataFrame) -> dict[str, frozenset[str]]:
    """The texts of each boolean field, missing values aside.

    Args:
        schema: The fields.
        text: The table as text, one column a field.
    """
    return {
        one.name: frozenset(text[one.name].drop_nulls().unique()) - {missing.value for missing in one.missing_values}
        for one in schema.fields
        if one.type == "boolean"
    }
