"""Whether a file has the size and the hash that its resource says.

And what the resource should say of a file that was written anew, put into the text of its descriptor.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.descriptor.paths import is_url
from talent_dataset.engine.reading.bytes import missing
from talent_dataset.engine.reading.table import Faults
from talent_dataset.engine.report import Skipped

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Resource
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.files import Files

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
    algorithm, expected = said_hash(resource.hash)
    if algorithm not in DIGITS and resource.hash is not None:
        reason = f"the hash algorithm {algorithm!r} is not known here ({', '.join(DIGITS)} are)"
        found.skipped.append(Skipped("file/hash", reason, resource.name))
    if any(map(is_url, resource.paths)):
        return found
    # MD5 is the default of the standard: Pythons that refuse it for security take it where files are told apart.
    digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm in DIGITS else None
    size = _measured(resource, files, digest, found)
    if size is None:
        return found
    found.run += len(resource.paths) + (resource.bytes is not None) + (digest is not None)
    faults = Faults(resource.name, resource.paths[0] if resource.paths else None)
    found.issues += _wrong_size(resource.bytes, size, faults)
    if digest is not None and digest.hexdigest() != expected:
        found.issues.append(_wrong_hash(algorithm, expected, digest.hexdigest(), faults))
    return found


def _wrong_size(said: int | None, size: int, faults: Faults) -> Iterator[Issue]:
    if said is not None and said != size:
        message = f"The file has {size} bytes; the resource says {said}."
        yield faults.of_file("file/bytes", message, hint=f'Say "bytes": {size} if the file is right.')


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
            # Without a hash no byte need be read.
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


SealedPart = tuple[int, int]
"""Where a value of the descriptor begins and ends in its text."""

_BLANK: Final = " \t\n\r"
_DECODER: Final = json.JSONDecoder()


def fresh_seal(said: Mapping[str, Any], parts: list[bytes]) -> dict[str, str | int]:
    """``hash`` and ``bytes`` of a resource as they should be, where it says them and they are not so.

    A hash keeps its algorithm, its prefix as it is written and the case of its digits. One that is invalid, or of an
    algorithm that is not known here, is left as it is: it takes a person to say what was meant.

    Args:
        said: The resource, as JSON.
        parts: The bytes of each of its files.
    """
    whole = b"".join(parts)
    seal: dict[str, str | int] = {}
    if isinstance(text := said.get("hash"), str) and (fresh := _fresh_hash(text, whole)) != text:
        seal["hash"] = fresh
    size = said.get("bytes")
    if isinstance(size, int) and not isinstance(size, bool) and size != len(whole):
        seal["bytes"] = len(whole)
    return seal


def _fresh_hash(text: str, data: bytes) -> str:
    algorithm, digits = said_hash(text)
    if len(digits) != DIGITS.get(algorithm):
        return text
    prefix, colon, written = text.rpartition(":")
    fresh = hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()
    if fresh == digits:
        return text
    return f"{prefix}{colon}{fresh.upper() if written.isupper() else fresh}"


def with_seals(text: str, seals: Mapping[int, Mapping[str, str | int]]) -> str:
    """The text of a descriptor with other values in some resources; all else stays as it is, to the character.

    Args:
        text: JSON that can be read.
        seals: Values by property, by the place of the resource; it has these properties.
    """
    changes: list[tuple[SealedPart, str]] = []
    for place, parts in enumerate(_resources(text)):
        changes += [(parts[name], json.dumps(value)) for name, value in seals.get(place, {}).items()]
    # From the end, so that the places before stay true.
    for (start, end), value in sorted(changes, reverse=True):
        text = text[:start] + value + text[end:]
    return text


def _resources(text: str) -> Iterator[dict[str, SealedPart]]:
    """Where the values of each resource stand."""
    top = _members(text, _past(text, 0))
    for at in _entries(text, top["resources"][0]):
        # What is not an object is reported when the descriptor is parsed; it keeps its place in the list.
        yield _members(text, at) if text[at] == "{" else {}


def _members(text: str, at: int) -> dict[str, SealedPart]:
    """Where the values of an object stand; of a name that stands twice the last counts, as everywhere."""
    found: dict[str, SealedPart] = {}

    def value(start: int) -> int:
        name, end = _DECODER.raw_decode(text, start)
        begin = _past(text, _past(text, end) + 1)
        found[name] = (begin, _DECODER.raw_decode(text, begin)[1])
        return found[name][1]

    _walk(text, at, "}", value)
    return found


def _entries(text: str, at: int) -> list[int]:
    """Where the entries of a list begin."""
    found: list[int] = []

    def value(start: int) -> int:
        found.append(start)
        return _DECODER.raw_decode(text, start)[1]

    _walk(text, at, "]", value)
    return found


def _walk(text: str, at: int, closing: str, value: Callable[[int], int]) -> None:
    """Go from comma to comma; ``value`` takes where something begins, and says where it ends."""
    at = _past(text, at + 1)
    while text[at] != closing:
        at = _past(text, value(at))
        if text[at] == ",":
            at = _past(text, at + 1)


def _past(text: str, at: int) -> int:
    """The first place from ``at`` on that is not blank."""
    while text[at] in _BLANK:
        at += 1
    return at
