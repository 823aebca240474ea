"""The texts of a release: for people, and for programs that read metadata of other kinds than a Data Package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from talent_dataset.release.dictionary import dictionary
from talent_dataset.release.languages import languages
from talent_dataset.release.metadata import dataset_card, metadata_files
from talent_dataset.release.readme import readme

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Package
    from talent_dataset.release.metadata.facts import Facts


def documents(
    package: Package, facts: Facts, remarks: Sequence[str] = (), beside: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """Path and text of every document that is made from the descriptor.

    Args:
        package: The built package: every table is one CSV file with size and hash, computed columns are fields.
        facts: Rows of the tables, and the files that hold data.
        remarks: Sentences that people must know of.
        beside: Paths of the licence and of the list of changes.
    """
    for language in languages(package):
        text = readme(package, facts, language, remarks=remarks, beside=beside)
        yield localized("README.md", language), dataset_card(package, facts, text) if language == "en" else text
        yield localized("dictionary.md", language), dictionary(package, language)
    yield from metadata_files(package, facts)


def localized(path: str, language: str) -> str:
    """The path of a document in a language; English is the one without a mark."""
    stem, _, suffix = path.rpartition(".")
    return path if language == "en" else f"{stem}.{language}.{suffix}"
