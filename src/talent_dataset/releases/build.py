"""A package on the disk to the folder of a release: validated tables in the formats that people open, described."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.engine.descriptor.properties import Misfit, date_time
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.writing import fill, recover, replaced_folder
from talent_dataset.releases.assembly import DESCRIPTOR, assemble
from talent_dataset.releases.contents.folder import CHECKSUMS, read_checksums
from talent_dataset.releases.gate import SoundPackage, check_ourselves, opened_once, second_opinion, sound_package

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import DataPackage
    from talent_dataset.engine.policy import Policy
    from talent_dataset.engine.report import Report

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Built:
    """What was built.

    Attributes:
        folder: Where it stands.
        files: Every file, by its path in the folder.
        report: The report on the package that it was built from.
        left_out: Files that a release has where they can be made, and why they could not.
        as_text: Which columns are text in some of the formats, which would change their values; a sentence a format.
        objection: What frictionless has against the result, where it was built in spite of that; else empty.
    """

    folder: Path
    files: tuple[str, ...]
    report: Report
    left_out: Mapping[str, str] = field(default_factory=dict)
    objection: str = ""
    as_text: tuple[str, ...] = ()


def build(  # noqa: PLR0913 - each says one thing of a release
    source: Path | str | SoundPackage,
    out: Path | str,
    *,
    version: str | None = None,
    created: str | None = None,
    changelog: str | None = None,
    texts: Path | str | None = None,
    despite: str | None = None,
    policy: Policy | None = None,
) -> Built:
    """Validate a package and write its release to a folder.

    The folder holds ``datapackage.json`` with the size and the hash of each file, ``data/<table>.csv`` and
    ``data/<table>.parquet``, computed columns included, all tables as one SQLite database and as one workbook, README
    and data dictionary in each language of the package, metadata in the forms of others, the licence, the list of
    changes, ``SHA256SUMS``, and a zip file of it all; files of the package that are no tables are copied. Nothing else
    in the folder of the package goes along. The same package, version and date give the same bytes. A folder that an
    earlier build wrote is replaced whole; when anything fails, it is as it was. All tables are held in memory.

    Args:
        source: A descriptor, a folder or archive that holds one, or a package that passed the gate, which is not
            validated again.
        out: The folder to write.
        version: The version of the release; by default that of the descriptor.
        created: Its date, ``2026-11-22`` or with the time and an offset; by default that of the descriptor.
        changelog: The list of changes, as Markdown; by default ``CHANGELOG.md`` beside the descriptor.
        texts: As in `validate`.
        despite: Why it is released although frictionless does not accept it; the README says so.
        policy: Which skipped checks are allowed or required; severities stand as they are declared.

    Raises:
        NotFullyCheckedError: Something that the package has was not read, and is not allowed to be skipped.
        CannotCheckError: There is no package at ``source``, ``out`` cannot be written, or holds other files, or the
            date is invalid.
        InvalidDataError: The package is not valid, its books do not balance, a conflict is open, or frictionless does
            not accept the result; nothing is written. The report is in ``report``.
    """
    target = Path(out)
    # What a build that was killed has left beside the folder is cleared away, or put back.
    recover(target.absolute().parent)
    _refuse_strange_files(target)
    date = None if created is None else date_time_of(created)
    sound = source if isinstance(source, SoundPackage) else sound_package(opened_once(source), source, texts, policy)
    package = _dated(sound.package, version, date)
    assembled = assemble(package, sound.opened.files, changelog)
    with replaced_folder(target) as new:
        # What is checked is what was written, not what was meant to be: a fault of a writer shows here.
        fill(new, assembled.files)
        check_ourselves(new, policy)
        objection = second_opinion(new / DESCRIPTOR)
        if objection and not despite:
            raise _refused(sound, objection)
        if objection:
            # The README has to say so, which changes the hashes of all that lists it: everything is made anew.
            remark = f"frictionless does not accept this package: {despite}"
            assembled = assemble(package, sound.opened.files, changelog, (remark,))
            fill(new, assembled.files)
    return Built(
        target.resolve(), tuple(assembled.files), sound.report, assembled.left_out, objection, as_text=assembled.as_text
    )


def date_time_of(created: str) -> str:
    """The date of a release in the form of a descriptor; a day begins at midnight, UTC.

    Raises:
        CannotCheckError: It is invalid.
    """
    text = f"{created}T00:00:00Z" if _DAY.fullmatch(created) else created
    try:
        return date_time(text)
    except Misfit as misfit:
        raise CannotCheckError(
            f"{created!r} is no date: it {misfit.reason}.", hint="Write a day, such as 2026-11-22."
        ) from None


def _dated(package: DataPackage, version: str | None, created: str | None) -> DataPackage:
    return replace(package, version=version or package.version, created=created or package.created)


def _refused(sound: SoundPackage, objection: str) -> InvalidDataError:
    return InvalidDataError(
        f"{sound.source} is valid, but frictionless does not accept what would be written, so nothing is: {objection}.",
        hint="docs/differences.md lists what it is known for. Change that, or give a reason (--despite).",
        report=sound.report,
    )


def _refuse_strange_files(target: Path) -> None:
    """Only a folder that a build wrote is replaced: whatever else lies in it would be lost."""
    if not target.exists():
        return
    if not target.is_dir():
        raise CannotCheckError(f"{target} is a file, not a folder.")
    if strange := _strange_files(target):
        raise CannotCheckError(
            f"{target} holds files that `build` did not write, such as {strange[0]}.",
            hint="Name another folder, or empty this one.",
        )


def _strange_files(target: Path) -> list[str]:
    try:
        there = sorted(str(file.relative_to(target).as_posix()) for file in target.rglob("*") if not file.is_dir())
        known = _written_before(target) if there else set()
    except OSError as error:
        raise CannotCheckError(f"{target} cannot be read: {error.strerror or error}.") from error
    return [path for path in there if path not in known]


def _written_before(target: Path) -> set[str]:
    try:
        return {CHECKSUMS, *read_checksums((target / CHECKSUMS).read_text(encoding="utf-8"))}
    except (FileNotFoundError, ValueError):
        return set()
