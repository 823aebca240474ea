"""``versions.json``: the versions that a target holds; a version exists when it is listed there. And ``SHA256SUMS``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.descriptor.paths import is_url, path_refusal
from talent_dataset.engine.descriptor.semver import SemVer
from talent_dataset.engine.errors import CannotCheckError, UnknownNameError
from talent_dataset.releases.published.stores import small

if TYPE_CHECKING:
    from talent_dataset.releases.published.stores import ReleaseSource

SUMS: Final = "SHA256SUMS"

_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]([^\n]+)")


def parse_sums(data: bytes) -> Mapping[str, str]:
    """The hash of each file by its path.

    Raises:
        ValueError: It is no such file, or a path in it leads elsewhere; says why.
    """
    sums: dict[str, str] = {}
    # Not by `splitlines`: it would also split at characters that a path may hold.
    for number, text in enumerate(data.decode("utf-8").split("\n"), 1):
        if not text:
            continue
        # An editor on Windows may have saved the list.
        match = _LINE.fullmatch(text.removesuffix("\r"))
        if match is None:
            raise ValueError(f"line {number} of {SUMS} is not a hash and a path")
        path = match[2]
        if path in sums:
            raise ValueError(f"{SUMS} has {path} twice")
        if (reason := _refused(path)) is not None:
            raise ValueError(f"a path in {SUMS} {reason}")
        sums[path] = match[1].lower()
    return sums


def _refused(path: str) -> str | None:
    """Why a path cannot be that of a file of a release."""
    if is_url(path) or path.endswith("/") or path == SUMS:
        return "must name a file of the release"
    refusal = path_refusal(path)
    return refusal[0] if refusal else None


INDEX: Final = "versions.json"
LATEST: Final = "latest"
_SHOWN: Final = 20

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Yank:
    """That a version was withdrawn, or that this was taken back: why, and on which day (ISO 8601)."""

    reason: str
    on: str
    is_lifted: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """That a publisher replaces what a failed attempt left.

    Attributes:
        sha256: Hash of the ``SHA256SUMS`` that it publishes.
        since: When it began (ISO 8601, UTC).
    """

    sha256: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A version that exists.

    Attributes:
        version: Its number.
        created: The date of the release, as its descriptor has it.
        path: Its folder, from that of ``versions.json``; ends in a slash.
        sha256: Hash of its ``SHA256SUMS``, which has those of all its files.
        yanked: Set where it is withdrawn.
        history: Where more happened than one withdrawal: each withdrawal and each that was taken back, in order.
    """

    version: str
    path: str
    sha256: str
    created: str | None = None
    yanked: Yank | None = None
    history: tuple[Yank, ...] = ()

    @property
    def events(self) -> tuple[Yank, ...]:
        """Every withdrawal, and each that was taken back, in order. What stands here never vanishes."""
        return self.history or ((self.yanked,) if self.yanked else ())

    def with_event(self, event: Yank) -> Listed:
        """The version once something more has happened to it."""
        events = (*self.events, event)
        return replace(self, yanked=None if event.is_lifted else event, history=events if len(events) > 1 else ())

    @property
    def order(self) -> SemVer:
        """The number, to compare it."""
        found = SemVer.parse(self.version)
        if found is None:
            raise AssertionError("only semantic versions are listed")
        return found


@dataclass(frozen=True, slots=True)
class Index:
    """The versions of one dataset.

    Attributes:
        name: Name of the package.
        versions: In the order of their numbers, the highest first.
        claims: What is being published over the remains of a failed attempt, by version.
    """

    name: str
    versions: tuple[Listed, ...] = ()
    claims: Mapping[str, Claim] = field(default_factory=dict)

    @property
    def latest(self) -> Listed | None:
        """The highest version that is neither a prerelease nor withdrawn."""
        return next((one for one in self.versions if not one.yanked and not one.order.prerelease), None)

    def get(self, version: str) -> Listed | None:
        """The version of that number, where there is one."""
        return next((one for one in self.versions if one.version == version), None)

    def find(self, version: str) -> Listed:
        """The version of that number; ``latest`` is one too.

        Raises:
            UnknownNameError: There is no such version; the hint lists those that exist.
        """
        if version != LATEST:
            return self.exact(version)
        if (found := self.latest) is not None:
            return found
        numbers = ", ".join(one.version for one in self.versions)
        message = f"{self.name!r} has no latest version: each is a prerelease or withdrawn."
        raise UnknownNameError(message, hint=f"Name one: {numbers}." if numbers else "")

    def exact(self, version: str) -> Listed:
        """The version of that number.

        Raises:
            UnknownNameError: As `find`.
        """
        if (found := self.get(version)) is not None:
            return found
        numbers = ", ".join(one.version for one in self.versions[:_SHOWN])
        rest = len(self.versions) - _SHOWN
        hint = f"It has {numbers}{f' and {rest:,} more' if rest > 0 else ''}." if numbers else "It has none yet."
        raise UnknownNameError(f"There is no version {version!r} of {self.name!r}.", hint=hint)

    def with_version(self, listed: Listed) -> Index:
        """The index with a version, in the place of that with the same number; nobody claims it any more."""
        others = [one for one in self.versions if one.version != listed.version]
        claims = {version: claim for version, claim in self.claims.items() if version != listed.version}
        return replace(self, versions=_ordered([*others, listed]), claims=claims)

    def with_claim(self, version: str, claim: Claim) -> Index:
        """The index with a claim, in the place of that on the same version."""
        return replace(self, claims={**self.claims, version: claim})

    def dump(self) -> bytes:
        """The bytes of ``versions.json``."""
        latest = self.latest
        data: dict[str, Any] = {
            "name": self.name,
            "latest": latest.version if latest else None,
            "versions": [_dumped(one) for one in self.versions],
        }
        if self.claims:
            data["claims"] = {name: {"sha256": one.sha256, "since": one.since} for name, one in self.claims.items()}
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _ordered(versions: list[Listed]) -> tuple[Listed, ...]:
    # Versions that differ in build metadata are equal to semver: their text decides, so that the file is always the
    # same.
    return tuple(sorted(versions, key=lambda one: (one.order, one.version), reverse=True))


