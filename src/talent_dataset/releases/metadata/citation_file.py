"""``CITATION.cff``: how to cite a release, for GitHub, Zenodo and reference managers.

Rules: Citation File Format 1.2.0, https://github.com/citation-file-format/citation-file-format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.languages import in_language, worded
from talent_dataset.releases.metadata.attribution import Author, authors, known_licence, licence_url

# JSON-like values as YAML that every version of YAML reads alike: each text in quotes unless it is a plain word.


# A word that is nothing else to any reader: no number, no date, no truth value.
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*(?:[ ./][A-Za-z][A-Za-z-]*)*", re.ASCII)
_TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
# What YAML admits as it stands in a quoted text, but for what nobody sees and what turns the direction of a text; line
# separators would be folded to spaces.
_UNPRINTABLE = re.compile(
    "[^\\t\\x20-\\x7e\\xa0-\\u200a\\u200c\\u200d\\u2010-\\u2027\\u202f-\\u205f\\u2070-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U0010ffff]|[\\xad\\u061c]"
)


def yaml_text(values: Mapping[str, Any]) -> str:
    """A mapping as YAML in block style.

    Args:
        values: Texts, whole numbers, truth values, mappings and sequences of them; keys are plain words. What is
            ``None`` or empty is left out.
    """
    return "".join(f"{line}\n" for line in _mapping(values))


def _mapping(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield f"{key}:"
            yield from (f"  {line}" for line in _mapping(value))
        elif isinstance(value, (list, tuple)) and value:
            yield f"{key}:"
            yield from _sequence(value)
        elif value not in (None, "", (), [], {}):
            yield f"{key}: {_scalar(value)}"


def _sequence(values: Sequence[Any]) -> Iterator[str]:
    for value in values:
        lines = list(_mapping(value)) if isinstance(value, Mapping) else [_scalar(value)]
        yield from (f"{'  ' if place else '- '}{line}" for place, line in enumerate(lines))


def _scalar(value: Any) -> str:
    if isinstance(value, (bool, int)):
        return json.dumps(value)
    text = str(value)
    if _WORD.fullmatch(text) and text.casefold() not in _TAKEN:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def citation_cff(package: DataPackage) -> str:
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


def _identifiers(package: DataPackage) -> list[dict[str, str]]:
    """The id of a package, where it is a DOI."""
    doi = (package.id or "").removeprefix("https://doi.org/").removeprefix("doi:")
    return [{"type": "doi", "value": doi}] if doi.startswith("10.") else []
