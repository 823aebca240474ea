"""Published releases: where they stand, which versions there are, and their files, fetched once and verified."""

from __future__ import annotations

from talent_dataset.reading.releases.index import INDEX, LATEST, Claim, Index, Listed, Yank, read_index
from talent_dataset.reading.releases.memory import forget, known_index
from talent_dataset.reading.releases.release import Release, open_release
from talent_dataset.reading.releases.sources import Source, source_of

__all__ = [
    "INDEX",
    "LATEST",
    "Claim",
    "Index",
    "Listed",
    "Release",
    "Source",
    "Yank",
    "forget",
    "known_index",
    "open_release",
    "read_index",
    "source_of",
]
