"""Files that are no text, whatever their name: known by their first bytes."""

from __future__ import annotations

import re
from typing import Final

LENGTH: Final = 1024
"""Bytes of a file that tell: a page may begin with declarations and comments."""

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


__all__ = ["LENGTH", "kind_of", "stand_in"]
