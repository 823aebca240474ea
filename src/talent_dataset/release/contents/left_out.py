"""Why a release lacks a file that others have."""

from __future__ import annotations


class LeftOutError(Exception):
    """A format cannot hold this package; the message says why, as the end of a sentence without a point."""
