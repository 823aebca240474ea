"""The steps on the disk that all writing is made of. Each is a call of ``os``, which tests let fail."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from talent_dataset.engine.errors import CannotCheckError


@contextmanager
def locked(file: Path, busy: str) -> Iterator[None]:
    """Hold a lock on a file, or say at once that somebody else does.

    It ends with the process that holds it, however that ends. The file stays: removing it would let two processes hold
    locks on two files of one name.

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


# What a system or a file system answers that cannot exchange two names: some say that the call, some that its flag,
# some that the pair is none of theirs.
_CANNOT: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM})
# The call that exchanges two names, and what it calls the current folder.
_CALLS: Final = {"linux": ("renameat2", -100), "darwin": ("renameatx_np", -2)}
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of the one, RENAME_SWAP of the other


def write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there yet, and wait until the disk has it; who may read it, the umask decides."""
    # Without O_BINARY, Windows would write CRLF for each line feed.
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        # Before any rename: a crash could keep the new name and lose the bytes.
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each of them so that it outlives a crash."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder)
    settle(folder.parent)


def settle(folder: Path) -> None:
    """Wait until the disk has the names in a folder; systems that cannot open folders have no need of it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_all(root: Path) -> None:
    """Wait until the disk has all files and names in a folder and those below."""
    for folder, _, names in os.walk(root):
        for name in names:
            _settle_file(Path(folder, name))
        settle(Path(folder))


def _settle_file(file: Path) -> None:
    # Windows settles only what is open for writing.
    handle = os.open(file, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def resemble(new: Path, old: Path) -> None:
    """Give what takes the place of something its mode and, as far as one may, its owner and group."""
    was, now = os.stat(old), os.stat(new)
    if os.name != "nt" and (now.st_uid, now.st_gid) != (was.st_uid, was.st_gid):
        # Only the superuser may give files away; whoever may not owns what he has written.
        with contextlib.suppress(PermissionError):
            os.chown(new, was.st_uid, was.st_gid)
    # After the owner: giving a file away takes bits from its mode.
    os.chmod(new, stat.S_IMODE(was.st_mode))


def exchange(one: Path, other: Path) -> bool:
    """Let two names that are there change places, in one step; ``False`` where the system cannot."""
    import ctypes

    name, here = _CALLS.get(sys.platform, ("", 0))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    paths = [ctypes.c_char_p(os.fsencode(path)) for path in (one, other)]
    folder = ctypes.c_int(here)
    if call(folder, paths[0], folder, paths[1], ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))
