"""A lock on a file that ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talent_dataset.errors import CannotCheckError


@contextmanager
def locked(file: Path, busy: str) -> Iterator[None]:
    """Hold the lock, or say at once that somebody else does.

    The file stays: removing it would let two processes hold locks on two files of one name.

    Args:
        file: Made where it is not there.
        busy: What to say where the lock is held.

    Raises:
        CannotCheckError: Somebody else holds it.
        OSError: The file cannot be opened, or its file system has no locks.
    """
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o666)
    try:
        if not take(handle):
            raise CannotCheckError(busy, hint="Try again when they have finished.")
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def take(handle: int) -> bool:
        """Lock an open file, until it is closed; ``False`` where somebody else has it locked."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def take(handle: int) -> bool:
        """Lock an open file, until it is closed; ``False`` where somebody else has it locked."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
