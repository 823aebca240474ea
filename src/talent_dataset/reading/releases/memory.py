"""What was seen at a target, in the folder for caches: what once stood in its list never vanishes from it.

Whoever controls a server cannot make a client forget that there is a newer version, or that one was withdrawn. A client
without a memory (a new machine, an emptied cache) believes what it reads.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.errors import CannotCheckError, HashMismatchError, RolledBackError
from talent_dataset.reading.releases.cache import UNWRITABLE, cache_folder
from talent_dataset.reading.releases.index import INDEX, Index, Listed, parse_index, read_index
from talent_dataset.writing import replace_file

if TYPE_CHECKING:
    from talent_dataset.reading.releases.sources import Source


def known_index(source: Source) -> Index:
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


def remembered(source: Source) -> Index | None:
    """The index that was read before; a file that is broken is none."""
    try:
        return parse_index(memory_of(source).read_bytes())
    except (OSError, ValueError):
        return None


def forget(source: Source) -> None:
    """Drop what was seen at a source, to take its list as it is now."""
    with contextlib.suppress(FileNotFoundError):
        memory_of(source).unlink()


def memory_of(source: Source) -> Path:
    """The file that holds what was seen at a source."""
    return cache_folder() / "targets" / hashlib.sha256(source.address.encode()).hexdigest()[:16] / INDEX


def _remember(source: Source, index: Index) -> None:
    """Keep the index, with when and where it was seen; unless another process has seen more meanwhile."""
    file = memory_of(source)
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


def _refuse_changes(before: Index, now: Index, source: Source) -> None:
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
        elif again.events[: len(one.events)] != one.events:
            yield f"that version {_last(one)}"


def _last(one: Listed) -> str:
    event = one.events[-1]
    was = "was taken back into use" if event.is_lifted else "was withdrawn"
    return f"{one.version} {was} on {event.on} ({event.reason})"


def _seen(source: Source) -> str:
    """When it was seen."""
    try:
        return f"on {json.loads(memory_of(source).read_bytes())['seen']}"
    except (OSError, ValueError, LookupError, TypeError):
        return "earlier"
