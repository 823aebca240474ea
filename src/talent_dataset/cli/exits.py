"""Exit codes: what a script learns from a command."""

from __future__ import annotations

from typing import Final

VALID: Final = 0
INVALID: Final = 1
COULD_NOT_CHECK: Final = 2
# 128 + SIGINT, as shells say it.
INTERRUPTED: Final = 130

TEXT: Final = """\
exit codes:
  0  valid (or done)
  1  invalid: there are errors, or nothing was checked
  2  could not check: PATH is missing or unreadable, or the call is wrong"""
