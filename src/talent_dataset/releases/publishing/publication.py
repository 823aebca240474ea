"""Publish a release: check it, upload its files, then list it. Withdraw one: it stays, with a warning that says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.releases.published.index import INDEX, Index, Listed, Yank
from talent_dataset.releases.published.stores import FolderSource, folder_of
from talent_dataset.releases.publishing.attempt import Attempt, UploadProgress
from talent_dataset.releases.publishing.local import local_release, refuse_invalid
from talent_dataset.releases.publishing.target import Target, held_index

if TYPE_CHECKING:
    from talent_dataset.engine.policy import Policy
    from talent_dataset.engine.report import Report


@dataclass(frozen=True, slots=True)
class Published:
    """What was published.

    Attributes:
        address: The target.
        listed: The version, as it is listed.
        latest: The latest version at the target now; ``None`` where each is a prerelease or withdrawn.
        files: Number of its files.
        uploaded: Bytes written by this call.
        is_new: ``False`` where the same bytes were published before: nothing was done.
        report: The report on the release.
    """

    address: str
    listed: Listed
    latest: str | None
    files: int
    uploaded: int
    is_new: bool
    report: Report


def publish(
    folder: Path | str,
    target: Path | str,
    *,
    texts: Path | str | None = None,
    policy: Policy | None = None,
    take_over: bool = False,
    progress: UploadProgress | None = None,
) -> Published:
    """Publish the folder of a release.

    Args:
        folder: What ``talent-dataset release`` or ``build`` wrote.
        target: A folder, ``file:///folder``, or ``s3://bucket/prefix``.
        texts: As in `validate`.
        policy: Which skipped checks are allowed or required; severities stand as they are declared.
        take_over: Go on where another publisher claimed the version, and is known to be dead.
        progress: Called with a path, the bytes uploaded, and those in all.

    Raises:
        ReleaseRefusedError: The folder is not what was built, or the version was published with other bytes, or by
            somebody else meanwhile.
        InvalidDataError: The release is not valid.
        NotFullyCheckedError: Something of it was not read, and is not allowed to be skipped.
        CannotCheckError: The target cannot be read or written.
    """
    release = local_release(folder)
    place = target_of(target)
    _refuse_inside(release.folder, place)
    # Before the lock is taken: a validation may last minutes, in which nobody else could publish.
    report = refuse_invalid(release, texts, policy)
    attempt = Attempt(release, place, take_over=take_over, progress=progress)
    with attempt.target.session() as is_alone:
        is_new = attempt.run(is_alone=is_alone)
    latest = attempt.index.latest
    return Published(
        address=attempt.target.address,
        listed=attempt.index.find(release.version),
        latest=latest.version if latest else None,
        files=len(release.sums),
        uploaded=attempt.uploaded,
        is_new=is_new,
        report=report,
    )


def _refuse_inside(folder: Path, place: Target) -> None:
    """A release that holds what is published is no longer what was built."""
    if isinstance(place, FolderSource) and place.root.resolve().is_relative_to(folder.resolve()):
        raise CannotCheckError(f"{place.root} is in the release itself.", hint="Name a folder outside of it.")


def target_of(place: str | Path) -> Target:
    """The target that a path or an address means: a folder, ``file:`` or ``s3:``.

    Raises:
        CannotCheckError: Nothing can be written there.
    """
    text = str(place)
    scheme = text.partition("://")[0].lower() if "://" in text else ""
    if scheme in {"", "file"}:
        from talent_dataset.releases.publishing.folder_target import FolderTarget

        return FolderTarget(folder_of(text))
    if scheme == "s3":
        from talent_dataset.releases.publishing.storage_target import StorageTarget

        return StorageTarget(text)
    hint = "Name the folder that the web server serves, or its bucket: s3://bucket/..."
    raise CannotCheckError(f"{text} can be read, but not written.", hint=hint)


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
