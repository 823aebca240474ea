"""Names of files, sheets and archives, from names that may hold anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def stem(name: str, instead: str = "table") -> str:
    """A name where it can be that of a file on every system, else as near to it as can be; ``instead`` of nothing."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or instead


def stems(names: Iterable[str]) -> Iterator[str]:
    """A file name for each resource; no two differ in case alone."""
    return distinct(stem(name) for name in names)


def distinct(names: Iterable[str], *, longest: int | None = None) -> Iterator[str]:
    """The names, each with a number behind it where it is taken already (case does not tell names apart).

    Args:
        names: Any names.
        longest: Characters that a name may have; longer ones are cut.
    """
    taken: set[str] = set()
    for name in names:
        tries = (_numbered(name, number, longest) for number in range(1, len(taken) + 2))
        free = next(one for one in tries if one.casefold() not in taken)
        taken.add(free.casefold())
        yield free


def _numbered(name: str, number: int, longest: int | None) -> str:
    tail = "" if number == 1 else f"-{number}"
    return (name if longest is None else name[: longest - len(tail)]) + tail
