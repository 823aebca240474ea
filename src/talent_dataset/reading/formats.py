"""Which kind of file holds a table: by ``format``, else media type, else the name of the file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Resource

_FORMATS: Final = {
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "json": "json",
    "ndjson": "ndjson",
    "jsonl": "ndjson",
    "parquet": "parquet",
    "arrow": "arrow",
    "feather": "arrow",
}
_MEDIA: Final = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/tsv": "tsv",
    "application/json": "json",
    "text/json": "json",
    "application/x-ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/parquet": "parquet",
    "application/vnd.apache.parquet": "parquet",
    "application/vnd.apache.arrow.file": "arrow",
}
TEXTS: Final = frozenset({"csv", "tsv", "json", "ndjson"})
"""Formats whose files have lines."""
READABLE: Final = frozenset(_FORMATS.values()) | {"xlsx", "xls", "ods", "html", "sav"}
"""Formats that have a reader, here or in what may be installed with the library."""
# Names that tell nothing of what is in the file: a table in them is taken for delimited text.
_VAGUE: Final = frozenset({"", "txt", "dat", "data", "text"})


def table_format(resource: Resource) -> str:
    """The format of a table: ``csv``, ``tsv``, ``json``, ``ndjson``, ``parquet``, ``arrow``, else as it is called."""
    declared = (resource.format or "").lower().lstrip(".")
    if declared:
        return _FORMATS.get(declared, declared)
    media = (resource.mediatype or "").split(";")[0].strip().lower()
    if media in _MEDIA:
        return _MEDIA[media]
    if not resource.paths:
        return "json"
    suffix = _suffix(resource.paths[0])
    return "csv" if suffix in _VAGUE else _FORMATS.get(suffix, suffix)


def _suffix(path: str) -> str:
    name = PurePosixPath(path.split("?", maxsplit=1)[0])
    if name.suffix.lower() in {".gz", ".zip"}:
        name = name.with_suffix("")
    return name.suffix.lower().lstrip(".")


def is_table(resource: Resource) -> bool:
    """Whether the resource is to be read as a table.

    It says so itself, or has a schema and a format that can be read, or its format holds nothing but tables. JSON that
    is not said to be a table may be anything.
    """
    if resource.type is not None:
        return resource.type == "table"
    kind = table_format(resource)
    if resource.schema is not None:
        return kind in READABLE or resource.data is not None
    is_called = resource.format or resource.mediatype or (resource.paths and _suffix(resource.paths[0]) not in _VAGUE)
    return bool(is_called and resource.paths) and kind in {"csv", "tsv", "ndjson", "parquet"}
