"""How to cite a package, or one table of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from talent_dataset.engine.descriptor.model import DataPackage, Resource
from talent_dataset.releases.languages import said, title_of

CitationStyle = Literal["text", "bibtex", "csl"]

_BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}


@dataclass(frozen=True, slots=True)
class _Work:
    """What a citation says, whatever its form."""

    key: str
    title: str
    container: str | None
    authors: tuple[str, ...]
    year: str | None
    version: str | None
    licence: str | None


def citation(package: DataPackage, resource: Resource | None = None, style: CitationStyle = "text") -> str:
    """The citation of a package, or of one of its tables.

    Args:
        package: The package; its title, contributors, version, date of creation and licences are used.
        resource: The table, where one table is cited.
        style: ``text`` (a sentence), ``bibtex`` or ``csl`` (CSL-JSON, one item).
    """
    return STYLES[style](_work(package, resource))


def _work(package: DataPackage, resource: Resource | None) -> _Work:
    title = said(package, "title", "en") or package.name or "Untitled data package"
    names = (package.name, resource.name if resource else None, package.version)
    return _Work(
        # The same for the same version, so that a bibliography that is made again keeps its keys.
        key="-".join(filter(None, names)) or "data-package",
        title=title if resource is None else title_of(resource, "en"),
        container=None if resource is None else title,
        authors=tuple(_name(author) for author in authors(package)),
        year=package.created[:4] if package.created else None,
        version=package.version,
        licence=_licences(package),
    )


def _licences(package: DataPackage) -> str | None:
    return " and ".join(str(one["name"]) for one in package.licenses if one.get("name")) or None


def authors(package: DataPackage) -> tuple[Mapping[str, Any], ...]:
    """The contributors who are authors, or all where none is called one; those without any name are left out."""
    people = [one for one in package.contributors if _name(one)]
    return tuple([one for one in people if "author" in _roles(one)] or people)


def _name(contributor: Mapping[str, Any]) -> str:
    parts = (contributor.get("givenName"), contributor.get("familyName"))
    return str(contributor.get("title") or " ".join(part for part in parts if part))


def _roles(contributor: Mapping[str, Any]) -> list[str]:
    # Version 1 of the standard has one `role`, version 2 a list of `roles`.
    return list(contributor.get("roles") or [contributor.get("role", "author")])


def _text(work: _Work) -> str:
    year = f" ({work.year or 'n.d.'})"
    parts = [
        ", ".join(work.authors) + year if work.authors else "",
        f"{work.title}{'' if work.authors else year} [Data set]",
        f"In {work.container}" if work.container else "",
        f"Version {work.version}" if work.version else "",
        f"Licence {work.licence}" if work.licence else "",
    ]
    return " ".join(f"{part}." for part in parts if part)


def _bibtex(work: _Work) -> str:
    entries = {
        "title": f"{{{_escaped(work.title)}}}",
        # In braces, as BibTeX would take the last word of an organisation for a family name.
        "author": " and ".join(f"{{{_escaped(author)}}}" for author in work.authors),
        "booktitle": work.container and _escaped(work.container),
        "year": work.year,
        "version": work.version and _escaped(work.version),
        "note": "Data set" + (f", licence {_escaped(work.licence)}" if work.licence else ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in entries.items() if value]
    return "\n".join([f"@misc{{{re.sub(r'[^a-zA-Z0-9.-]', '-', work.key)},", *lines, "}"])


def _escaped(text: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(character, character) for character in text)


def _csl(work: _Work) -> str:
    item = {
        "id": work.key,
        "type": "dataset",
        "title": work.title,
        "container-title": work.container,
        "author": [{"literal": author} for author in work.authors],
        "issued": {"date-parts": [[int(work.year)]]} if work.year else None,
        "version": work.version,
        "note": f"Licence {work.licence}" if work.licence else None,
    }
    return json.dumps({name: value for name, value in item.items() if value}, ensure_ascii=False, indent=2)


STYLES: Mapping[CitationStyle, Callable[[_Work], str]] = {"text": _text, "bibtex": _bibtex, "csl": _csl}
