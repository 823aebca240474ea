"""What polars raises at what it is given: the one place that names it, so that none of our faults is taken for it."""

from __future__ import annotations

from typing import TypeAlias

import polars as pl

Errors: TypeAlias = tuple[type[BaseException], ...]

BREAKS: Errors = (pl.exceptions.PolarsError, pl.exceptions.PanicException)
"""A panic is a ``BaseException``, which ``except Exception`` lets pass."""
VALUE_BREAKS: Errors = (*BREAKS, ValueError, TypeError, NotImplementedError, OverflowError)
"""What making or converting values may raise besides: Python's own exceptions for values that no column takes."""


def first_line(error: BaseException) -> str:
    """What polars says, without the plan that it shows under it."""
    return str(error).strip().partition("\n")[0][:300]
