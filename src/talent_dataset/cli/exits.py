"""Exit codes: what a script learns from a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from talent_dataset.report import Verdict

VALID: Final = 0
INVALID: Final = 1
NOT_FULLY_CHECKED: Final = 2
COULD_NOT_CHECK: Final = 2
# EX_SOFTWARE of sysexits.h: an internal error of the program, told apart from every verdict on data.
CRASHED: Final = 70
# 128 + SIGINT, as shells say it.
INTERRUPTED: Final = 130

TEXT: Final = """\
exit codes:
  0  valid (or done)
  1  invalid: there are errors
  2  not fully checked: something could not be read or run, and is named; or
     could not check: PATH is missing or unreadable, or the call is wrong
  70 a crash: a fault of talent-dataset, not of the data"""


def of(verdict: Verdict) -> int:
    """The exit code of a verdict."""
    return {"valid": VALID, "invalid": INVALID, "not-fully-checked": NOT_FULLY_CHECKED}[verdict]
