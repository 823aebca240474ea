"""The folder of a release that is to be published: whole, as its hashes say, and valid with balanced books."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.descriptor.semver import SemVer
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError, ReleaseRefusedError
from talent_dataset.engine.reading.opening import DESCRIPTOR
from talent_dataset.engine.report import counted
from talent_dataset.releases.published.cache import has_hash
from talent_dataset.releases.published.index import SUMS, parse_sums

if TYPE_CHECKING:
    from talent_dataset.engine.policy import Policy
    from talent_dataset.engine.report import Report

_HINT = "`talent-dataset release` writes such a folder."


@dataclass(frozen=True, slots=True)
class LocalRelease:
    """A release on this machine.

    Attributes:
        folder: Where it stands.
        name: Name of the package.
        version: Its version.
        created: Its date, where the descriptor has one.
        sha256: Hash of its ``SHA256SUMS``.
        sums: The hash of each file, ``SHA256SUMS`` included, by path.
    """

    folder: Path
    name: str
    version: str
    created: str | None
    sha256: str
    sums: Mapping[str, str]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum((self.folder / path).stat().st_size for path in self.sums)

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            ReleaseRefusedError: They are not those of its hash.
            CannotCheckError: The file cannot be read.
        """
        try:
            data = (self.folder / path).read_bytes()
        except OSError as error:
            raise CannotCheckError(f"{self.folder / path} cannot be read: {error.strerror or error}.") from error
        if hashlib.sha256(data).hexdigest() != self.sums[path]:
            message = f"{self.folder / path} is not what {SUMS} says: it was changed after it was built."
            raise ReleaseRefusedError(message, hint="Build the release again; nobody edits a built one.")
        return data


def local_release(folder: Path | str) -> LocalRelease:
    """A folder, with every file in it compared to its hash.

    Raises:
        ReleaseRefusedError: It is no release, or not whole, or something was changed in it or added.
        CannotCheckError: There is no such folder, or it cannot be read.
    """
    root = Path(folder)
    if not root.is_dir():
        raise CannotCheckError(f"There is no folder {root}.", hint=_HINT)
    sums = _sums(root)
    _refuse_strangers(root, set(sums))
    facts = _facts(root)
    found = LocalRelease(root, *facts, sums[SUMS], sums)
    for path, sha256 in found.sums.items():
        # Block by block where all is well; what is not is told by reading it.
        if not has_hash(root / path, sha256):
            found.read(path)
    return found


def refuse_invalid(release: LocalRelease, texts: Path | str | None, policy: Policy | None = None) -> Report:
    """Validate what is to be published, its books included.

    Raises:
        InvalidDataError: It is not valid.
        NotFullyCheckedError: Something of it was not read, and is not allowed to be skipped.
    """
    from talent_dataset.checking import validate
    from talent_dataset.releases.gate import refuse_unread, skips_only

    report = validate(release.folder, texts=texts, policy=skips_only(policy))
    if report.errors:
        message = f"{release.folder} is not valid ({counted(report.errors, 'error')}), so nothing is published."
        raise InvalidDataError(message, hint="`talent-dataset validate` says what is wrong, and where.", report=report)
    refuse_unread(report, release.folder, "published")
    return report


def _sums(root: Path) -> Mapping[str, str]:
    try:
        data = (root / SUMS).read_bytes()
        sums = parse_sums(data)
    except FileNotFoundError as error:
        raise ReleaseRefusedError(f"{root} has no {SUMS}, so it is no release.", hint=_HINT) from error
    except OSError as error:
        raise CannotCheckError(f"{root / SUMS} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise ReleaseRefusedError(f"{root} is no release: {error}.", hint=_HINT) from error
    return {SUMS: hashlib.sha256(data).hexdigest(), **sums}


def _refuse_strangers(root: Path, known: set[str]) -> None:
    there = set(_files(root))
    if missing := sorted(known - there):
        raise ReleaseRefusedError(f"{root} is not whole: {missing[0]} is in {SUMS}, but not there.", hint=_HINT)
    if strange := sorted(there - known):
        message = f"{root} holds a file that is not in {SUMS}: {strange[0]}."
        raise ReleaseRefusedError(message, hint="Move it away; what is published is what was built.")


def _files(root: Path) -> Iterator[str]:
    for file in root.rglob("*"):
        # A link to a folder is a file here: nothing behind it belongs to the release.
        if not file.is_dir() or file.is_symlink():
            yield file.relative_to(root).as_posix()


def _facts(root: Path) -> tuple[str, str, str | None]:
    """Name, version and date, as the descriptor has them."""
    try:
        said: Any = json.loads((root / DESCRIPTOR).read_bytes())
        name, version, created = said.get("name"), said.get("version"), said.get("created")
    except (OSError, ValueError, AttributeError) as error:
        raise ReleaseRefusedError(f"{root} has no {DESCRIPTOR} that can be read.", hint=_HINT) from error
    if not isinstance(name, str) or not name:
        raise ReleaseRefusedError(f"{root}: the package has no name.", hint='Give its descriptor a "name".')
    if not isinstance(version, str) or SemVer.parse(version) is None:
        shown = version if isinstance(version, str) else "none"
        hint = 'Give the release a version such as "1.0.0" (https://semver.org).'
        raise ReleaseRefusedError(f"{root}: the package has no semantic version ({shown}).", hint=hint)
    return name, version, created if isinstance(created, str) else None
