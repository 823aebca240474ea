"""Which kind of file holds a table: by ``format``, else media type, else the name of the file."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Resource

__all__ = ["LENGTH", "kind_of", "stand_in"]

LENGTH: Final = 1024
"""Bytes of a file that tell: a page may begin with declarations and comments."""

# Files that are no text, whatever their name. No text begins so: each holds control characters, or is the first line of
# its format.
_SIGNATURES: Final = (
    (b"PK\x03\x04", "a zip archive, as XLSX, ODS and Numbers files are"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, such as XLS"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"%PDF-", "a PDF document"),
    (b"PAR1\x15", "a Parquet file"),
    (b"ARROW1\x00\x00", "an Arrow file"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
# Nothing that delimits cells before the bracket closes: a label may be called ``<head>``.
_PAGES: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+|<!--.*?-->\s*+)*+<(?:!doctype\s+html|html\b|head\b)[^,;\t]*?>",
    re.IGNORECASE | re.DOTALL,
)
# What stands in a checkout for a file that was not fetched with it.
_STAND_INS: Final = (
    (b"version https://git-lfs.github.com/spec/", "a pointer of Git LFS", "Fetch the file itself: `git lfs pull`."),
    (b"/annex/objects/", "a pointer of git-annex", "Fetch the file itself: `git annex get`."),
)
_FAILED: Final = "Perhaps a download that failed; fetch the file again."
_OTHER: Final = "Save the table as CSV in UTF-8, or name what the file is in `format` (or `compression`)."


def kind_of(head: bytes) -> tuple[str, str] | None:
    """What a file that begins with ``head`` is, and what to do; ``None`` where it may be a text table."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind, _OTHER
    return stand_in(head)


def stand_in(head: bytes) -> tuple[str, str] | None:
    """What a file of no format of tables is that stands where one was meant, and what to do."""
    for beginning, kind, hint in _STAND_INS:
        if head.startswith(beginning):
            return kind, hint
    return ("a web page", _FAILED) if _PAGES.match(head) else None


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
    # Without its parameters, such as ``charset``.
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
