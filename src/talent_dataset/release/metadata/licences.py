"""Licences by the ids that others know: a Data Package names them by Open Definition ids.

Only licences for data, texts and code that are in wide use stand here. Any other is named by its words and its address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from talent_dataset.descriptor.paths import is_url


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
    return f"https://spdx.org/licenses/{licence.spdx}.html" if licence else None
