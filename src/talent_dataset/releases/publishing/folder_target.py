"""Publish to a folder: of this machine, of a web server, of a share."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.writing import disk
from talent_dataset.engine.writing.disk import locked
from talent_dataset.releases.published.stores import FolderSource
from talent_dataset.releases.publishing.target import HIDDEN, Held

# What files are called, in the hidden folder, before they take their place.
_NEW: Final = "new-"


class FolderTarget(FolderSource):
    """A folder that holds releases.

    One process at a time writes: a lock that ends with its process keeps the others out. A file is written under
    another name, forced to the disk and renamed, so that it is there whole or not at all, after a crash too.
    """

    def get(self, path: str) -> Held | None:
        """See `Target`."""
        try:
            data = (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        # A file system gives a file no tag: the hash tells its state, whatever clock the disk has.
        return Held(data, hashlib.sha256(data).hexdigest())

    def put_new(self, path: str, data: bytes) -> bool:
        """See `Target`."""
        place = self.root / path
        # A link that leads nowhere is there, too: through it a file would be written outside of the target.
        if os.path.lexists(place):
            return False
        self._write(place, data)
        return True

    def replace_if(self, path: str, data: bytes, tag: str) -> bool:
        """See `Target`."""
        held = self.get(path)
        if held is None or held.tag != tag:
            return False
        self._write(self.root / path, data)
        return True

    def remove(self, path: str) -> None:
        """See `Target`."""
        place = self.root / path
        with contextlib.suppress(FileNotFoundError):
            os.unlink(place)
        # A folder without files is nothing that anybody published.
        with contextlib.suppress(OSError):
            os.removedirs(place.parent)

    def list(self, prefix: str = "") -> Iterator[str]:
        """See `Target`."""
        inner = self.root / prefix.rpartition("/")[0]
        if not inner.is_dir():
            return
        for folder, folders, names in os.walk(inner, onerror=_fail):
            folders[:] = sorted(name for name in folders if name != HIDDEN)
            for name in sorted(names):
                path = (Path(folder) / name).relative_to(self.root).as_posix()
                if path.startswith(prefix):
                    yield path

    @contextmanager
    def session(self) -> Iterator[bool]:
        """See `Target`."""
        work = self.root / HIDDEN
        try:
            disk.make_folder(work)
            with locked(work / "lock", f"Somebody else is publishing to {self.root}."):
                self._clean(work)
                yield True
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "No version that is listed was changed. Once there is a remedy, do the same again."
            raise CannotCheckError(f"{self.root} cannot be written: {reason}.", hint=hint) from error

    def _clean(self, work: Path) -> None:
        """Remove what dead publishers were writing: the lock is ours, so nobody living writes."""
        for name in os.listdir(work):
            if name.startswith(_NEW):
                os.unlink(work / name)

    def _write(self, place: Path, data: bytes) -> None:
        disk.make_folder(place.parent)
        # Not by `replace_file`, whose workshop lies beside the file: there a web server would serve it, and a process
        # that is killed would leave it among the files of a version. Here the next session clears it away.
        temporary = self.root / HIDDEN / f"{_NEW}{secrets.token_hex(8)}"
        try:
            disk.write_new(temporary, data)
            os.replace(temporary, place)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        disk.settle(place.parent)


def _fail(error: OSError) -> NoReturn:
    """A folder that cannot be read is not an empty one."""
    raise error
