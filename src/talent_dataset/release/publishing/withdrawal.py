"""Withdraw a version: it stays where it is and can be read, with a warning that says why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.errors import CannotCheckError
from talent_dataset.reading.releases.index import INDEX, Index, Listed, Yank
from talent_dataset.release.publishing.publication import target_of
from talent_dataset.release.publishing.target import held_index

if TYPE_CHECKING:
    from talent_dataset.release.publishing.target import Target

_TRIES: Final = 10


def yank(target: Path | str, version: str, reason: str, *, on: str | None = None) -> Index:
    """Mark a version as withdrawn. Where it is already, the new reason counts, and the old one stays in its history.

    Args:
        target: Where it is published.
        version: Its number.
        reason: Why, in a sentence; those who read the version are told.
        on: The day (ISO 8601); by default today, in UTC.

    Returns:
        The versions as they are listed now.

    Raises:
        UnknownNameError: There is no such version.
        CannotCheckError: There is no reason, or the target cannot be read or written.
    """
    if not reason.strip():
        raise CannotCheckError("A version is withdrawn for a reason.", hint="Say it: it is shown to those who read it.")
    return _happened(target, version, Yank(" ".join(reason.split()), on or _today()))


def unyank(target: Path | str, version: str, reason: str, *, on: str | None = None) -> Index:
    """Take back that a version was withdrawn. That it was stays in its history, with why it is no more.

    Args:
        target: Where it is published.
        version: Its number.
        reason: Why, in a sentence.
        on: The day (ISO 8601); by default today, in UTC.

    Returns:
        The versions as they are listed now.

    Raises:
        UnknownNameError: There is no such version.
        CannotCheckError: It is not withdrawn, there is no reason, or the target cannot be read or written.
    """
    if not reason.strip():
        raise CannotCheckError("A withdrawal is taken back for a reason.", hint="Say it: it stays in the history.")
    return _happened(target, version, Yank(" ".join(reason.split()), on or _today(), is_lifted=True))


def _happened(target: Path | str, version: str, event: Yank) -> Index:
    """Add to the history of a version what has happened to it, in one conditional write."""
    place = target_of(target)
    # Looked at first, so that a mistyped target is not made.
    _current(place)
    with place.session():
        for _ in range(_TRIES):
            index, tag = _current(place)
            before = index.exact(version)
            if _is_done(before, event):
                return index
            changed = index.with_version(before.with_event(event))
            if place.replace_if(INDEX, changed.dump(), tag):
                return changed
    raise CannotCheckError(f"{INDEX} of {place.address} changes all the time.", hint="Try again later.")


def _is_done(before: Listed, event: Yank) -> bool:
    """Whether the same stands there last: an attempt whose answer was lost, made again.

    Raises:
        CannotCheckError: There is nothing to take back.
    """
    last = before.events[-1] if before.events else None
    if last is not None and (last.reason, last.is_lifted) == (event.reason, event.is_lifted):
        return True
    if event.is_lifted and before.yanked is None:
        raise CannotCheckError(f"Version {before.version} is not withdrawn.", hint="There is nothing to take back.")
    return False


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _current(place: Target) -> tuple[Index, str]:
    found = held_index(place)
    if found is None:
        raise CannotCheckError(f"There are no releases at {place.address}.", hint=f"It has no {INDEX}.")
    return found
