"""Withdraw a version: it stays where it is and can be read, with a warning that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.errors import CannotCheckError
from talent_dataset.reading.releases.index import INDEX, Index, Yank
from talent_dataset.release.publishing.target import held_index, target_of

if TYPE_CHECKING:
    from talent_dataset.release.publishing.target import Target

_TRIES: Final = 10


def yank(target: Path | str, version: str, reason: str, *, on: str | None = None) -> Index:
    """Mark a version as withdrawn; where it is already, the new reason counts.

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
    marked = Yank(" ".join(reason.split()), on or datetime.now(UTC).date().isoformat())
    place = target_of(target)
    # Looked at first, so that a mistyped target is not made.
    _current(place)
    with place.session():
        for _ in range(_TRIES):
            index, tag = _current(place)
            changed = index.with_version(replace(index.exact(version), yanked=marked))
            if place.replace_if(INDEX, changed.dump(), tag):
                return changed
    raise CannotCheckError(f"{INDEX} of {place.address} changes all the time.", hint="Try again later.")


def _current(place: Target) -> tuple[Index, str]:
    found = held_index(place)
    if found is None:
        raise CannotCheckError(f"There are no releases at {place.address}.", hint=f"It has no {INDEX}.")
    return found