def _dumped(one: Listed) -> dict[str, Any]:
    yanked = {"reason": one.yanked.reason, "on": one.yanked.on} if one.yanked else None
    return {
        "version": one.version,
        "created": one.created,
        "path": one.path,
        "sha256": one.sha256,
        "yanked": yanked,
        # Older readers know `yanked` alone, and need no more.
        **({"history": [_event(event) for event in one.history]} if one.history else {}),
    }


def _event(event: Yank) -> dict[str, str]:
    return {"event": "unyank" if event.is_lifted else "yank", "reason": event.reason, "on": event.on}


def parse_index(data: bytes) -> Index:
    """The index that some bytes are.

    Raises:
        ValueError: They are invalid; the message says why.
    """
    try:
        found = json.loads(data)
        versions = [_listed(one) for one in found["versions"]]
        claims = {str(k): Claim(_hash(one["sha256"]), str(one["since"])) for k, one in found.get("claims", {}).items()}
        name = str(found["name"])
    # JSON that is nested deeply enough exhausts the stack of its reader.
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("it has not the form of such a file") from error
    if len({one.version for one in versions}) < len(versions):
        raise ValueError("it lists one version twice")
    return Index(name, _ordered(versions), claims)


def _listed(one: Mapping[str, Any]) -> Listed:
    version, path, yanked = str(one["version"]), one["path"], one.get("yanked")
    if SemVer.parse(version) is None:
        raise ValueError(f"{version!r} is no semantic version")
    if not _is_folder_below(path):
        raise ValueError(f"the path of {version} is no folder below it")
    found = Listed(
        version=version,
        created=None if one.get("created") is None else str(one["created"]),
        path=path,
        sha256=_hash(one["sha256"]),
        yanked=Yank(str(yanked["reason"]), str(yanked["on"])) if yanked else None,
        history=tuple(_yank(event) for event in one.get("history", ())),
    )
    # Two readers, of `yanked` and of `history`, must not come to different conclusions.
    if found.history and found.yanked != _in_force(found.history[-1]):
        raise ValueError(f"{version} is not what its history makes of it")
    return found


def _is_folder_below(path: object) -> bool:
    # The list comes from a server: a path that leads elsewhere would be read from there, and written to in the cache.
    return isinstance(path, str) and not is_url(path) and not path_refusal(path) and path.endswith("/")


def _in_force(last: Yank) -> Yank | None:
    return None if last.is_lifted else last


def _yank(event: Mapping[str, Any]) -> Yank:
    if event["event"] not in {"yank", "unyank"}:
        raise ValueError(f"{event['event']!r} is nothing that happens to a version")
    return Yank(str(event["reason"]), str(event["on"]), event["event"] == "unyank")


def _hash(text: object) -> str:
    if not isinstance(text, str) or not _SHA256.fullmatch(text):
        raise ValueError("a hash in it is no SHA-256")
    return text


def read_index(source: ReleaseSource) -> Index:
    """The versions that stand at a source.

    Raises:
        UnreachableError: It does not answer.
        CannotCheckError: It holds no releases, or an index that cannot be used.
    """
    try:
        data = small(source, INDEX)
    except FileNotFoundError as error:
        message = f"There are no releases at {source.address}."
        raise CannotCheckError(message, hint=_way(source.address)) from error
    return usable_index(data, source.address)


def _way(address: str) -> str:
    """How to come from an address without an index to one that has it."""
    last = address.rpartition("/")[2]
    if last == INDEX:
        return f"Name the folder that {INDEX} is in."
    if SemVer.parse(last) is not None:
        return f"Name the folder above, and {last} as the version."
    return f"A folder of releases has a file {INDEX}; `talent-dataset publish` writes it."


def usable_index(data: bytes, address: str) -> Index:
    """As `parse_index`.

    Raises:
        CannotCheckError: The bytes are an invalid list of versions.
    """
    try:
        return parse_index(data)
    except ValueError as error:
        raise CannotCheckError(f"{INDEX} of {address} cannot be used: {error}.") from error
