"""Publish to storage that speaks S3, by conditional requests (``If-None-Match``, ``If-Match``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.releases.published.index import INDEX
from talent_dataset.releases.published.stores import StorageSource, told
from talent_dataset.releases.publishing.target import HIDDEN, Held

if TYPE_CHECKING:
    from obstore import Attributes, PutMode

# The most that one request may carry, and only a single request can be conditional.
_LARGEST: Final = 5 * 2**30
_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".cff": "application/yaml",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
    "SHA256SUMS": "text/plain; charset=utf-8",
}


class StorageTarget(StorageSource):
    """A prefix of a bucket that holds releases.

    The storage has no locks, but it has conditional requests: a file comes into being once, and is replaced only in the
    state in which it was seen.
    """

    def get(self, path: str) -> Held | None:
        """See `Target`."""
        import obstore

        try:
            with told(self.address):
                found = obstore.get(self.store, path)
                return Held(bytes(found.bytes()), found.meta["e_tag"] or "")
        except FileNotFoundError:
            return None

    def put_new(self, path: str, data: bytes) -> bool:
        """See `Target`."""
        return self._put(path, data, "create")

    def replace_if(self, path: str, data: bytes, tag: str) -> bool:
        """See `Target`."""
        return self._put(path, data, {"e_tag": tag})

    def remove(self, path: str) -> None:
        """See `Target`."""
        import obstore

        with told(self.address):
            obstore.delete(self.store, path)

    def list(self, prefix: str = "") -> Iterator[str]:
        """See `Target`."""
        import obstore

        with told(self.address):
            # obstore lists by whole steps of a path; what is behind the last slash is compared here.
            for some in obstore.list(self.store, prefix.rpartition("/")[0] or None):
                paths = [str(one["path"]) for one in some]
                yield from (path for path in paths if path.startswith(prefix) and not path.startswith(HIDDEN))

    @contextmanager
    def session(self) -> Iterator[bool]:
        """See `Target`."""
        yield False

    def _put(self, path: str, data: bytes, mode: PutMode) -> bool:
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        if len(data) > _LARGEST:
            raise CannotCheckError(f"{path} is larger than 5 GiB, the most that S3 takes in one request.")
        try:
            with told(self.address):
                obstore.put(self.store, path, data, mode=mode, attributes=_attributes(path), use_multipart=False)
        except (AlreadyExistsError, PreconditionError):
            return False
        except FileNotFoundError as error:
            raise CannotCheckError(f"{path} cannot be written to {self.address}.") from error
        return True


def _attributes(path: str) -> Attributes:
    """The type of a file, for those who open it in a browser, and how long it may be kept on the way."""
    name = path.rpartition("/")[2]
    type_ = _TYPES.get(name) or _TYPES.get("." + name.rpartition(".")[2].lower(), "application/octet-stream")
    # A published file never changes, so that it may be kept for a year; the index is asked for each time.
    keep = "no-cache" if path == INDEX else "public, max-age=31536000, immutable"
    return {"Content-Type": type_, "Cache-Control": keep}
