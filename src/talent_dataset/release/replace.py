"""Put new files in the place of old ones, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from talent_dataset.errors import CannotCheckError


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part.

    Raises:
        CannotCheckError: The file may not be written.
    """
    new: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        new = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    except OSError as error:
        if new is not None:
            new.unlink(missing_ok=True)
        raise CannotCheckError(f"{path} cannot be written: {error.strerror or error}.") from error


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A new folder to fill, which takes the place of ``target`` when the block ends well.

    The new folder stands beside the old one, so that taking its place is a rename. When the block fails, nothing has
    changed.

    Raises:
        CannotCheckError: The folder may not be written.
    """
    target = target.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=target.parent, prefix=f".{target.name}.", ignore_cleanup_errors=True
        ) as work:
            new = Path(work) / "new"
            new.mkdir()
            yield new
            _swap(new, target, Path(work) / "old")
    except OSError as error:
        raise CannotCheckError(f"{target} cannot be written: {error.strerror or error}.") from error


def fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, by their paths in it."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _swap(new: Path, target: Path, aside: Path) -> None:
    """Put ``new`` in the place of ``target``; what stood there goes aside, and comes back if that fails."""
    had_one = target.exists()
    if had_one:
        target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        if had_one:
            aside.rename(target)
        raise
