"""The README of a release as the card of a dataset on the Hugging Face hub: front matter before the text for people.

Rules: https://huggingface.co/docs/hub/datasets-cards. Each table is a configuration of its own, read from its Parquet
file: there codes are text, dates dates and decimals exact, while a CSV file would be guessed at.
"""

from __future__ import annotations

from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.languages import in_language, languages_of, worded
from talent_dataset.releases.metadata.attribution import known_licence, licence_url
from talent_dataset.releases.metadata.citation_file import yaml_text
from talent_dataset.releases.metadata.facts import Facts
from talent_dataset.releases.metadata.record_sets import PARQUET

_SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"))
_SIZES_BEYOND = ((10**8, "10M<n<100M"), (10**9, "100M<n<1B"))


def dataset_card(package: DataPackage, facts: Facts, text: str) -> str:
    """The text of a README with the front matter that the hub, and the library ``datasets``, read.

    Args:
        package: The built package.
        facts: Rows and files of the release.
        text: The README for people, in Markdown.
    """
    return f"---\n{yaml_text(_front_matter(package, facts))}---\n\n{text}"


def _front_matter(package: DataPackage, facts: Facts) -> dict[str, Any]:
    return {
        "pretty_name": in_language(worded(package, "title"), "en") or package.name,
        # The hub knows languages by their first subtag.
        "language": list(dict.fromkeys(tag.split("-")[0] for tag in languages_of(package))),
        **_licence(package),
        "tags": list(dict.fromkeys(word for word in package.keywords if word)),
        "size_categories": [_size(sum(facts.rows.values()))] if facts.rows else None,
        "configs": _configurations(facts),
    }


def _licence(package: DataPackage) -> dict[str, Any]:
    """One licence as the hub has it; any other by its name and address."""
    known = [licence.hub for entry in package.licenses if (licence := known_licence(entry))]
    if len(known) == len(package.licenses) and "other" not in known:
        return {"license": known[0] if len(known) == 1 else known}
    first = package.licenses[0]
    return {
        "license": "other",
        "license_name": str(first.get("name") or first.get("title") or "").casefold(),
        "license_link": licence_url(first) or first.get("path"),
    }


def _size(rows: int) -> str:
    return next((name for bound, name in (*_SIZES, *_SIZES_BEYOND) if rows < bound), "1B<n<10B")


def _configurations(facts: Facts) -> list[dict[str, Any]]:
    """A configuration for each Parquet file; it is called as the file, since not every name of a table will do.

    A table without rows has none: ``datasets`` refuses to load one.
    """
    files = [one for one in facts.files if one.mediatype == PARQUET and facts.rows.get(one.resource or "")]
    names = [one.path.rpartition("/")[2].removesuffix(".parquet") for one in files]
    return [
        {
            "config_name": name,
            "data_files": [{"split": "train", "path": file.path}],
            "default": True if place == 0 else None,
        }
        for place, (name, file) in enumerate(zip(names, files, strict=True))
    ]
