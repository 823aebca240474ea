"""The books of a package (``proof:data.books``): which tables hold them, and how values are read from quotes.

Everything is told by the names of resources and fields, so that any package can keep books. What is wrong is a fault
``descriptor/books``; the part that cannot be used is dropped, and where sources or evidence cannot be used there are no
books at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from talent_dataset.engine.descriptor.model import (
    PROPERTY,
    Aliases,
    Books,
    Observations,
    Quantity,
    QuoteLimits,
    Resource,
    Things,
)
from talent_dataset.engine.descriptor.properties import (
    Misfit,
    Place,
    Properties,
    array,
    arrays_of,
    filled,
    mapping,
    ordinal,
    read,
    shown,
    warn_unknown,
)
from talent_dataset.engine.meant import did_you_mean

CODE = "descriptor/books"

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sources": ("source_id", "sha256", "language"),
        "evidence": ("evidence_id", "table", "row_id", "field", "source_id", "start", "end", "quote", "basis"),
        "figures": ("figure_id", "source_id", "start", "end", "text", "booked_as"),
        "repairs": ("source_id", "start", "end", "raw", "reading"),
        "conflicts": ("table", "row_id", "field", "other_table", "other_row_id", "other_field", "kind", "status"),
    }
)
"""The tables of the books, and the columns that each must have; what else may stand in them, the docs say."""

_NEEDED = ("sources", "evidence")


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise Misfit(f"must be a number from 0 to 1, not {shown(value)}")
    return float(value)


def _texts(value: object) -> tuple[str, ...]:
    found: tuple[str, ...] = arrays_of(filled)(value)
    if not found:
        raise Misfit("must not be empty")
    return found


def _by_key(kind: Callable[[Any], Any]) -> Callable[[object], dict[str, Any]]:
    def read_all(value: object) -> dict[str, Any]:
        found = {}
        for key, each in mapping(value).items():
            try:
                found[key] = kind(each)
            except Misfit as misfit:
                raise Misfit(misfit.reason, hint=misfit.hint, at=(key, *misfit.at)) from misfit
        return found

    return read_all


BOOKS: Properties = MappingProxyType(
    {
        **{name: (name, filled) for name in COLUMNS},
        "languages": ("languages", _by_key(filled)),
        "units": ("units", _by_key(_texts)),
    }
)
QUOTES: Properties = MappingProxyType(
    {"characters": ("characters", ordinal), "han": ("han", ordinal), "share": ("share", _share)}
)
THINGS: Properties = MappingProxyType({"resource": ("resource", filled), "names": ("names", _texts)})
ALIASES: Properties = MappingProxyType({"resource": ("resource", filled), "text": ("text", filled)})
QUANTITY: Properties = MappingProxyType({name: (name, filled) for name in ("resource", "value", "comparator", "unit")})
OBSERVATIONS: Properties = MappingProxyType(
    {"resource": ("resource", filled), "same": ("same", _texts), "value": ("value", _texts)}
)
# Property to its class, its properties, and those it must have.
LISTS: Mapping[str, tuple[type[Any], Properties, tuple[str, ...]]] = MappingProxyType(
    {
        "things": (Things, THINGS, ("resource", "names")),
        "aliases": (Aliases, ALIASES, ("resource", "text")),
        "quantities": (Quantity, QUANTITY, ("resource", "value")),
        "observations": (Observations, OBSERVATIONS, ("resource", "same", "value")),
    }
)


def take_books(data: object, resources: Iterable[Resource], place: Place) -> Books | None:
    """The books that a package declares; ``None`` where they cannot be used.

    Args:
        data: The property ``books``.
        resources: The resources of the package, which the books name.
        place: Of the property.
    """
    known = {resource.name: resource for resource in resources}
    rest = _object(data, place)
    if rest is None:
        return None
    lists = {key: rest.pop(key) for key in (*LISTS, "quotes") if key in rest}
    values, strange = read(rest, BOOKS, place, CODE)
    warn_unknown(strange, (*BOOKS, *LISTS, "quotes"), place, is_closed=True)
    tables = _tables({name: values.pop(name) for name in COLUMNS if name in values}, known, place)
    if not tables.keys() >= {*_NEEDED}:
        return None
    found: dict[str, Any] = {key: _entries(key, lists.get(key, []), known, place.at(key)) for key in LISTS}
    return Books(**tables, **values, **found, quotes=_quotes(lists.get("quotes", {}), place.at("quotes")))


def _tables(used: Mapping[str, str], known: Mapping[str, Resource], place: Place) -> dict[str, Any]:
    """Those of the named tables that can be used."""
    tables = {name: resource for name, resource in used.items() if _is_usable(name, resource, known, place)}
    for name in (name for name in _NEEDED if name not in used):
        place.fault(CODE, f'The books lack "{name}".', hint=f"Name the resource that holds the {name}.")
    return tables


def _object(data: object, place: Place) -> dict[str, Any] | None:
    try:
        return mapping(data)
    except Misfit as misfit:
        place.misfit(CODE, misfit)
        return None


def warn_undeclared(resources: Iterable[Resource], books: Books | None, place: Place) -> None:
    """Warn of tables that have the columns of books, and that the package does not name as such.

    They would be checked as any table: that every cell has its evidence, nobody would look at.

    Args:
        resources: The resources of the package.
        books: The books that it declares.
        place: Of the property.
    """
    found = _undeclared(resources, books)
    # One such table may be chance: it takes both to make books.
    if not found or (books is None and not found.keys() >= {*_NEEDED}):
        return
    names = ", ".join(shown(name) for name in found.values())
    has, are = ("has", "it is not checked as such") if len(found) == 1 else ("have", "they are not checked as such")
    message = f"{names} {has} the columns of books, which the package does not name: {are}."
    said = json.dumps(found if books else {PROPERTY: {"books": found}}, ensure_ascii=False)
    place.warn(CODE, message, hint=f"Add {said[1:-1]} to {'the books' if books else 'the descriptor'}.")


def _undeclared(resources: Iterable[Resource], books: Books | None) -> dict[str, str]:
    """The parts of the books that the package does not name, each with a table that has its columns."""
    used = {books.sources, *books.tables()} if books else set[str]()
    others = [each for each in resources if each.name not in used]
    missing = {part: columns for part, columns in COLUMNS.items() if not getattr(books, part, None)}
    found = {part: _first_with(columns, others) for part, columns in missing.items()}
    return {part: name for part, name in found.items() if name is not None}


def _first_with(columns: Iterable[str], resources: Iterable[Resource]) -> str | None:
    """The name of the first table that has these columns."""
    for each in resources:
        if each.schema and {field.name for field in each.schema.fields} >= {*columns}:
            return each.name
    return None


def _is_usable(name: str, resource: str, known: Mapping[str, Resource], place: Place) -> bool:
    return _has_fields(resource, COLUMNS[name], known, place.at(name), place.at(name))


def _has_fields(
    resource: str, names: Iterable[str], known: Mapping[str, Resource], place: Place, at_resource: Place
) -> bool:
    """Whether there is such a resource, and its schema has the fields."""
    if resource not in known:
        at_resource.fault(CODE, f"There is no resource {shown(resource)}.", hint=did_you_mean(resource, known))
        return False
    schema = known[resource].schema
    fields = [each.name for each in schema.fields] if schema else []
    lost = [name for name in names if name not in fields]
    for name in lost:
        message = f"The resource {shown(resource)} has no field {shown(name)}."
        place.fault(CODE, message, hint=did_you_mean(name, fields))
    return not lost


def _entries(key: str, data: object, known: Mapping[str, Resource], place: Place) -> tuple[Any, ...]:
    try:
        entries = array(data)
    except Misfit as misfit:
        place.misfit(CODE, misfit)
        return ()
    found = (_entry(key, each, known, place.at(i)) for i, each in enumerate(entries))
    return tuple(each for each in found if each is not None)


def _entry(key: str, data: object, known: Mapping[str, Resource], place: Place) -> Any:
    made, properties, needed = LISTS[key]
    rest = _object(data, place)
    if rest is None:
        return None
    values, strange = read(rest, properties, place, CODE)
    warn_unknown(strange, properties, place, is_closed=True)
    lost = [name for name in needed if name not in values]
    for name in lost:
        place.fault(CODE, f'An entry of "{key}" lacks "{name}".')
    if lost:
        return None
    fields = [name for key, value in values.items() if key != "resource" for name in _names(value)]
    is_sound = _has_fields(values["resource"], fields, known, place, place.at("resource"))
    return made(**values) if is_sound else None


def _names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _quotes(data: object, place: Place) -> QuoteLimits:
    try:
        values, strange = read(mapping(data), QUOTES, place, CODE)
    except Misfit as misfit:
        place.misfit(CODE, misfit)
        return QuoteLimits()
    warn_unknown(strange, QUOTES, place, is_closed=True)
    return QuoteLimits(**values)


def dump_books(books: Books) -> dict[str, Any]:
    """The property ``books``; what equals a default is left out."""
    data: dict[str, Any] = {name: value for name in COLUMNS if (value := getattr(books, name)) is not None}
    if books.quotes != QuoteLimits():
        data["quotes"] = {name: getattr(books.quotes, name) for name in QUOTES}
    data |= {key: _dumped_list(getattr(books, key), LISTS[key][1]) for key in LISTS if getattr(books, key)}
    if books.languages:
        data["languages"] = dict(books.languages)
    if books.units:
        data["units"] = {code: list(words) for code, words in books.units.items()}
    return data


def _dumped_list(entries: Iterable[object], properties: Properties) -> list[dict[str, Any]]:
    return [_dumped(entry, properties) for entry in entries]


def _dumped(entry: object, properties: Properties) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in properties}
    return {n: list(v) if isinstance(v, tuple) else v for n, v in values.items() if v is not None}
