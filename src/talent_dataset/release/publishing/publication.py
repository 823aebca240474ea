"""Publish a release: check it, upload its files, then list it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.errors import CannotCheckError
from talent_dataset.reading.releases.index import Listed
from talent_dataset.reading.releases.sources import FolderSource, folder_of
from talent_dataset.release.publishing.attempt import Attempt, Progress
from talent_dataset.release.publishing.local import local_release, refuse_invalid
from talent_dataset.release.publishing.target import Target

if TYPE_CHECKING:
    from talent_dataset.policy import Policy
    from talent_dataset.report import Report


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
    progress: Progress | None = None,
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
        from talent_dataset.release.publishing.folder import FolderTarget

        return FolderTarget(folder_of(text))
    if scheme == "s3":
        from talent_dataset.release.publishing.storage import StorageTarget

        return StorageTarget(text)
    hint = "Name the folder that the web server serves, or its bucket: s3://bucket/..."
    raise CannotCheckError(f"{text} can be read, but not written.", hint=hint)
