"""Metadata in YAML: how to cite a release, and the front matter by which its README is the card of a dataset.

``CITATION.cff`` is for GitHub, Zenodo and reference managers: Citation File Format 1.2.0,
https://github.com/citation-file-format/citation-file-format. The card is for the Hugging Face hub:
https://huggingface.co/docs/hub/datasets-cards. Each table is a configuration of its own there, read from its Parquet
file: there codes are text, dates dates and decimals exact, while a CSV file would be guessed at.

Every version of YAML reads the values alike: each text stands in quotes unless it is a plain word. To PyYAML, which
writes version 1.1, `1e3` is a text and needs none; in version 1.2 it is a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.languages import in_language, languages_of, worded
from talent_dataset.releases.metadata.attribution import Author, authors, known_licence, licence_url
from talent_dataset.releases.metadata.facts import Facts
from talent_dataset.releases.metadata.record_sets import PARQUET

# A word that is nothing else to any reader: no number, no date, no truth value.
_TAKEN = "y|n|yes|no|on|off|true|false|null"
_WORD = re.compile(rf"(?!(?:{_TAKEN})$)[A-Za-z][A-Za-z_-]*(?:[ ./][A-Za-z][A-Za-z_-]*)*", re.ASCII | re.IGNORECASE)
# What YAML admits as it stands, but what nobody sees or what turns the direction of a text.
_HIDDEN = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f]")


def yaml_text(values: Mapping[str, Any]) -> str:
    """A mapping as YAML in block style.

    Args:
        values: Texts, whole numbers, truth values, mappings and sequences of them; keys are plain words. What is
            ``None`` or empty is left out.
    """
    import yaml

    # Lines are not folded: on a line of its own a text is easier to find, and to compare with the one before.
    text = yaml.dump(_filled(values), Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=math.inf)
    # Whatever holds one of these is no plain word, so it stands in double quotes, where an escape means the same.
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _filled(values: Any) -> Any:
    """The same without what is not there."""
    if isinstance(values, Mapping):
        return {key: _filled(value) for key, value in values.items() if value not in (None, "", (), [], {})}
    return [_filled(value) for value in values] if isinstance(values, (list, tuple)) else values


@cache
def _dumper() -> Any:
    """PyYAML's safe one, but for when it quotes."""
    import yaml

    dumper: Any = type("Dumper", (yaml.SafeDumper,), {})
    dumper.add_representer(str, _scalar)
    return dumper


def _scalar(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if _WORD.fullmatch(text) else '"')


def citation_cff(package: DataPackage) -> str:
    """The citation of a package; whoever is not named is anonymous, since the format wants an author."""
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
            # The schema of the format refuses empty keywords, and the same one twice.
            "keywords": list(dict.fromkeys(filter(None, package.keywords))),
            **_licences(package),
            "url": package.homepage,
            "identifiers": _identifiers(package),
        }
    )


def _licences(package: DataPackage) -> dict[str, Any]:
    """The ids of its licences, or an address; the format has one address for all, and means it for those without id."""
    known = [known_licence(entry) for entry in package.licenses]
    ids = list(dict.fromkeys(licence.spdx for licence in known if licence))
    if ids:
        return {"license": ids[0] if sum(map(bool, known)) == 1 else ids}
    return {"license-url": next(filter(None, map(licence_url, package.licenses)), None)}


def _author(author: Author) -> dict[str, Any]:
    contact = {"email": author.email, "website": author.url}
    if author.is_person:
        names = {"family-names": author.family, "given-names": author.given, "affiliation": author.organization}
        return {**names, **contact}
    return {"name": author.name, **contact}


def _identifiers(package: DataPackage) -> list[dict[str, str]]:
    """The id of a package, where it is a DOI."""
    # The format has kinds of identifiers, and only a DOI can be told by its form.
    doi = (package.id or "").removeprefix("https://doi.org/").removeprefix("doi:")
    return [{"type": "doi", "value": doi}] if doi.startswith("10.") else []


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
        **_hub_licence(package),
        "tags": list(dict.fromkeys(word for word in package.keywords if word)),
        "size_categories": [_size(sum(facts.rows.values()))] if facts.rows else None,
        "configs": _configurations(facts),
    }


def _hub_licence(package: DataPackage) -> dict[str, Any]:
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
