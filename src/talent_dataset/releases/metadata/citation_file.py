"""``CITATION.cff``: how to cite a release, for GitHub, Zenodo and reference managers.

Rules: Citation File Format 1.2.0, https://github.com/citation-file-format/citation-file-format. Every version of YAML
reads the values alike: each text stands in quotes unless it is a plain word. To PyYAML, which writes version 1.1,
`1e3` is a text and needs none; in version 1.2 it is a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.languages import in_language, worded
from talent_dataset.releases.metadata.attribution import Author, authors, known_licence, licence_url

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
