"""One attempt to publish: upload the files, then list the version. Whatever fails, what is listed stays as it is.

Two rules make it safe. A version exists when ``versions.json`` lists it, and that file changes only in one conditional
write, at the end. And before that the files of a version come into being once: ``SHA256SUMS`` first, whose bytes say
what the folder is for, so that two publishers of different bytes meet there, and two of the same bytes cannot harm
each other.

The case that needs claims and ``--take-over`` is storage that speaks S3: there is no lock that ends with its process,
and a pipeline that was stopped amid an upload looks just like one that is still uploading, perhaps other bytes as the
same version. In a folder the lock decides, and none of it comes to pass.

What a failed attempt left is replaced, if it has other bytes; a mark tells it from files that somebody else keeps there
and that are not touched. On storage without locks its publisher may be alive. So a
replacement is first *claimed* in ``versions.json``, by which the other one cannot list its version any more.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

from talent_dataset.engine.errors import CannotCheckError, ReleaseRefusedError
from talent_dataset.releases.published.index import INDEX, SUMS, Claim, Index, Listed
from talent_dataset.releases.publishing.local import LocalRelease
from talent_dataset.releases.publishing.target import HIDDEN, Target, held_index

# Called with a path, the bytes done, and the bytes in all where they are known.
UploadProgress = Callable[[str, int, int | None], None]

# A race is lost once or twice. Ten times means that somebody writes without end, or without heeding conditions.
_TRIES: Final = 10


class Attempt:
    """One publication under way.

    Attributes:
        index: The versions as they were last seen.
        uploaded: Bytes written so far.
    """

    def __init__(
        self, release: LocalRelease, target: Target, *, take_over: bool = False, progress: UploadProgress | None = None
    ) -> None:
        self.release = release
        self.target = target
        self.take_over = take_over
        self.progress = progress
        self.folder = f"{release.version}/"
        # Stands there while the folder of the version is ours to fill: what lies there without it is somebody's.
        self.mark = f"{HIDDEN}/{release.version}"
        self.uploaded = 0
        self.index = Index(release.name)
        self.tag: str | None = None
        self.dead: Claim | None = None

    def run(self, *, is_alone: bool) -> bool:
        """Upload and list; ``False`` where the same release was listed before, or meanwhile."""
        self._read()
        # The dead have only the claim that stands there now. In a folder its holder would have the lock, if alive.
        if self.take_over or is_alone:
            self.dead = self.index.claims.get(self.release.version)
        self._refuse_claimed()
        is_new = not self._is_listed() and self._publish(is_alone=is_alone)
        # The version is listed, so all is done: a mark that stays says nothing.
        with contextlib.suppress(OSError, CannotCheckError):
            self.target.remove(self.mark)
        return is_new

    def _publish(self, *, is_alone: bool) -> bool:
        self._upload(is_alone=is_alone)
        if not is_alone:
            self._refuse_carelessness()
        return self._change(lambda index: index.with_version(self._entry()))

    def _look(self) -> None:
        """Read the index, and refuse what it speaks against."""
        self._read()
        self._refuse_claimed()

    def _read(self) -> None:
        self.index, self.tag = held_index(self.target) or (Index(self.release.name), None)
        if self.index.name != self.release.name:
            message = f"{self.target.address} holds releases of {self.index.name!r}, not of {self.release.name!r}."
            raise ReleaseRefusedError(message, hint="Give each dataset a target of its own.")
        self._is_listed()

    def _is_listed(self) -> bool:
        """Whether the same bytes are listed.

        Raises:
            ReleaseRefusedError: Other bytes are.
        """
        there = self.index.get(self.release.version)
        if there is not None and there.sha256 != self.release.sha256:
            message = f"Version {there.version} is published at {self.target.address}, with other bytes."
            raise ReleaseRefusedError(message, hint="A published version never changes: publish this as a new one.")
        return there is not None

    def _refuse_claimed(self) -> None:
        claim = self.index.claims.get(self.release.version)
        if claim is not None and claim.sha256 != self.release.sha256 and claim != self.dead:
            message = f"Somebody else is publishing other bytes as version {self.release.version}, since {claim.since}."
            hint = "If that publisher has died, publish with --take-over; else choose another version."
            raise ReleaseRefusedError(message, hint=hint)

    def _upload(self, *, is_alone: bool) -> None:
        for _ in range(_TRIES):
            # What is seen before the claim is what may be replaced under it: whoever claims later writes later.
            remains = dict(self._remains())
            self._mark(list(remains))
            if remains and not is_alone:
                self._claim()
            if self._is_listed():
                return
            for path, tag in remains.items():
                self._replace(path, tag)
            # It ends at the first file that is of other bytes, and that is SHA256SUMS where two releases meet.
            if all(self._put(path) for path in self._paths()):
                return
        raise CannotCheckError(f"Somebody else writes to {self.target.address}/{self.folder}.", hint="Try again later.")

    def _mark(self, remains: list[str]) -> None:
        """Mark the folder of the version as one that a publisher fills.

        Raises:
            ReleaseRefusedError: It holds files that no publisher left.
        """
        if not remains:
            self.target.put_new(self.mark, b"")
        elif self.target.get(self.mark) is None:
            # Whoever lists a version takes the mark away.
            self._look()
            if not self._is_listed():
                message = f"{self.target.address}/{self.folder} holds a file that no publisher left: {remains[0]}."
                raise ReleaseRefusedError(message, hint="Move it away, or publish to another place.")

    def _refuse_carelessness(self) -> None:
        """Find out whether the place heeds conditions: one that does not would overwrite what others publish.

        Raises:
            CannotCheckError: It does not; what it has written by that are the bytes that stood there.
        """
        place, data = self.folder + SUMS, self.release.read(SUMS)
        # Both must fail: the file stands there already, and no state of it has that tag.
        if self.target.put_new(place, data) or self.target.replace_if(place, data, '"another"'):
            message = f"{self.target.address} does not heed If-None-Match or If-Match, so nothing is safe there."
            raise CannotCheckError(message, hint="Nothing is listed. Publish to storage that has conditional writes.")

    def _paths(self) -> list[str]:
        """The files of the release; that which says what the folder is for comes first."""
        return [SUMS, *sorted(self.release.sums.keys() - {SUMS})]

    def _remains(self) -> Iterator[tuple[str, str]]:
        """Files in the folder of the version that are not those of this release, and their states."""
        for place in self.target.list(self.folder):
            path = place.removeprefix(self.folder)
            if path in self.release.sums and self._is_there(path):
                continue
            # Read once more: since the place was listed, somebody who publishes the same bytes may have put it right.
            held = self.target.get(place)
            if held is not None and self.release.sums.get(path) != hashlib.sha256(held.data).hexdigest():
                yield path, held.tag

    def _is_there(self, path: str) -> bool:
        """Whether a file stands at the target as the release has it."""
        digest = hashlib.sha256()
        try:
            # In blocks, as a file may have gigabytes.
            for block in self.target.blocks(self.folder + path):
                digest.update(block)
        except FileNotFoundError:
            return False
        return digest.hexdigest() == self.release.sums[path]

    def _replace(self, path: str, tag: str) -> None:
        """Put the right bytes in the place of the remains, or nothing, if they still are as they were seen."""
        place = self.folder + path
        # A file that this release does not have would stand in its folder, and belong to no version.
        if path not in self.release.sums:
            self.target.remove(place)
            return
        data = self.release.read(path)
        if self.target.replace_if(place, data, tag):
            self._done(path, len(data))

    def _put(self, path: str) -> bool:
        """Write a file that is not there; whether it stands there now with its bytes."""
        data = self.release.read(path)
        if self.target.put_new(self.folder + path, data):
            self._done(path, len(data))
            return True
        # Somebody else may have written it in the meantime; the same bytes are as good as ours.
        return self._is_there(path)

    def _done(self, path: str, size: int) -> None:
        self.uploaded += size
        if self.progress is not None:
            self.progress(path, self.uploaded, self.release.size)

    def _claim(self) -> None:
        """Make sure that nobody lists what is about to be replaced, and that nobody else replaces it."""
        self._look()
        claim = self.index.claims.get(self.release.version)
        if claim is None or claim.sha256 != self.release.sha256:
            since = datetime.now(UTC).isoformat(timespec="seconds")
            # The index that was just written has another tag, which the next write must name: so it is read again.
            self._change(lambda index: index.with_claim(self.release.version, Claim(self.release.sha256, since)))
            self._look()

    def _change(self, change: Callable[[Index], Index]) -> bool:
        """Change the index in one conditional write; ``False`` where the release is listed already.

        Where somebody else was faster, look again: it may have been another version, or the answer to our own write
        that was lost.
        """
        for _ in range(_TRIES):
            if self._is_listed():
                return False
            changed = change(self.index)
            if self._write_index(changed.dump()):
                self.index = changed
                return True
            self._look()
        raise CannotCheckError(f"{INDEX} of {self.target.address} changes all the time.", hint="Try again later.")

    def _write_index(self, data: bytes) -> bool:
        # No tag: there was no list. To replace "nothing" would be to overwrite what somebody else has begun.
        if self.tag is None:
            return self.target.put_new(INDEX, data)
        return self.target.replace_if(INDEX, data, self.tag)

    def _entry(self) -> Listed:
        one = self.release
        return Listed(version=one.version, created=one.created, path=self.folder, sha256=one.sha256)
