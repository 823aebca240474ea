"""Files that are no text, whatever their name: known by their first bytes."""

from __future__ import annotations

from typing import Final

LENGTH: Final = 16

# No text begins so: each holds control characters, or is the first line of its format.
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
_PAGES: Final = (b"<!doctype html", b"<html")


def kind_of(head: bytes) -> str:
    """What a file that begins with ``head`` is, where that is no text table; else empty."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    return "a web page" if head.lstrip().lower().startswith(_PAGES) else ""


__all__ = ["LENGTH", "kind_of"]
