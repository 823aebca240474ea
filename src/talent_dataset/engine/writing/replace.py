"""Put new files and folders in the place of old ones, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.writing import disk
from talent_dataset.engine.writing.workshop import workshop


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part, after a crash too.

    A file that is there keeps its mode and, as far as one may give it away, its owner; of a new one the umask decides.
    A link stays, and what it leads to is replaced.

    Raises:
        CannotCheckError: The file may not be written.
    """
    with replaced_file(path) as new:
        disk.write_new(new, data)


@contextmanager
def replaced_file(path: Path, hint: str = "") -> Iterator[Path]:
    """The path of a new file to write, which takes the place of ``path`` when the block ends well.

    Args:
        path: The file.
        hint: How to mend it where that may not be written.

    Raises:
        CannotCheckError: The file may not be written.
    """
    # A link stays, and what it leads to is replaced.
    target = Path(os.path.realpath(path))
    try:
        refuse_protected(target)
        with workshop(target) as shop:
            yield shop.new
            if target.exists():
                disk.resemble(shop.new, target)
            shop.put_in_place()
    except OSError as error:
        raise CannotCheckError(f"{path} cannot be written: {error.strerror or error}.", hint=hint) from error


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """A new folder to fill, which takes the place of ``path`` when the block ends well.

    Where the system can exchange two names, a reader sees the old folder or the new one at any time; elsewhere there is
    a moment without either, and a run that is killed just then is finished by the next. When the block fails, nothing
    has changed.

    Raises:
        CannotCheckError: The folder may not be written.
    """
    target = Path(os.path.realpath(path))
    try:
        disk.make_folder(target.parent)
        with workshop(target) as shop:
            os.mkdir(shop.new)
            yield shop.new
            disk.settle_all(shop.new)
            if target.exists():
                disk.resemble(shop.new, target)
            shop.put_in_place()
    except OSError as error:
        raise CannotCheckError(f"{path} cannot be written: {error.strerror or error}.") from error


def fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, by their paths in it."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def refuse_protected(file: Path) -> None:
    """A file that its owner keeps from being written is not replaced, though the folder would allow it.

    Raises:
        PermissionError: It is such a file.
    """
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(13, "it is protected from being written")
