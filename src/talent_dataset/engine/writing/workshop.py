"""Where what is new is made: a hidden folder beside the place that it will take.

It holds ``lock``, which ends with the process that made it and says for which place it works; ``new``, what is being
made; ``old``, what had to make room where two names cannot be exchanged. So whatever kills a process, the next one sees
that nobody works there any more, and finishes the change or removes the remains.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from talent_dataset.engine.errors import InterruptedWarning
from talent_dataset.engine.writing import disk
from talent_dataset.engine.writing.disk import take

_PREFIX: Final = ".talent-dataset-"
_NAME: Final = re.compile(re.escape(_PREFIX) + "[0-9a-f]{16}")
_LOCK: Final = "lock"
_LONGEST: Final = 4096


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder in which something new is made.

    Attributes:
        folder: Where it is.
        target: The place that the new thing is to take.
    """

    folder: Path
    target: Path

    @property
    def new(self) -> Path:
        """What is being made; after an exchange, what was there before."""
        return self.folder / "new"

    @property
    def old(self) -> Path:
        """What had to make room."""
        return self.folder / "old"

    def put_in_place(self) -> None:
        """Let what was made take its place. What stood there is in the workshop then, and goes with it."""
        if not _is_folder(self.new):
            os.replace(self.new, self.target)
        elif not (os.path.lexists(self.target) and disk.exchange(self.new, self.target)):
            self._in_two_steps()
        disk.settle(self.target.parent)

    def _in_two_steps(self) -> None:
        """Rename the old folder, then the new one. Between the two a reader sees neither, and `recover` finishes it."""
        with contextlib.suppress(FileNotFoundError):
            os.rename(self.target, self.old)
        try:
            os.rename(self.new, self.target)
        except OSError:
            if os.path.lexists(self.old) and not os.path.lexists(self.target):
                os.rename(self.old, self.target)
            raise

    def is_half_done(self) -> bool:
        """Whether the old folder made room, and the new one did not take its place."""
        is_there = os.path.lexists
        return is_there(self.old) and is_there(self.new) and not is_there(self.target)

    def clear(self) -> None:
        """Remove it; the lock goes last, so that what could not be removed is known for what it is by the next run."""
        with contextlib.suppress(OSError):
            for thing in (self.new, self.old):
                _remove(thing)
            os.unlink(self.folder / _LOCK)
            os.rmdir(self.folder)


@contextmanager
def workshop(target: Path) -> Iterator[Workshop]:
    """A workshop beside ``target``, gone when the block ends. What dead ones left in that folder is seen to first.

    Raises:
        OSError: The folder of ``target`` is not there, or cannot be written.
    """
    recover(target.parent)
    while (opened := _opened(target)) is None:
        pass
    shop, handle = opened
    try:
        yield shop
    finally:
        _close(shop, handle)


def recover(folder: Path) -> None:
    """See to what interrupted runs left in a folder: finish a change that was half done, remove all else.

    Warns:
        InterruptedWarning: There was something; says what became of it.
    """
    try:
        names = [name for name in os.listdir(folder) if _NAME.fullmatch(name)]
    except OSError:
        return
    for name in sorted(names):
        # What cannot be removed is no reason not to write: the next run tries again.
        with contextlib.suppress(OSError):
            _recover(folder / name)


def _recover(folder: Path) -> None:
    if not _is_ours(folder):
        return
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        os.rmdir(folder)  # it died as it began, or begins; whatever else is in it is not ours, and stops this
        return
    shop = Workshop(folder, folder)
    try:
        # Who is living has the lock, or has removed what it opened.
        if take(handle) and os.path.lexists(folder / _LOCK):
            shop = _see_to(folder, os.fsdecode(os.read(handle, _LONGEST)))
    finally:
        if shop.target == folder:
            os.close(handle)
        else:
            _close(shop, handle)


def _see_to(folder: Path, name: str) -> Workshop:
    """Finish what a dead run had half done, and say so."""
    if name != os.path.basename(name):
        raise PermissionError
    shop = Workshop(folder, folder.parent / name)
    is_half_done = shop.is_half_done()
    if is_half_done:
        os.rename(shop.new, shop.target)
        disk.settle(folder.parent)
    if name:
        done = "finished" if is_half_done else "removed"
        message = f"A run that wrote {shop.target} was interrupted; what it left was {done}."
        warnings.warn(message, InterruptedWarning, stacklevel=2)
    return shop


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder of this user: others may put into a shared folder what they like."""
    found = os.lstat(folder)
    return stat.S_ISDIR(found.st_mode) and (os.name == "nt" or found.st_uid == os.geteuid())


def _opened(target: Path) -> tuple[Workshop, int] | None:
    """A new workshop and its lock; ``None`` where another run took it for a dead one before it was locked."""
    shop = Workshop(target.parent / f"{_PREFIX}{secrets.token_hex(8)}", target)
    os.mkdir(shop.folder, 0o700)
    try:
        handle = os.open(shop.folder / _LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except FileNotFoundError:
        return None
    try:
        if _begun(shop, handle):
            return shop, handle
    except BaseException:
        _close(shop, handle)
        raise
    os.close(handle)
    return None


def _begun(shop: Workshop, handle: int) -> bool:
    """Lock the workshop and say what it is for; ``False`` where another run removes it."""
    try:
        is_locked = take(handle)
    except OSError:
        # The file system has no locks: nobody can tell the dead from the living there, so nobody removes anything.
        is_locked = True
    os.write(handle, os.fsencode(shop.target.name))
    return is_locked and os.path.lexists(shop.folder / _LOCK)


def _close(shop: Workshop, handle: int) -> None:
    """Remove a workshop while its lock is held, so that nobody takes it for that of a dead run."""
    try:
        shop.clear()
    finally:
        os.close(handle)
    if os.name == "nt":  # there, what is open cannot be removed
        shop.clear()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _remove(thing: Path) -> None:
    if _is_folder(thing):
        shutil.rmtree(thing)
    elif os.path.lexists(thing):
        os.unlink(thing)
