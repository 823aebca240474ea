"""The user's folder for caches, and how files come into it: whole, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from talent_dataset.errors import HashMismatchError
from talent_dataset.reading.releases.sources import BLOCK, MOST
from talent_dataset.writing import replaced_file

UNWRITABLE: Final = "Name a folder that may be written in the environment variable TALENT_DATASET_CACHE."


def cache_folder() -> Path:
    """The folder that ``TALENT_DATASET_CACHE`` names, else ours in that of the system."""
    if named := os.environ.get("TALENT_DATASET_CACHE"):
        return Path(named)
    home = Path.home()
    folders = {
        "win32": Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"),
        "darwin": home / "Library" / "Caches",
    }
    return folders.get(sys.platform, Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")) / "talent_dataset"


def has_hash(file: Path, sha256: str) -> bool:
    """Whether there is a file with that hash."""
    digest = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while block := stream.read(BLOCK):
                digest.update(block)
    except OSError:
        return False
    return digest.hexdigest() == sha256


def keep(blocks: Iterable[bytes], file: Path, sha256: str, what: str, most: int = MOST) -> None:
    """Put bytes that come from elsewhere into the cache, if they are the right ones.

    Args:
        blocks: The bytes.
        file: Their place.
        sha256: The hash that they must have.
        what: What they are, for the message.
        most: Bytes that they may be.

    Raises:
        HashMismatchError: They have another hash, or are more than they may be; nothing is kept.
        CannotCheckError: The folder cannot be written.
    """
    blocks = iter(blocks)
    # That there is no such file is left to the caller; it is found out before anything is made.
    first = next(blocks, b"")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
    with replaced_file(file, UNWRITABLE) as new:
        digest = _copied(_bounded(chain([first], blocks), most, what), new)
        if digest != sha256:
            message = f"{what} has the hash {digest}, but {sha256} was published. It is not kept."
            raise HashMismatchError(message, hint="It was damaged on its way, or changed where it stands; try again.")


def _bounded(blocks: Iterable[bytes], most: int, what: str) -> Iterator[bytes]:
    left = most
    for block in blocks:
        left -= len(block)
        if left < 0:
            message = f"{what} is larger than the {most:,} bytes that it has or may have. It is not kept."
            raise HashMismatchError(message, hint="It was changed where it stands; tell its publisher.")
        yield block


def _copied(blocks: Iterable[bytes], file: Path) -> str:
    """Write blocks to a new file; the hash of them all.

    The disk is not waited for: whatever is read from the cache is compared to its hash.
    """
    digest = hashlib.sha256()
    with file.open("xb") as stream:
        for block in blocks:
            digest.update(block)
            stream.write(block)
    return digest.hexdigest()
