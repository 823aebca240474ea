"""What a release holds, beside what its descriptor says: rows and files, and the ids by which others refer to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talent_dataset.engine.descriptor.model import Schema

if TYPE_CHECKING:
    import polars as pl

# An id is a relative IRI: no white space, no ``:`` that would make a prefix of what stands before it, no ``/`` but
# ours. The point is encoded as well, so that ``.`` and ``..`` are no steps and no table has the id of a file; ``~``
# marks what is neither.
_UNSAFE = re.compile(r"[^\w-]+")
_UNSAFE_IN_PATH = re.compile(r"[^\w./-]+")


def identifier(*names: str) -> str:
    """The id of a table, of a field (``table/field``), of what belongs to a field (``table/field/part``)."""
    return "/".join(_UNSAFE.sub(_encoded, name) for name in names)


def row_identifier(table: str, part: str) -> str:
    """The id of what belongs to a row of a table: no field can have it."""
    return f"{identifier(table)}/~row/{part}"


def file_address(path: str) -> str:
    """Where a file stands, as an IRI that is relative to the folder of the release."""
    return _UNSAFE_IN_PATH.sub(_encoded, path)


def file_identifier(path: str) -> str:
    """The id of a file: its address, which no field has, since there is a point in it."""
    return file_address(path) if "." in path else f"{file_address(path)}~"


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """One file of a release.

    Attributes:
        path: Relative to the folder of the release, with ``/``.
        bytes: Size.
        sha256: Hash of its bytes, 64 hexadecimal digits.
        mediatype: What it is, such as ``text/csv``; ``None`` where that is not known.
        resource: Name of the table that it holds; ``None`` where it holds none, or all of them.
        known_as: A media type by which programs knew it before it was registered.
    """

    path: str
    bytes: int
    sha256: str
    mediatype: str | None = None
    resource: str | None = None
    known_as: str | None = None


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
