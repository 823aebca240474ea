"""Why the work could not be done: raised, never reported as a finding about data."""

from __future__ import annotations

from typing import Any


class TalentDatasetError(Exception):
    """Base of all errors that the library raises on purpose.

    Attributes:
        message: What is wrong.
        hint: How to mend it, or empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message if not hint else f"{message}\n{hint}")
        self.message = message
        self.hint = hint


class CannotCheckError(TalentDatasetError):
    """What was to be checked is not there, or cannot be opened (exit code 2)."""


class NotFullyCheckedError(CannotCheckError):
    """Something that a package has was not read, where all must be (``build``, ``publish``; exit code 2).

    Attributes:
        report: The ``Report`` that names it.
    """

    def __init__(self, message: str, *, hint: str = "", report: Any = None) -> None:
        super().__init__(message, hint=hint)
        self.report = report


class DeclarationError(TalentDatasetError):
    """A schema is declared wrongly in Python; raised when it is defined."""


class InvalidDataError(TalentDatasetError):
    """The data break their schema where valid data are required (``build``, ``Table.validate``).

    Attributes:
        report: The ``Report`` that says so, where there is one.
    """

    def __init__(self, message: str, *, hint: str = "", report: Any = None) -> None:
        super().__init__(message, hint=hint)
        self.report = report


class UnknownNameError(TalentDatasetError, LookupError):
    """A table, field, row or option of that name does not exist."""


class ReleaseRefusedError(TalentDatasetError):
    """What was asked would break a promise about releases: a published version never changes (exit code 1)."""


class HashMismatchError(TalentDatasetError):
    """Bytes that were fetched are not those that were published."""


class RolledBackError(TalentDatasetError):
    """The list of releases lacks something that was seen in it before."""


class UnreachableError(CannotCheckError):
    """The place of the releases does not answer."""


class YankedWarning(UserWarning):
    """The version that is read was withdrawn by its publisher, who says why."""


class LossWarning(UserWarning):
    """Data were loaded leniently, and not all of them came out as they stand in the file.

    Attributes:
        report: The ``Report`` on what was lost.
    """

    def __init__(self, message: str, report: Any = None) -> None:
        super().__init__(message)
        self.report = report


class OfflineWarning(UserWarning):
    """The place of the releases does not answer: what is read is the latest version that was known before."""


class InterruptedWarning(UserWarning):
    """An earlier run was interrupted while it wrote: what it left was finished, or removed."""


class RuleRefusedError(ValueError):
    """A rule that is not run, with the reason.

    Attributes:
        hint: How to mend it, or empty.
    """

    def __init__(self, reason: str, *, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


class UnknownFieldError(RuleRefusedError):
    """A rule names a field that is not there."""

    def __init__(self, name: str, *, hint: str = "") -> None:
        super().__init__(f"there is no field {name!r}", hint=hint)
        self.name = name


class RuleTooLargeError(RuleRefusedError):
    """A rule that is sound, but could take more than there is."""
