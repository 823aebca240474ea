"""A Data Resource: where its data are, and how they are to be read.

A dialect is a Table Dialect, or the CSV Dialect of version 1.0 that it supersedes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from talent_dataset.engine.descriptor.credits import parse_credits
from talent_dataset.engine.descriptor.model import Dialect, Resource, Schema
from talent_dataset.engine.descriptor.paths import is_url, path_refusal
from talent_dataset.engine.descriptor.properties import (
    Misfit,
    Place,
    Properties,
    ReferenceFault,
    arrays_of,
    character,
    check_profiles,
    filled,
    flag,
    given,
    named,
    one_of,
    ordinal,
    read,
    shown,
    text,
    texts,
    warn_null,
    warn_unknown,
    whole,
)
from talent_dataset.engine.descriptor.schema import OWN_WORDS as SCHEMA_WORDS
from talent_dataset.engine.descriptor.schema import parse_schema
from talent_dataset.engine.meant import did_you_mean

_DIALECT_CODE = "descriptor/dialect"

DIALECT: Properties = {
    "header": ("header", flag),
    "headerRows": ("header_rows", arrays_of(ordinal)),
    "headerJoin": ("header_join", text),
    "commentRows": ("comment_rows", arrays_of(ordinal)),
    "commentChar": ("comment_char", filled),
    "delimiter": ("delimiter", filled),
    "lineTerminator": ("line_terminator", filled),
    "quoteChar": ("quote_char", character),
    "doubleQuote": ("double_quote", flag),
    "escapeChar": ("escape_char", character),
    "nullSequence": ("null_sequence", text),
    "skipInitialSpace": ("skip_initial_space", flag),
    "property": ("property", text),
    "itemType": ("item_type", one_of(("array", "object"))),
    "itemKeys": ("item_keys", texts),
    "sheetNumber": ("sheet_number", ordinal),
    "sheetName": ("sheet_name", text),
    "table": ("table", text),
}
# Words of version 1.0 without a meaning in 2, and what describes a dialect that stands alone.
_TOLERATED = frozenset(
    {"caseSensitiveHeader", "csvddfVersion", "$schema", "profile", "name", "title", "description", "type"}
)
# Programs nest words by format (`{"csv": {"delimiter": ";"}}`): what each of them is called here.
NESTED: Mapping[str, Mapping[str, str]] = {
    "csv": {
        word: word
        for word in (
            "delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence", "skipInitialSpace",
        )
    },
    "excel": {"sheetName": "sheetName", "sheetNumber": "sheetNumber"},
    "ods": {"sheetName": "sheetName", "sheetNumber": "sheetNumber"},
    "json": {"property": "property", "keys": "itemKeys", "itemKeys": "itemKeys"},
}  # fmt: skip


def parse_dialect(data: object, place: Place) -> Dialect:
    """The dialect, with the defaults for what is absent or wrong."""
    if not isinstance(data, dict):
        message = f'"dialect" must be an object or a path, not {named(data)}.'
        place.fault(_DIALECT_CODE, message, hint='Write {"delimiter": ";"}.')
        return Dialect()
    values, custom = _read(data, DIALECT, place)
    nested = {name: custom.pop(name) for name in NESTED if isinstance(custom.get(name), dict)}
    for name, words in nested.items():
        # What the dialect says itself goes before what is nested in it.
        values = _nested(words, name, place.at(name)) | values
    check_profiles(custom, place, _DIALECT_CODE)
    # Closed: each word of a dialect changes how the file is read, and one without effect is a slip.
    warn_unknown((key for key in custom if key not in _TOLERATED), DIALECT, place, is_closed=True)
    declared = frozenset(key for key, (attribute, _) in DIALECT.items() if attribute in values)
    return _consistent(Dialect(**values, declared=declared, custom=custom), place)


def _read(data: dict[str, Any], known: Properties, place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    no_quotes = {key for key, value in data.items() if _is_no_quote(key, value)}
    values, custom = read(
        {key: value for key, value in data.items() if key not in no_quotes}, known, place, _DIALECT_CODE
    )
    return values | ({"quote_char": None} if no_quotes else {}), custom


def _nested(words: dict[str, Any], name: str, place: Place) -> dict[str, Any]:
    """What stands in the object of one format."""
    known = {word: DIALECT[meant] for word, meant in NESTED[name].items()}
    if "sheetName" in known and "sheet" in words:
        sheet = words["sheet"]
        known["sheet"] = DIALECT["sheetName" if isinstance(sheet, str) else "sheetNumber"]
    values, custom = _read(words, known, place)
    warn_unknown((key for key in custom if key not in _TOLERATED), known, place, is_closed=True)
    return values


def _is_no_quote(key: str, value: object) -> bool:
    """Whether quoting is switched off: the standard has no word for it, and these are the two that people write."""
    return key == "quoteChar" and value in (None, "")


def _consistent(dialect: Dialect, place: Place) -> Dialect:
    changes: dict[str, Any] = {}
    if dialect.header and not dialect.header_rows:
        hint = 'Write "header": false for a table without a header.'
        place.at("headerRows").warn(_DIALECT_CODE, '"headerRows" is empty, though there is a header.', hint=hint)
        changes["header"] = False
    if {"escapeChar", "quoteChar"} <= dialect.declared and dialect.quote_char is not None:
        hint = "Keep the one that the file uses."
        place.at("escapeChar").warn(_DIALECT_CODE, '"escapeChar" and "quoteChar" exclude each other.', hint=hint)
    if dialect.delimiter == dialect.quote_char:
        place.at("delimiter").fault(
            _DIALECT_CODE, '"delimiter" and "quoteChar" are the same.', hint="Change one of them."
        )
        changes["quote_char"] = None
    for attribute, key in (("quote_char", "quoteChar"), ("delimiter", "delimiter")):
        if dialect.line_terminator == getattr(dialect, attribute):
            place.at(key).fault(
                _DIALECT_CODE, f'"{key}" and "lineTerminator" are the same.', hint="Change one of them."
            )
            changes["line_terminator"] = "\r\n"
    return replace(dialect, **changes) if changes else dialect


CODE = "descriptor/resource"
PATH = "descriptor/path"
REMOTE = "it is on the web, and nothing is fetched"

# The algorithm may be left out: the standard means MD5 then.
_HASH = re.compile(r"(?:[^:]+:)?[a-fA-F0-9]+")
_NAME_V1 = re.compile(r"[-a-z0-9._/]+")
_TABULAR = frozenset({"tabular-data-resource", "https://specs.frictionlessdata.io/schemas/tabular-data-resource.json"})


def _hash(value: object) -> str:
    if _HASH.fullmatch(text(value)):
        return str(value)
    hint = 'Write the digest in hexadecimal, with the algorithm before it: "sha256:9f86d0...".'
    raise Misfit(f"must be a hexadecimal digest, not {shown(value)}", hint=hint)


RESOURCE: Properties = {
    "title": ("title", text),
    "description": ("description", text),
    "format": ("format", text),
    "mediatype": ("mediatype", text),
    "encoding": ("encoding", text),
    "bytes": ("bytes", whole),
    "hash": ("hash", _hash),
    "compression": ("compression", text),
}
# Contributors are those of the package alone.
_CREDITS = ("sources", "licenses")
_OTHERS = ("name", "path", "data", "type", "dialect", "schema", *_CREDITS, "profile", "$schema")
_KNOWN = (*_OTHERS, *RESOURCE)
_ELSEWHERE = {
    **dict.fromkeys(SCHEMA_WORDS, "the schema"),
    # Of the words of a dialect, those that nobody has another use for.
    **dict.fromkeys((word for word in DIALECT if word not in {"header", "property", "table"}), "the dialect"),
    "contributors": "the package",
}


def parse_resource(data: object, place: Place, position: int) -> Resource | None:
    """The resource; ``None`` where it is not an object."""
    if not isinstance(data, dict):
        place.fault(CODE, f"A resource must be an object, not {named(data)}.", hint='Write {"name": ..., "path": ...}.')
        return None
    rest = _with_path(data)
    name = _name(rest, place, position)
    place = place.of(resource=name)
    values: dict[str, Any] = parse_credits(rest, place, CODE, of=_CREDITS)
    location = _location(rest, place)
    type = _type(rest, place)
    dialect, schema = _dialect(rest, place), _schema(rest, place)
    # The profile of the standard admits an empty hash, which says nothing.
    if rest.get("hash") == "":
        del rest["hash"]
    more, custom = read(rest, RESOURCE, place, CODE)
    check_profiles(custom, place, CODE)
    warn_unknown((key for key in custom if key not in _OTHERS), _KNOWN, place, elsewhere=_ELSEWHERE)
    values |= more | location | {"type": type, "dialect": dialect, "schema": schema, "custom": custom}
    resource = Resource(name=name, **values)
    _check_data(resource, place)
    return resource


def _with_path(data: dict[str, Any]) -> dict[str, Any]:
    """A copy in which the ``url`` of version 0 stands as ``path``."""
    if "url" in data and "path" not in data and "data" not in data:
        return {("path" if key == "url" else key): value for key, value in data.items()}
    return dict(data)


def _name(rest: dict[str, Any], place: Place, position: int) -> str:
    name = rest.pop("name", None)
    if isinstance(name, str) and name:
        if place.context.is_v1 and not _NAME_V1.fullmatch(name):
            message = f"The 1.0 profile does not allow the name {shown(name)}."
            hint = 'Lower-case letters, digits, ".", "-" and "_" only.'
            place.of(resource=name).at("name").warn(CODE, message, hint=hint)
        return name
    if name is None:
        place.fault(CODE, "A resource must have a name.", hint='Add "name": the file name without its extension.')
    else:
        what = "not be empty" if name == "" else f"be a string, not {named(name)}"
        place.at("name").fault(CODE, f'"name" must {what}.', hint=f'Write "{shown(name)}".' if name != "" else "")
    return f"resource-{position + 1}"


def _location(rest: dict[str, Any], place: Place) -> dict[str, Any]:
    """Paths or data, whichever is there; no paths where one of them may not be followed."""
    has_path, has_data = "path" in rest, "data" in rest
    path, data = rest.pop("path", None), rest.pop("data", None)
    if has_path and has_data:
        place.fault(CODE, 'A resource must have "path" or "data", not both.', hint="Remove one of them.")
    elif not has_path and not has_data:
        place.fault(CODE, 'A resource must have "path" or "data".', hint='Add "path": the file, relative to here.')
    if has_data and not isinstance(data, (list, dict, str)):
        message = f'"data" must be an array, an object or a string, not {named(data)}.'
        place.at("data").fault(CODE, message, hint="Write rows as arrays or as objects.")
    elif has_data and not has_path:
        return {"data": data}
    return {"paths": _paths(path, place.at("path"))} if has_path else {}


def _paths(value: object, place: Place) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if _may_follow(value, place) else ()
    if not _are_texts(value):
        what = "an array with other entries than strings" if isinstance(value, list) else named(value)
        place.fault(CODE, f'"path" must be a string or an array of strings, not {what}.', hint="Name the file.")
        return ()
    if not value:
        place.fault(CODE, '"path" names no file.', hint="Name the file.")
    # The standard wants the paths of one array to be of one kind.
    if len({is_url(path) for path in value}) > 1:
        place.fault(PATH, '"path" mixes URLs and relative paths.', hint="Use one or the other.")
        return ()
    may = [_may_follow(path, place.at(i)) for i, path in enumerate(value)]
    return tuple(value) if all(may) else ()


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _may_follow(path: str, place: Place) -> bool:
    if refusal := _refusal(path, place):
        place.misfit(PATH, Misfit(refusal[0], hint=refusal[1]))
    # The text of the standard admits such a path, the pattern of its profile does not.
    elif path.startswith("./") or "/./" in path:
        hint = f'Write "{path.replace("/./", "/").removeprefix("./")}".'
        place.warn(PATH, f"The 2.0 profile does not allow the path {shown(path)}.", hint=hint)
    elif is_url(path):
        place.skip("file/remote", f"{REMOTE}: {path}")
    return refusal is None


def _refusal(path: str, place: Place) -> tuple[str, str] | None:
    refuse = place.context.probes.refuse or path_refusal
    return refuse(path)


def _type(rest: dict[str, Any], place: Place) -> str | None:
    if _is_tabular(rest):
        if rest.get("type") == "table":
            del rest["type"]
        return "table"
    type = rest.get("type")
    if type == "table":
        del rest["type"]
        return "table"
    if "type" in rest and type is None:
        warn_null(place.at("type"), CODE)
    # In version 1.0 ``type`` was a property like any other.
    elif "type" in rest and not place.context.is_v1:
        hint = "Leave it out for files that are not tables." if type != "tabular" else 'Did you mean "table"?'
        place.at("type").fault(CODE, f'"type" must be "table", not {shown(type)}.', hint=hint)
    return None


def _dialect(rest: dict[str, Any], place: Place) -> Dialect:
    data = _followed(given(rest, "dialect", place, CODE), place.at("dialect"))
    rest.pop("dialect", None)
    return Dialect() if data is None else parse_dialect(data, place.at("dialect"))


def _is_tabular(rest: dict[str, Any]) -> bool:
    profile = rest.get("profile")
    return isinstance(profile, str) and profile in _TABULAR


def _schema(rest: dict[str, Any], place: Place) -> Schema | None:
    has_schema = given(rest, "schema", place, CODE) is not None
    if not has_schema and place.context.is_v1 and (place.context.is_tabular or _is_tabular(rest)):
        hint = 'Add "schema": {"fields": [...]}.'
        place.fault(CODE, "A tabular data resource of version 1.0 must have a schema.", hint=hint)
    data = _followed(rest.pop("schema", None), place.at("schema"))
    return None if data is None else parse_schema(data, place.at("schema"))


def _followed(value: object, place: Place) -> object:
    """The object itself, or the one that a path leads to; ``None`` where it leads to nothing usable."""
    if not isinstance(value, str):
        return value
    follow = place.context.probes.follow
    if refusal := _refusal(value, place):
        place.misfit(PATH, Misfit(refusal[0], hint=refusal[1]))
    elif is_url(value):
        place.skip("descriptor/reference", f"its {place.key} is not read: {REMOTE}: {value}")
    elif follow is None:
        message = f"There is no folder here in which {shown(value)} could be found."
        place.fault("descriptor/reference", message, hint=f"Give the {place.key} as an object.")
    else:
        try:
            return follow(value)
        except ReferenceFault as fault:
            place.fault(fault.code, fault.message, hint=fault.hint)
    return None


def _check_data(resource: Resource, place: Place) -> None:
    data = resource.data
    where = place.at("data")
    if isinstance(data, str) and resource.format is None and resource.mediatype is None:
        where.fault(CODE, 'A string of "data" needs a format or mediatype.', hint='Add "format": "csv", for example.')
    is_table = resource.type == "table" or resource.schema is not None
    if isinstance(data, dict) and is_table and resource.dialect.property is None:
        hint = 'Write rows as an array of arrays or objects, or name their "property" in the dialect.'
        where.fault(CODE, 'The "data" of a table must be an array of rows, not an object.', hint=hint)
    if resource.mediatype is not None and "/" not in resource.mediatype:
        hint = did_you_mean("text/" + resource.mediatype, ("text/csv", "application/json"))
        place.at("mediatype").warn(CODE, f"{shown(resource.mediatype)} is not a media type.", hint=hint)
