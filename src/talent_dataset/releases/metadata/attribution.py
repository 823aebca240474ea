"""Who made a dataset, and its licences by the ids that others know.

A Data Package names licences by Open Definition ids. Only licences for data, texts and code that are in wide use
stand here. Any other is named by its words and its address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.engine.descriptor.paths import is_url
from talent_dataset.releases.citation import authors as cited

if TYPE_CHECKING:
    from talent_dataset.engine.reading.files import Files


@dataclass(frozen=True, slots=True)
class Author:
    """A contributor.

    A descriptor does not say whether a contributor is a person. One whose given or family name it tells is; all others
    are called organisations, so that no name is taken apart.
    """

    name: str
    given: str | None = None
    family: str | None = None
    organization: str | None = None
    email: str | None = None
    url: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether the descriptor gives this contributor a personal name."""
        return bool(self.given or self.family)


def authors(package: DataPackage) -> list[Author]:
    """Those whom a citation names, in the same order."""
    return [_author(entry) for entry in cited(package)]


def _author(entry: Mapping[str, Any]) -> Author:
    given, family = entry.get("givenName"), entry.get("familyName")
    whole = " ".join(part for part in (given, family) if part)
    return Author(
        name=str(entry.get("title") or whole),
        given=given,
        family=family,
        organization=entry.get("organization"),
        email=entry.get("email"),
        url=entry.get("path"),
    )


# As people call it, best first; the file goes along under the name that it has.
_NAMES = tuple(f"{word}{suffix}" for word in ("LICENSE", "LICENCE", "COPYING") for suffix in ("", ".txt", ".md"))


def licence_files(package: DataPackage, files: Files) -> Iterator[tuple[str, bytes]]:
    """The texts that the descriptor names by a path of the package, else the one beside it, else one that names them.

    Args:
        package: Its licences and those of its resources count.
        files: The files of the package.
    """
    ours = [*package.licenses, *(one for resource in package.resources for one in resource.licenses)]
    paths = _named(ours, files) or [name for name in _NAMES if files.exists(name)][:1]
    for path in paths:
        with files.open(path) as file:
            yield path, file.read()
    # Whoever unpacks the release must find in it what may be done with the data.
    if ours and not paths:
        yield "LICENSE.txt", _pointer(package.licenses or ours).encode("utf-8")


def _named(licences: Sequence[Mapping[str, Any]], files: Files) -> list[str]:
    """The paths that stand for files of the package; a text on the web is not fetched, as nothing is."""
    paths = {str(one.get("path", "")) for one in licences}
    return sorted(path for path in paths if path and not is_url(path) and files.exists(path))


def _pointer(licences: tuple[Mapping[str, Any], ...] | list[Mapping[str, Any]]) -> str:
    """What there is to say where no text is at hand: the names, and where the texts stand."""
    lines = ["The data are released under:", ""]
    for one in licences:
        parts = (str(one[part]) for part in ("name", "title", "path") if one.get(part))
        lines += ["\n  ".join(parts), ""]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Licence:
    """What a licence is called elsewhere.

    Attributes:
        spdx: Its id in the SPDX list.
        hub: Its id on the Hugging Face hub, or ``other``.
    """

    spdx: str
    hub: str


# Those of Creative Commons that the hub knows; SPDX knows each of these kinds in each of these versions.
_ON_THE_HUB = frozenset(
    {
        *("by-2.0", "by-2.5", "by-3.0", "by-4.0", "by-sa-3.0", "by-sa-4.0", "by-nc-2.0", "by-nc-3.0", "by-nc-4.0"),
        *("by-nd-4.0", "by-nc-nd-3.0", "by-nc-nd-4.0", "by-nc-sa-2.0", "by-nc-sa-3.0", "by-nc-sa-4.0"),
    }
)
_CREATIVE_COMMONS = [
    Licence(f"CC-{kind.upper()}-{version}", f"cc-{kind}-{version}" if f"{kind}-{version}" in _ON_THE_HUB else "other")
    for kind in ("by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd")
    for version in ("2.0", "2.5", "3.0", "4.0")
]
_OTHERS = [
    Licence("CC0-1.0", "cc0-1.0"),
    Licence("ODbL-1.0", "odbl"),
    Licence("PDDL-1.0", "pddl"),
    Licence("ODC-By-1.0", "odc-by"),
    Licence("MIT", "mit"),
    Licence("Apache-2.0", "apache-2.0"),
    Licence("BSD-2-Clause", "bsd-2-clause"),
    Licence("BSD-3-Clause", "bsd-3-clause"),
    Licence("Unlicense", "unlicense"),
    Licence("OGL-UK-3.0", "other"),
]
_KNOWN = {licence.spdx.casefold(): licence for licence in (*_CREATIVE_COMMONS, *_OTHERS)}
# Open Definition ids that are spelt otherwise.
_KNOWN |= {"odc-pddl-1.0": _KNOWN["pddl-1.0"], "odc-odbl-1.0": _KNOWN["odbl-1.0"]}


def known_licence(entry: Mapping[str, Any]) -> Licence | None:
    """The licence that an entry of ``licenses`` names, where it stands here."""
    return _KNOWN.get(str(entry.get("name") or "").casefold())


def licence_url(entry: Mapping[str, Any]) -> str | None:
    """Where the text of a licence stands on the web, where that is known."""
    path = entry.get("path")
    if isinstance(path, str) and is_url(path):
        return path
    licence = known_licence(entry)
    # The page of SPDX has the text of each licence, whoever keeps the original.
    return f"https://spdx.org/licenses/{licence.spdx}.html" if licence else None
