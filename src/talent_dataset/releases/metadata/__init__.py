"""What a release says of itself in the formats of others, generated from its descriptor and the facts of its files.

Every function is pure: the same package and facts give the same text.
"""

from __future__ import annotations

from talent_dataset.releases.metadata.croissant import croissant
from talent_dataset.releases.metadata.csvw import csvw
from talent_dataset.releases.metadata.facts import Facts, ReleasedFile
from talent_dataset.releases.metadata.yaml_metadata import citation_cff, dataset_card

__all__ = ["Facts", "ReleasedFile", "citation_cff", "croissant", "csvw", "dataset_card"]
