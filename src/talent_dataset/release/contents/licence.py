"""The licence of the data, as a file of the release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from talent_dataset.descriptor.paths import is_url

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Package
    from talent_dataset.reading.files import Files

# As people call it, best first; the file goes along under the name that it has.
_NAMES = tuple(f"{word}{suffix}" for word in ("LICENSE", "LICENCE", "COPYING") for suffix in ("", ".txt", ".md"))


def licence_files(package: Package, files: Files) -> Iterator[tuple[str, bytes]]:
    """The texts that the descriptor names by a path of the package, else the one beside it, else one that names them.

    Args:
        package: Its licences and those of its resources count.
        files: The files of the package.
    """
    ours = [*package.licenses, *(one for resource in package.resources for one in resource.licenses)]
    named = {path for one in ours if (path := str(one.get("path", ""))) and not is_url(path) and files.exists(path)}
    beside = [name for name in _NAMES if files.exists(name)][:1]
    for path in sorted(named) or beside:
        with files.open(path) as file:
            yield path, file.read()
    if ours and not (named or beside):
        yield "LICENSE.txt", _pointer(package.licenses or ours).encode("utf-8")


def _pointer(licences: tuple[Mapping[str, Any], ...] | list[Mapping[str, Any]]) -> str:
    """What there is to say where no text is at hand: the names, and where the texts stand."""
    lines = ["The data are released under:", ""]
    for one in licences:
        parts = (str(one[part]) for part in ("name", "title", "path") if one.get(part))
        lines += ["\n  ".join(parts), ""]
    return "\n".join(lines)
