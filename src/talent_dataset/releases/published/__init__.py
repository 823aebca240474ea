"""Published releases: where they stand, which versions there are, and their files, fetched once and verified."""

from __future__ import annotations

from talent_dataset.releases.published.cache import forget, known_index
from talent_dataset.releases.published.index import INDEX, LATEST, Claim, Index, Listed, Yank, read_index
from talent_dataset.releases.published.release import Release, open_release
from talent_dataset.releases.published.stores import ReleaseSource, source_of

__all__ = [
    "INDEX",
    "LATEST",
    "Claim",
    "Index",
    "Listed",
    "Release",
    "ReleaseSource",
    "Yank",
    "forget",
    "known_index",
    "open_release",
    "read_index",
    "source_of",
]
