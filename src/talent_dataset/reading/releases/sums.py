"""``SHA256SUMS``: the hashes of the files of a release, as ``sha256sum`` writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from talent_dataset.descriptor.paths import is_url, path_refusal

SUMS: Final = "SHA256SUMS"

_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]([^\n]+)")


def parse_sums(data: bytes) -> Mapping[str, str]:
    """The hash of each file by its path.

    Raises:
        ValueError: It is no such file, or a path in it leads elsewhere; says why.
    """
    sums: dict[str, str] = {}
    for number, text in enumerate(data.decode("utf-8").split("\n"), 1):
        if not text:
            continue
        match = _LINE.fullmatch(text.removesuffix("\r"))
        if match is None:
            raise ValueError(f"line {number} of {SUMS} is not a hash and a path")
        path = match[2]
        if path in sums:
            raise ValueError(f"{SUMS} has {path} twice")
        if (reason := _refused(path)) is not None:
            raise ValueError(f"a path in {SUMS} {reason}")
        sums[path] = match[1].lower()
    return sums


def _refused(path: str) -> str | None:
    """Why a path is none of a file of the release."""
    if is_url(path) or path.endswith("/") or path == SUMS:
        return "must name a file of the release"
    refusal = path_refusal(path)
    return refusal[0] if refusal else None
