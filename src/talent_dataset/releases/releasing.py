"""The next release of a package: compared with the last one, numbered, built, with its entry in the list of changes."""

from __future__ import annotations

import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.engine.errors import CannotCheckError, ReleaseRefusedError
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.engine.writing import fill
from talent_dataset.releases.assembly import CHANGELOG, tables_of_release
from talent_dataset.releases.build import Built, build, date_time_of
from talent_dataset.releases.changelog import entry, first_entry, with_entry
from talent_dataset.releases.difference import ComparedPackage, Difference, compare
from talent_dataset.releases.difference.bump import FIRST, Bump, bump_of, check_version, semantic, smallest
from talent_dataset.releases.gate import SoundPackage, opened_once, sound_package

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.semver import SemVer
    from talent_dataset.engine.policy import Policy
    from talent_dataset.engine.reading.opening import Opened

# What a first release is compared with: no tables, and so no files that would be looked for.
_NOTHING: Final = ComparedPackage(DataPackage(resources=(), profile="2.0"), FolderFiles(Path()))


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before.

    Attributes:
        package: Its package.
        version: Its number.
        history: Its list of changes.
    """

    package: ComparedPackage
    version: SemVer
    history: str = ""


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What a release will be.

    Attributes:
        sound: The package, as it was when it was checked.
        version: Its number.
        created: Its date and time, as the descriptor will have it.
        previous: The version before; ``None`` for a first release.
        difference: From the release before, or from a package without any resources.
        bump: What the difference asks of the version.
        entry: Its entry in the list of changes.
        changelog: The whole list.
    """

    sound: SoundPackage
    version: str
    created: str
    previous: str | None
    difference: Difference
    bump: Bump
    entry: str
    changelog: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person says of a release.

    Attributes:
        version: The number, where it is not to be the smallest that is allowed.
        created: The date, ``2026-11-22`` or with the time; by default that of the descriptor.
        note: A sentence for the list of changes.
        texts: Folder with the documents that the evidence quotes.
        despite: As for `build`.
        policy: As for `build`.
    """

    version: str | None = None
    created: str | None = None
    note: str | None = None
    texts: Path | str | None = None
    despite: str | None = None
    policy: Policy | None = None


def previous_at(old: Path | str) -> Previous:
    """The release before, from its folder or archive.

    Raises:
        CannotCheckError: There is no package, or it has no semantic version.
    """
    opened = open_package(old)
    package = _usable(opened, old)
    version = semantic(package.version or "", f"The version of {old}")
    return Previous(ComparedPackage(package, opened.files), version, _changes_of(opened))


def previous_published(target: str) -> Previous | None:
    """The highest version at a target, withdrawn or not; ``None`` where nothing was published yet.

    Raises:
        CannotCheckError: The target cannot be read.
    """
    from talent_dataset.releases.published import INDEX, open_release, read_index, source_of
    from talent_dataset.releases.published.stores import small

    source = source_of(target)
    try:
        small(source, INDEX)
    except FileNotFoundError:
        return None
    index = read_index(source)
    if not index.versions:
        return None
    # Withdrawn or not: its number is taken, and its successor is compared with what people have.
    highest = index.versions[0]
    with warnings.catch_warnings():
        # That a version was withdrawn is one more reason to follow it.
        warnings.simplefilter("ignore")
        release = open_release(source, highest.version)
    history = release.file(CHANGELOG).read_text(encoding="utf-8") if CHANGELOG in release.sums else ""
    place = release.package()
    opened = open_package(place)
    return Previous(ComparedPackage(_usable(opened, place), opened.files), highest.order, history)


def plan_release(source: Path | str, previous: Previous | None, wishes: Wishes) -> ReleasePlan:
    """What the release of a package will be; nothing is written.

    Like is compared with like: the tables as they would be built, with those that were.

    Args:
        source: A descriptor, or a folder or archive that holds one.
        previous: The release before; ``None`` for a first one.
        wishes: What a person says of it.

    Raises:
        CannotCheckError: There is no package, or no date.
        InvalidDataError: The package is not valid, or its books do not balance.
        ReleaseRefusedError: Nothing changed, or the version is too small, goes back, or is out already.
    """
    opened = opened_once(source)
    # Before the validation, which may take minutes: a missing date is reported at once.
    created = _created(_usable(opened, source), wishes.created)
    sound = sound_package(opened, source, wishes.texts, wishes.policy)
    difference = _difference(previous, sound)
    _refuse_earlier(created, difference)
    bump = bump_of(difference)
    version = str(_version(sound.package, previous, bump, wishes.version))
    write = entry if previous else first_entry
    text = write(difference, version, created[:10], wishes.note)
    history = previous.history if previous else _changes_of(opened)
    return ReleasePlan(
        sound=sound,
        version=version,
        created=created,
        previous=str(previous.version) if previous else None,
        difference=difference,
        bump=bump,
        entry=text,
        changelog=with_entry(history, text),
    )


def build_release(out: Path | str, plan: ReleasePlan, wishes: Wishes) -> Built:
    """Build a release as planned; the folder is written whole or not at all.

    Raises:
        CannotCheckError: ``out`` cannot be written, or holds other files.
        InvalidDataError: As for `build`.
    """
    return build(
        plan.sound,
        out,
        version=plan.version,
        created=plan.created,
        changelog=plan.changelog,
        texts=wishes.texts,
        despite=wishes.despite,
        policy=wishes.policy,
    )


def _difference(previous: Previous | None, sound: SoundPackage) -> Difference:
    built, folder = tables_of_release(sound.package, sound.opened.files)
    with tempfile.TemporaryDirectory(prefix="talent-dataset-release-") as place:
        fill(Path(place), folder.data)
        new = ComparedPackage(built, FolderFiles(Path(place)))
        return compare(previous.package if previous else _NOTHING, new)


def _usable(opened: Opened, source: Path | str) -> DataPackage:
    if opened.parsed.package is None:
        raise CannotCheckError(f"The descriptor of {source} cannot be used.", hint="`validate` says what is wrong.")
    return opened.parsed.package


def _changes_of(opened: Opened) -> str:
    if not opened.files.exists(CHANGELOG):
        return ""
    with opened.files.open(CHANGELOG) as file:
        return file.read().decode("utf-8", errors="replace")


def _created(package: DataPackage, given: str | None) -> str:
    """The date of the release; the clock is never read, so that the same call gives the same bytes."""
    created = given or package.created
    if not created:
        hint = "Give it: --created 2026-11-22. The clock is never read, so that a release can be built again."
        raise CannotCheckError("The release has no date.", hint=hint)
    return date_time_of(created)


def _refuse_earlier(created: str, difference: Difference) -> None:
    """A release is not dated before the one that it follows; both are moments in UTC, which order as texts."""
    before = difference.old.created
    if before and date_time_of(before) > created:
        raise ReleaseRefusedError(
            f"The release would be dated {created[:10]}, before the one that it follows ({before[:10]}).",
            hint="Give its own date: --created.",
        )


def _version(package: DataPackage, previous: Previous | None, bump: Bump, given: str | None) -> SemVer:
    if previous is None:
        return semantic(given or package.version or str(FIRST))
    if given is None:
        if bump.level == "none":
            hint = "Give --version to release it all the same."
            raise ReleaseRefusedError(
                f"Nothing changed since {previous.version}: there is nothing to release.", hint=hint
            )
        return smallest(previous.version, bump.level)
    version = semantic(given)
    check_version(version, previous.version, bump)
    return version
