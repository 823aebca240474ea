"""Check again what is published: every hash, and the package itself with its books."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talent_dataset.checking import validate
from talent_dataset.engine.errors import CannotCheckError, HashMismatchError
from talent_dataset.engine.report import counted
from talent_dataset.releases.gate import skips_only
from talent_dataset.releases.published.cache import keep, known_index
from talent_dataset.releases.published.index import INDEX, SUMS, Index, Listed, parse_sums
from talent_dataset.releases.published.stores import LIST, MOST, ReleaseSource, small, source_of
from talent_dataset.releases.publishing.publication import target_of

if TYPE_CHECKING:
    from talent_dataset.engine.policy import Policy
    from talent_dataset.engine.report import Report
    from talent_dataset.releases.publishing.attempt import UploadProgress


@dataclass(slots=True)
class Checked:
    """One version, checked.

    Attributes:
        listed: What is listed of it.
        files: Number of files whose bytes are those published, ``SHA256SUMS`` included.
        bytes: Their size.
        problems: What is wrong, a sentence each.
        report: The report on the package; ``None`` where it could not be read.
    """

    listed: Listed
    files: int = 0
    bytes: int = 0
    problems: list[str] = field(default_factory=list)
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found at a target.

    Attributes:
        address: The target.
        name: Name of the package.
        versions: The versions that were checked.
        problems: What is wrong with the index.
        unlisted: Files that belong to no listed version: remains of failed attempts, or of something else. ``None``
            where they cannot be known, as a web server lists no files.
    """

    address: str
    name: str
    versions: tuple[Checked, ...]
    problems: tuple[str, ...] = ()
    unlisted: tuple[str, ...] | None = None

    @property
    def is_valid(self) -> bool:
        """Whether something was checked, all of it, and nothing is wrong."""
        return bool(self.versions) and not self.is_broken and not self.is_unread

    @property
    def is_broken(self) -> bool:
        """Whether something is not as it was published."""
        return bool(self.problems) or any(one.problems for one in self.versions)

    @property
    def is_unread(self) -> bool:
        """Whether something of a package was not read, though its bytes are those that were published."""
        return any(one.report is not None and one.report.verdict == "not-fully-checked" for one in self.versions)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "valid": self.is_valid,
            "target": self.address,
            "name": self.name,
            "problems": list(self.problems),
            "versions": [_plain(one) for one in self.versions],
            "unlisted": None if self.unlisted is None else list(self.unlisted),
        }


def verify(
    target: Path | str,
    version: str | None = None,
    *,
    texts: Path | str | None = None,
    policy: Policy | None = None,
    progress: UploadProgress | None = None,
) -> Verified:
    """Read everything again that is published, or one version of it.

    Args:
        target: A folder, ``http(s)://...`` or ``s3://bucket/prefix``.
        version: Its number, or ``latest``; ``None`` for all.
        texts: As in `validate`.
        policy: Which skipped checks are allowed or required; severities stand as they are declared.
        progress: Called with a path, the bytes read so far, and ``None``.

    Raises:
        UnknownNameError: There is no such version.
        CannotCheckError: There are no releases, or they cannot be read.
    """
    source = source_of(target)
    index = known_index(source)
    validated = partial(validate, texts=texts, policy=skips_only(policy))
    wanted = index.versions if version is None else (index.find(version),)
    return Verified(
        address=source.address,
        name=index.name,
        versions=tuple(_checked(listed, source, validated, progress) for listed in wanted),
        problems=tuple(_problems(source, index)),
        unlisted=_unlisted(target, source, index, "" if version is None else wanted[0].path),
    )


def _checked(
    listed: Listed, source: ReleaseSource, validated: Callable[[Path], Report], progress: UploadProgress | None
) -> Checked:
    found = Checked(listed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, sha256 in _sums(found, source, root).items():
            _read(found, source, path, root / path, sha256)
            if progress is not None:
                progress(f"{listed.version} {path}", found.bytes, None)
        # A package of which a file is missing or damaged has errors that say nothing more.
        if not found.problems:
            found.report = validated(root)
            if found.report.errors:
                found.problems.append(f"The package is not valid: {counted(found.report.errors, 'error')}.")
    return found


def _sums(found: Checked, source: ReleaseSource, root: Path) -> Mapping[str, str]:
    """The hashes of a version, where those can be trusted."""
    if not _read(found, source, SUMS, root / SUMS, found.listed.sha256):
        return {}
    try:
        return parse_sums((root / SUMS).read_bytes())
    except ValueError as error:
        found.problems.append(f"{SUMS} cannot be used: {error}.")
        return {}


def _read(found: Checked, source: ReleaseSource, path: str, file: Path, sha256: str) -> bool:
    """Fetch a file of a version; whether it has the hash that was published."""
    try:
        most = LIST if path == SUMS else MOST
        keep(source.blocks(found.listed.path + path, most), file, sha256, path, most)
    except FileNotFoundError:
        found.problems.append(f"{path} is not there.")
    except HashMismatchError as error:
        found.problems.append(error.message.removesuffix(" It is not kept."))
    else:
        found.files += 1
        found.bytes += file.stat().st_size
        return True
    return False


def _problems(source: ReleaseSource, index: Index) -> Iterator[str]:
    """What the index says of itself that its versions do not bear out."""
    said, latest = json.loads(small(source, INDEX)).get("latest"), index.latest
    if said != (latest.version if latest else None):
        yield f"{INDEX} says that the latest version is {said}; by its versions it is {latest and latest.version}."


def _unlisted(target: Path | str, source: ReleaseSource, index: Index, prefix: str) -> tuple[str, ...] | None:
    """Files that belong to no version, below a prefix."""
    try:
        # Only places that can be written can be listed; a web server cannot.
        place = target_of(target)
    except CannotCheckError:
        return None
    known = {INDEX}
    for one in index.versions:
        if one.path.startswith(prefix):
            known |= {one.path + path for path in (SUMS, *_listed_paths(one, source))}
    return tuple(path for path in place.list(prefix) if path not in known)


def _listed_paths(one: Listed, source: ReleaseSource) -> Iterable[str]:
    try:
        return parse_sums(small(source, one.path + SUMS))
    except (ValueError, FileNotFoundError):
        # Told as a problem of the version.
        return ()


def _plain(one: Checked) -> dict[str, Any]:
    return {
        "version": one.listed.version,
        "yanked": one.listed.yanked.reason if one.listed.yanked else None,
        "history": [
            {"event": "unyank" if event.is_lifted else "yank", "reason": event.reason, "on": event.on}
            for event in one.listed.events
        ],
        "files": one.files,
        "bytes": one.bytes,
        "problems": one.problems,
        "report": one.report.to_dict() if one.report else None,
    }
