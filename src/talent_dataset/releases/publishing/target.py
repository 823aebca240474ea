"""What a place must do so that releases can be published there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

from talent_dataset.releases.published.index import INDEX, Index, usable_index
from talent_dataset.releases.published.stores import ReleaseSource

# The folder for what is ours, not the reader's: no part of what is published.
HIDDEN: Final = ".publishing"


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was read.

    Attributes:
        data: Its bytes.
        tag: Tells this state of the file from any other.
    """

    data: bytes
    tag: str


class Target(ReleaseSource, Protocol):
    """A place to publish to. Each operation is done wholly or not at all, and lasts when it has returned."""

    def get(self, path: str) -> Held | None:
        """A small file, or ``None`` where there is none."""

    def put_new(self, path: str, data: bytes) -> bool:
        """Write a file that is not there yet; ``False`` where one is, which stays."""

    def replace_if(self, path: str, data: bytes, tag: str) -> bool:
        """Write in the place of a file that is still in the state of ``tag``; ``False`` where it is not."""

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""

    def list(self, prefix: str = "") -> Iterator[str]:
        """The paths of the files whose paths begin so, but for those in the hidden folder."""

    def session(self) -> AbstractContextManager[bool]:
        """Work that changes the place; gives whether nobody else can change it meanwhile.

        Raises:
            CannotCheckError: Somebody else is at work.
        """


def held_index(target: Target) -> tuple[Index, str] | None:
    """The index of a target, and the tag of its state; ``None`` where nothing was published yet.

    Raises:
        CannotCheckError: It cannot be used.
    """
    held = target.get(INDEX)
    return None if held is None else (usable_index(held.data, target.address), held.tag)
