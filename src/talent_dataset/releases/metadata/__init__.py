"""What a release says of itself in the formats of others, generated from its descriptor and the facts of its files.

Every function is pure: the same package and facts give the same text.
"""

from __future__ import annotations

from collections.abc import Iterator

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.metadata.card import dataset_card
from talent_dataset.releases.metadata.citation_file import citation_cff
from talent_dataset.releases.metadata.croissant import croissant
from talent_dataset.releases.metadata.csvw import csvw
from talent_dataset.releases.metadata.facts import Facts, ReleasedFile

__all__ = ["Facts", "ReleasedFile", "citation_cff", "croissant", "csvw", "dataset_card", "metadata_files"]


def metadata_files(package: DataPackage, facts: Facts) -> Iterator[tuple[str, str]]:
    """The metadata of a release, by path: Croissant, CSV on the Web, the citation file.

    Args:
        package: The built package: tables in CSV files, version and date of creation set.
        facts: Its rows and files.
    """
    yield "croissant.json", croissant(package, facts)
    yield from csvw(package, facts).items()
    yield "CITATION.cff", citation_cff(package)
