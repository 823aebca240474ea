"""Who and what stands behind data: contributors, sources, licences (of a package or of a resource)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from talent_dataset.engine.descriptor.paths import is_url, url_or_path
from talent_dataset.engine.descriptor.properties import (
    Misfit,
    Place,
    Properties,
    array,
    email,
    given,
    mapping,
    read,
    text,
    texts,
    warn_unknown,
)

_LICENSE_NAME = re.compile(r"[-a-zA-Z0-9._]+")

CONTRIBUTOR: Properties = {
    "title": ("title", text),
    "givenName": ("givenName", text),
    "familyName": ("familyName", text),
    "path": ("path", url_or_path),
    "email": ("email", email),
    "roles": ("roles", texts),
    "role": ("role", text),
    "organization": ("organization", text),
}
SOURCE: Properties = {
    "title": ("title", text),
    "path": ("path", url_or_path),
    "email": ("email", email),
    "version": ("version", text),
}
LICENSE: Properties = {
    "name": ("name", text),
    "path": ("path", url_or_path),
    "title": ("title", text),
}

CreditItem = dict[str, Any]


def parse_credits(
    data: dict[str, Any], place: Place, code: str, *, of: Iterable[str]
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """Take the lists that an object has ``of`` these three out of it; entries that are wrong are left out."""
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for key in of:
        if (value := given(data, key, place, code)) is not None:
            found[key] = _entries(value, place.at(key), code, _CHECKS[key])
        data.pop(key, None)
    return found


def _entries(
    value: object, place: Place, code: str, check: Callable[[CreditItem, Place, str], None]
) -> tuple[CreditItem, ...]:
    try:
        entries = array(value)
    except Misfit as misfit:
        place.misfit(code, misfit)
        return ()
    # The profile lets only ``sources`` be empty.
    if not entries and place.key != "sources":
        place.warn(code, f'"{place.key}" is empty.', hint="Name at least one, or leave the property out.")
    return tuple(entry for i, entry in enumerate(entries) if _is_entry(entry, place.at(i), code, check))


def _is_entry(entry: object, place: Place, code: str, check: Callable[[CreditItem, Place, str], None]) -> bool:
    try:
        check(mapping(entry), place, code)
    except Misfit as misfit:
        place.misfit(code, misfit)
    return isinstance(entry, dict) and bool(entry)


def _contributor(entry: CreditItem, place: Place, code: str) -> None:
    values = _known(entry, CONTRIBUTOR, place, code)
    if "path" in values and not is_url(values["path"]):
        place.at("path").warn(code, '"path" of a contributor should be a full URL.', hint="Start it with https://.")
    _wants_title(entry, place, code)


def _source(entry: CreditItem, place: Place, code: str) -> None:
    _known(entry, SOURCE, place, code)
    _wants_title(entry, place, code)


def _license(entry: CreditItem, place: Place, code: str) -> None:
    values = _known(entry, LICENSE, place, code, least="")
    if not entry.keys() & {"name", "path"}:
        hint = 'Give the Open Definition id ("name": "CC-BY-4.0") or the address of the text ("path").'
        raise Misfit("must have a name or a path", hint=hint)
    if not _LICENSE_NAME.fullmatch(values.get("name", "x")):
        hint = 'An id has letters, digits, ".", "_" and "-" only: "CC-BY-4.0". Put the full name into "title".'
        place.at("name").warn(code, '"name" of a licence should be an Open Definition licence id.', hint=hint)


def _known(entry: CreditItem, known: Properties, place: Place, code: str, *, least: str = "title") -> CreditItem:
    if not entry and least:
        raise Misfit("must have at least one property", hint=f'Give it a "{least}".')
    values, custom = read(entry, known, place, code)
    warn_unknown(custom, known, place)
    return values


def _wants_title(entry: CreditItem, place: Place, code: str) -> None:
    if place.context.is_v1 and "title" not in entry:
        place.warn(code, "There is no title here, which the 1.0 profile wants.", hint='Add a "title".')


_CHECKS = {"contributors": _contributor, "sources": _source, "licenses": _license}
