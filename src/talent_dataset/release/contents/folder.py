"""The files of a release while it is put together, each with its size and hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from talent_dataset.errors import InvalidDataError
from talent_dataset.release.metadata.facts import ReleasedFile


@dataclass(slots=True)
class Folder:
    """Files by their path, in memory."""

    data: dict[str, bytes] = field(default_factory=dict)
    listed: list[ReleasedFile] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def add(self, path: str, data: bytes, mediatype: str | None = None, resource: str | None = None) -> ReleasedFile:
        """Add a file; returns what is to be said of it.

        Raises:
            InvalidDataError: There is a file of that name already, to an eye that does not tell cases apart.
        """
        if path.casefold() in self._taken:
            raise InvalidDataError(f"Two files of the release would be called {path}.", hint="Rename one of them.")
        file = ReleasedFile(path, len(data), hashlib.sha256(data).hexdigest(), mediatype, resource)
        self._taken.add(path.casefold())
        self.data[path] = data
        self.listed.append(file)
        return file
