"""Renew what a descriptor says of its files, their ``hash`` and ``bytes``, when they are written anew."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talent_dataset.engine.descriptor.paths import is_url, path_refusal
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.encodings import encoding
from talent_dataset.engine.reading.integrity import fresh_seal, with_seals
from talent_dataset.engine.reading.opening import DESCRIPTOR
from talent_dataset.engine.reading.strictjson import read_json
from talent_dataset.engine.writing import replace_file


@dataclass(frozen=True, slots=True)
class Renewal:
    """What changes in a descriptor.

    Attributes:
        file: The descriptor.
        data: Its bytes as they should be: only the values that change are other ones.
        changes: The properties that change, by the name of their resource.
        unsound: Resources whose values were not those of their files before either.
    """

    file: Path
    data: bytes
    changes: Mapping[str, tuple[str, ...]]
    unsound: tuple[str, ...] = ()

    def write(self) -> None:
        """Write the descriptor, where something changes.

        Raises:
            CannotCheckError: It cannot be written.
        """
        if self.changes:
            replace_file(self.file, self.data)


def renewal(source: Path | str, contents: Mapping[Path, tuple[bytes | None, bytes]]) -> Renewal:
    """What a descriptor should say of files once they are written; nothing is written.

    Args:
        source: A descriptor that can be used, or a folder that holds one.
        contents: The bytes before (``None`` where there was no file) and after, by file.

    Raises:
        CannotCheckError: The descriptor, or another part of a table, cannot be read.
    """
    file = Path(source) / DESCRIPTOR if Path(source).is_dir() else Path(source)
    before, after = _by_place(contents)
    data = _read(file)
    resources = list(enumerate(read_json(data)[0]["resources"]))
    seals = {at: seal for at, said in resources if (seal := _seal(file.parent, said, after))}
    names = {at: str(resources[at][1].get("name", at)) for at in seals}
    return Renewal(
        file=file,
        data=_sealed(data, seals),
        changes={names[at]: tuple(seal) for at, seal in seals.items()},
        unsound=tuple(name for at, name in names.items() if _seal(file.parent, resources[at][1], before)),
    )


def _by_place(
    contents: Mapping[Path, tuple[bytes | None, bytes]],
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The bytes before and after, by the file that a path leads to."""
    places = {os.path.realpath(path): pair for path, pair in contents.items()}
    # A file that was not there is in nobody's hash.
    before = {place: new if old is None else old for place, (old, new) in places.items()}
    return before, {place: new for place, (_, new) in places.items()}


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be read: {error.strerror or error}.") from error


def renew(source: Path | str, files: Iterable[Path]) -> Renewal:
    """Renew what a descriptor says of files that were written just now.

    Raises:
        CannotCheckError: The descriptor cannot be read or written.
    """
    found = renewal(source, {file: (None, file.read_bytes()) for file in files})
    found.write()
    return found


def _seal(folder: Path, said: Any, contents: Mapping[str, bytes]) -> Mapping[str, str | int]:
    """What a resource should say otherwise, where one of the files is its own and the others can be read."""
    paths = _paths(said)
    # The hash is that of all parts together, and what is on the web is not read.
    if any(is_url(one) or path_refusal(one) for one in paths):
        return {}
    places = [os.path.realpath(folder / one) for one in paths]
    if contents.keys().isdisjoint(places):
        return {}
    try:
        parts = [contents[place] if place in contents else Path(place).read_bytes() for place in places]
    except OSError:
        return {}
    return fresh_seal(said, parts)


def _paths(said: Any) -> list[str]:
    path = said.get("path") if isinstance(said, dict) else None
    return [one for one in (path if isinstance(path, list) else [path]) if isinstance(one, str)]


def _sealed(data: bytes, seals: Mapping[int, Mapping[str, str | int]]) -> bytes:
    how = encoding(None, data[:4])
    text = data[how.mark :].decode(how.codec)
    return data[: how.mark] + with_seals(text, seals).encode(how.codec)
