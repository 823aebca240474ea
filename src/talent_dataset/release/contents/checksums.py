"""The list of hashes that ``sha256sum -c`` reads."""

from __future__ import annotations

from collections.abc import Mapping

NAME = "SHA256SUMS"


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
    pairs = [line.split("  ", 1) for line in text.splitlines()]
    return {path: digest for digest, path in pairs}
