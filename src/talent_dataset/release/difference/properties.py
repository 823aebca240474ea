"""Properties of descriptors, compared one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def changed(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every property that differs: its path with points, what it was, what it is.

    Objects are compared property by property, arrays as wholes: what stands at a place of an array has no name.
    ``None`` stands for what is not there.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*old, *new]):
            yield from changed(old.get(name), new.get(name), f"{path}.{name}" if path else str(name))
    elif not same(old, new):
        yield path, old, new


def same(old: Any, new: Any) -> bool:
    """Whether two JSON values are the same; Python takes ``True`` for ``1``, JSON does not."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(same(old[name], new[name]) for name in old)
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return len(old) == len(new) and all(map(same, old, new))
    return isinstance(old, bool) == isinstance(new, bool) and bool(old == new)


def without(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A descriptor without some of its properties; ``talentDataset.files`` names one inside another."""
    kept = dict(data)
    for name in names:
        outer, _, inner = name.partition(".")
        if inner and isinstance(kept.get(outer), Mapping):
            kept[outer] = without(kept[outer], inner)
            if not kept[outer]:
                del kept[outer]
        elif not inner:
            kept.pop(outer, None)
    return kept
