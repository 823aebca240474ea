"""The user's folder for caches: files that come into it whole or not at all, and what was seen at each target.

What once stood in the list of a target never vanishes from it. So whoever controls a server cannot make a client forget
that there is a newer version, or that one was withdrawn. A client without a memory (a new machine, an emptied cache)
believes what it reads.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.errors import CannotCheckError, HashMismatchError, RolledBackError
from talent_dataset.engine.writing import replace_file, replaced_file
from talent_dataset.releases.published.index import INDEX, Index, Listed, parse_index, read_index
from talent_dataset.releases.published.stores import BLOCK, MOST

if TYPE_CHECKING:
    from talent_dataset.releases.published.stores import ReleaseSource

UNWRITABLE: Final = "Name a folder that may be written in the environment variable TALENT_DATASET_CACHE."


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


def keep(blocks: Iterable[bytes], file: Path, sha256: str, what: str, most: int = MOST) -> None:
    """Put bytes that come from elsewhere into the cache, if they are the right ones.

    Args:
        blocks: The bytes.
        file: Their place.
        sha256: The hash that they must have.
        what: What they are, for the message.
        most: Bytes that they may be.

    Raises:
        HashMismatchError: They have another hash, or are more than they may be; nothing is kept.
        CannotCheckError: The folder cannot be written.
    """
    blocks = iter(blocks)
    # That there is no such file is left to the caller; it is found out before anything is made.
    first = next(blocks, b"")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
    with replaced_file(file, UNWRITABLE) as new:
        # Compared before it takes its place: a file of the cache is never one that was not published.
        digest = _copied(_bounded(chain([first], blocks), most, what), new)
        if digest != sha256:
            message = f"{what} has the hash {digest}, but {sha256} was published. It is not kept."
            raise HashMismatchError(message, hint="It was damaged on its way, or changed where it stands; try again.")


def _bounded(blocks: Iterable[bytes], most: int, what: str) -> Iterator[bytes]:
    left = most
    for block in blocks:
        left -= len(block)
        if left < 0:
            message = f"{what} is larger than the {most:,} bytes that it has or may have. It is not kept."
            raise HashMismatchError(message, hint="It was changed where it stands; tell its publisher.")
        yield block


def _copied(blocks: Iterable[bytes], file: Path) -> str:
    """Write blocks to a new file; the hash of them all.

    The disk is not waited for: whatever is read from the cache is compared to its hash.
    """
    digest = hashlib.sha256()
    with file.open("xb") as stream:
        for block in blocks:
            digest.update(block)
            stream.write(block)
    return digest.hexdigest()


def known_index(source: ReleaseSource) -> Index:
    """The versions that stand at a source, which is remembered.

    Raises:
        HashMismatchError: A version is not what it was.
        RolledBackError: Something that was seen there before has vanished.
        UnreachableError: It does not answer.
        CannotCheckError: It holds no releases, an index that cannot be used, or nothing can be remembered.
    """
    index = read_index(source)
    before = remembered(source)
    if before is not None:
        _refuse_changes(before, index, source)
    _remember(source, index)
    return index


def remembered(source: ReleaseSource) -> Index | None:
    """The index that was read before; ``None`` where there is none that can be used."""
    try:
        return parse_index(memory_of(source).read_bytes())
    except (OSError, ValueError):
        return None


def forget(source: ReleaseSource) -> None:
    """Drop what was seen at a source, to take its list as it is now."""
    with contextlib.suppress(FileNotFoundError):
        memory_of(source).unlink()


def memory_of(source: ReleaseSource) -> Path:
    """The file that holds what was seen at a source."""
    # An address has characters that no file name admits; 64 bits of its hash tell the few targets of a user apart.
    return cache_folder() / "targets" / hashlib.sha256(source.address.encode()).hexdigest()[:16] / INDEX


def _remember(source: ReleaseSource, index: Index) -> None:
    """Keep the index, with when and where it was seen; unless another process has seen more meanwhile."""
    file = memory_of(source)
    # Read again, as other processes share the folder: the longer memory is kept.
    later = remembered(source)
    if later is not None and any(_vanished(later, index)):
        return
    seen = datetime.now(UTC).isoformat(timespec="seconds")
    data = {**json.loads(index.dump()), "target": source.address, "seen": seen}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be written: {error.strerror or error}.", hint=UNWRITABLE) from error


def _refuse_changes(before: Index, now: Index, source: ReleaseSource) -> None:
    """A version never changes and never vanishes: if one did, somebody else writes there, or it was made anew."""
    hint = (
        f"Ask its publisher. If the releases were made anew there, `talent-dataset versions {source.address} --forget` "
        f"takes the list as it is now (or delete {memory_of(source)})."
    )
    for one in before.versions:
        again = now.get(one.version)
        if again is not None and again.sha256 != one.sha256:
            message = f"Version {one.version} of {source.address} is not what it was when it was read before."
            raise HashMismatchError(message, hint=hint)
    vanished = next(_vanished(before, now), None)
    if vanished is not None:
        message = f"{source.address} was rolled back: {_seen(source)} it listed {vanished}, and now it does not."
        raise RolledBackError(message, hint=hint)


def _vanished(before: Index, now: Index) -> Iterator[str]:
    """What stood in an index and does not in another."""
    if before.name != now.name:
        yield f"the releases of {before.name!r}"
    for one in before.versions:
        again = now.get(one.version)
        if again is None:
            yield f"version {one.version}"
        # Events are only ever added: those that were seen must be the first ones.
        elif again.events[: len(one.events)] != one.events:
            yield f"that version {_last(one)}"


def _last(one: Listed) -> str:
    event = one.events[-1]
    was = "was taken back into use" if event.is_lifted else "was withdrawn"
    return f"{one.version} {was} on {event.on} ({event.reason})"


def _seen(source: ReleaseSource) -> str:
    try:
        return f"on {json.loads(memory_of(source).read_bytes())['seen']}"
    except (OSError, ValueError, LookupError, TypeError):
        return "earlier"
