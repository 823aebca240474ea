"""``CITATION.cff``: how to cite a release, for GitHub, Zenodo and reference managers.

Rules: Citation File Format 1.2.0, https://github.com/citation-file-format/citation-file-format.
"""

from __future__ import annotations

from typing import Any

from talent_dataset.descriptor.model import Package
from talent_dataset.release.metadata.licences import known_licence, licence_url
from talent_dataset.release.metadata.people import Author, authors
from talent_dataset.release.metadata.wording import in_language, worded
from talent_dataset.release.metadata.yaml_text import yaml_text


def citation_cff(package: Package) -> str:
    """The citation of a package; whoever is not named is anonymous, since the format wants an author."""
    licences = [licence.spdx for entry in package.licenses if (licence := known_licence(entry))]
    # The format has one address for all licences, and means it for those that have no id.
    others = [url for entry in package.licenses if not known_licence(entry) and (url := licence_url(entry))]
    return yaml_text(
        {
            "cff-version": "1.2.0",
            "message": "If you use this dataset, please cite it as below.",
            "type": "dataset",
            "title": in_language(worded(package, "title"), "en") or package.name or "Untitled data package",
            "abstract": in_language(worded(package, "description"), "en"),
            "version": package.version,
            "date-released": package.created and package.created[:10],
            "authors": [_author(author) for author in authors(package)] or [{"name": "anonymous"}],
            "keywords": list(dict.fromkeys(word for word in package.keywords if word)),
            "license": licences[0] if len(licences) == 1 else list(dict.fromkeys(licences)),
            "license-url": others[0] if others and not licences else None,
            "url": package.homepage,
            "identifiers": _identifiers(package),
        }
    )


def _author(author: Author) -> dict[str, Any]:
    contact = {"email": author.email, "website": author.url}
    if author.is_person:
        names = {"family-names": author.family, "given-names": author.given, "affiliation": author.organization}
        return {**names, **contact}
    return {"name": author.name, **contact}


def _identifiers(package: Package) -> list[dict[str, str]]:
    """The id of a package, where it is a DOI."""
    doi = (package.id or "").removeprefix("https://doi.org/").removeprefix("doi:")
    return [{"type": "doi", "value": doi}] if doi.startswith("10.") else []
