"""Whether a file has the size and the hash that its resource says."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from talent_dataset.descriptor.paths import is_url
from talent_dataset.reading.bytes import missing
from talent_dataset.reading.faults import Faults
from talent_dataset.report import Skipped

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Resource
    from talent_dataset.issues import Issue
    from talent_dataset.reading.files import Files

_BLOCK: Final = 1 << 20
_ALGORITHMS: Final = ("md5", "sha1", "sha256", "sha512", "sha224", "sha384", "blake2s", "blake2b")
DIGITS: Final = {name: hashlib.new(name, usedforsecurity=False).digest_size * 2 for name in _ALGORITHMS}


@dataclass(slots=True)
class Integrity:
    """What was found.

    Attributes:
        issues: ``file/missing``, ``file/bytes``, ``file/hash``.
        run: Checks run.
        skipped: Checks that could not run, and why.
    """

    issues: list[Issue] = field(default_factory=list)
    run: int = 0
    skipped: list[Skipped] = field(default_factory=list)


def check(resource: Resource, files: Files) -> Integrity:
    """Check that the files of a resource are there and, taken together, have its ``bytes`` and its ``hash``.

    The hash is that of the files as they are (compressed, if they are); a hash without a prefix is MD5. Digits and the
    name of the algorithm may be upper case.
    """
    found = Integrity()
    faults = Faults(resource.name, resource.paths[0] if resource.paths else None)
    algorithm, expected = said_hash(resource.hash)
    if algorithm not in DIGITS and resource.hash is not None:
        reason = f"the hash algorithm {algorithm!r} is not known here ({', '.join(DIGITS)} are)"
        found.skipped.append(Skipped("file/hash", reason, resource.name))
    if any(is_url(path) for path in resource.paths):
        return found
    digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm in DIGITS else None
    size = _measured(resource, files, digest, found)
    if size is None:
        return found
    found.run += len(resource.paths) + (resource.bytes is not None) + (digest is not None)
    if resource.bytes is not None and resource.bytes != size:
        message = f"The file has {size} bytes; the resource says {resource.bytes}."
        found.issues.append(faults.of_file("file/bytes", message, hint=f'Say "bytes": {size} if the file is right.'))
    if digest is not None and digest.hexdigest() != expected:
        found.issues.append(_wrong_hash(algorithm, expected, digest.hexdigest(), faults))
    return found


def said_hash(declared: str | None) -> tuple[str, str]:
    """The algorithm that a ``hash`` names, and its digits in lower case; both empty where there is none."""
    if not declared:
        return "", ""
    algorithm, _, digits = declared.rpartition(":")
    return re.sub(r"[^a-z0-9]", "", algorithm.lower()) or "md5", digits.strip().lower()


def _measured(resource: Resource, files: Files, digest: hashlib._Hash | None, found: Integrity) -> int | None:
    """Size of all files together, fed to the digest; ``None`` where one of them is missing."""
    size: int | None = 0
    for path in resource.paths:
        faults = Faults(resource.name, path)
        try:
            length = _length(path, files, digest, is_wanted=resource.bytes is not None)
        except (OSError, KeyError) as error:
            found.issues.append(missing(faults, error, files))
            size = None
            continue
        size = None if size is None else size + length
    return size if resource.paths else None


def _length(path: str, files: Files, digest: hashlib._Hash | None, *, is_wanted: bool) -> int:
    with files.open(path) as stream:
        if digest is None:
            return stream.seek(0, 2) if is_wanted else 0
        length = 0
        while block := stream.read(_BLOCK):
            digest.update(block)
            length += len(block)
        return length


def _wrong_hash(algorithm: str, expected: str, actual: str, faults: Faults) -> Issue:
    if not re.fullmatch(f"[0-9a-f]{{{DIGITS[algorithm]}}}", expected):
        fitting = [name for name, digits in DIGITS.items() if len(expected) == digits and name != algorithm]
        hint = (
            f"It has as many digits as a {fitting[0].upper()}: write {fitting[0]}:{expected[:8]}..." if fitting else ""
        )
        message = f"The hash of the resource is no {algorithm.upper()}: {DIGITS[algorithm]} hexadecimal digits are."
        return faults.of_file("file/hash", message, hint=hint)
    message = f"The {algorithm.upper()} of the file is {actual}; the resource says {expected}."
    issue = faults.of_file("file/hash", message)
    return replace(issue, hint="Say the new hash if the file is right; if not, fetch the file again.")
