"""What a release must pass: our own checks, the books included, and those of an independent program."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talent_dataset.checking import validate
from talent_dataset.engine.errors import InvalidDataError, NotFullyCheckedError
from talent_dataset.engine.policy import Policy
from talent_dataset.engine.reading.opening import Opened, hold, open_package
from talent_dataset.engine.report import UNREAD, counted
from talent_dataset.engine.rules.field_checks import probes

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import DataPackage
    from talent_dataset.engine.report import Report

# A warning while people work on the data; a release settles it.
_OPEN = "conflicts/open"
# frictionless reads a few hundred kilobytes a second, and does not end at all on some patterns.
_SECONDS, _BYTES_A_SECOND = 120, 50_000


@dataclass(frozen=True, slots=True)
class SoundPackage:
    """A package that may be released, as it was when it was checked.

    Attributes:
        source: Where it stands, for messages.
        package: What its descriptor says.
        opened: Its files, each as it was read for the first time: nothing that is edited later is packed.
        report: What was found; it has no errors.
    """

    source: Path | str
    package: DataPackage
    opened: Opened
    report: Report


def opened_once(source: Path | str) -> Opened:
    """A package of which each file is read once, so that what is checked is what is packed.

    Args:
        source: A descriptor, or a folder or archive that holds one.

    Raises:
        CannotCheckError: There is no package at ``source``.
    """
    return hold(open_package(source, probes=probes()))


def sound_package(
    opened: Opened, source: Path | str, texts: Path | str | None, policy: Policy | None = None
) -> SoundPackage:
    """The package, if it may be released; whoever has it need not validate it again.

    Args:
        opened: The package, from ``opened_once``.
        source: Where it stands, for messages.
        texts: As in `validate`.
        policy: Which skipped checks count; severities stand as they are declared.

    Raises:
        InvalidDataError: It is not valid, its books do not balance, or a conflict of sources is open.
        NotFullyCheckedError: Something that it has was not read.
    """
    report = validate(opened, texts=texts, policy=skips_only(policy))
    if report.errors:
        raise InvalidDataError(
            f"{source} is not valid ({counted(report.errors, 'error')}), so nothing is written.",
            hint="`validate` says what is wrong, where, and how to mend it.",
            report=report,
        )
    if number := report.totals.get(_OPEN, 0):
        raise InvalidDataError(
            f"{source} has {counted(number, 'open conflict')} of sources, so nothing is written.",
            hint="Settle each: say which side is preferred, and why.",
            report=report,
        )
    refuse_unread(report, source, "written")
    _refuse_unreadable(report, source)
    if opened.parsed.package is None:
        raise AssertionError("a package without a usable descriptor is not valid")
    return SoundPackage(source, opened.parsed.package, opened, report)


def _refuse_unreadable(report: Report, source: Path | str) -> None:
    """A resource that nobody read cannot be written, whatever is allowed: an empty table would stand in its place."""
    if unread := next((skip for skip in report.checks.skipped if skip.code in UNREAD), None):
        raise NotFullyCheckedError(
            f"{unread.resource} of {source} was not read, so it cannot be written: {unread.reason}.",
            hint="Download it and name it by its path, or take the resource out.",
            report=report,
        )


def skips_only(policy: Policy | None) -> Policy:
    """What a policy says of skipped checks."""
    # A severity that somebody lowered for a day must not let an invalid package out to others.
    return replace(policy or Policy(), settings=())


def refuse_unread(report: Report, source: Path | str, deed: str) -> None:
    """Release and publish nothing of which a part was not read.

    Raises:
        NotFullyCheckedError: It is so, and was not allowed.
    """
    if report.verdict == "not-fully-checked":
        raise NotFullyCheckedError(
            f"{source} is not fully checked, so nothing is {deed}.",
            hint="Make what was skipped readable, or accept it by name: --allow-skipped CODE.",
            report=report,
        )


def check_ourselves(folder: Path, policy: Policy | None = None) -> None:
    """What is written must be valid itself; if it is not, the fault is ours and the folder is not put in place.

    What was not read of the package is not read of the release, and documents are compared with the package.
    """
    report = validate(folder, policy=replace(skips_only(policy), require=()))
    if not report.is_valid:
        unread = [skip for skip in report.checks.skipped if skip.counts]
        first = next((issue for issue in report.issues if issue.severity == "error"), unread)
        raise AssertionError(f"the build of a valid package is not valid: {first}")


def second_opinion(descriptor: Path) -> str:
    """What ``frictionless validate`` has against a package: a sentence or two, empty where it accepts it.

    It runs in a process of its own, as users of the package run it, because it does not end on some packages, and ends
    in an exception on others (see ``docs/differences.md``).
    """
    # Without -P a file of the package that is called like a module would be run.
    command = [sys.executable, "-P", "-m", "frictionless", "validate", "--json", descriptor.name]
    seconds = _SECONDS + sum(file.stat().st_size for file in descriptor.parent.rglob("*.csv")) // _BYTES_A_SECOND
    try:
        done = subprocess.run(command, cwd=descriptor.parent, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own interpreter, and a file that we wrote
    except subprocess.TimeoutExpired:
        return f"it came to no end within {seconds:,} seconds"
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return f"it ended in an exception: {_last_line(done.stderr)}"
    return "" if report["valid"] and not done.returncode else _told(report)


def _last_line(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it says nothing"


def _told(report: dict[str, Any]) -> str:
    """The first of its errors, and how many there are."""
    errors = [*report["errors"], *(error for task in report["tasks"] for error in task["errors"])]
    first = " ".join(str(errors[0]["message"]).split()) if errors else "the report names no error"
    return first if len(errors) < 2 else f"{first} (and {len(errors) - 1} more)"  # noqa: PLR2004 - one, and others
