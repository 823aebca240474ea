"""The user's folder for caches, and how files come into it: whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from talent_dataset.errors import CannotCheckError, HashMismatchError
from talent_dataset.reading.releases.sources import BLOCK


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


def keep(blocks: Iterable[bytes], file: Path, sha256: str, what: str) -> None:
    """Put bytes that come from elsewhere into the cache, if they are the right ones.

    Args:
        blocks: The bytes.
        file: Their place.
        sha256: The hash that they must have.
        what: What they are, for the message.

    Raises:
        HashMismatchError: They have another hash; nothing is kept.
        CannotCheckError: The folder cannot be written.
    """
    temporary: Path | None = None
    digest = hashlib.sha256()
    try:
        handle, temporary = _new(file)
        with os.fdopen(handle, "wb") as stream:
            for block in blocks:
                digest.update(block)
                stream.write(block)
        if digest.hexdigest() != sha256:
            message = f"{what} has the hash {digest.hexdigest()}, but {sha256} was published. It is not kept."
            raise HashMismatchError(message, hint="It was damaged on its way, or changed where it stands; try again.")
        temporary.replace(file)
    except FileNotFoundError:  # said by the source of the blocks
        raise
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _new(file: Path) -> tuple[int, Path]:
    """A file beside the one that is to come, open for writing."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    except OSError as error:
        raise _unwritable(file, error) from error
    return handle, Path(name)


def _unwritable(file: Path, error: OSError) -> CannotCheckError:
    hint = "Name a folder that may be written in the environment variable TALENT_DATASET_CACHE."
    return CannotCheckError(f"{file} cannot be written: {error.strerror or error}.", hint=hint)
