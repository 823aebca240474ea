"""The custom property ``proof:data``: rules that travel with the descriptor, and columns computed from others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from talent_dataset.engine.descriptor.model import PROPERTY, Derivation, Field, Rule, Schema, ours
from talent_dataset.engine.descriptor.properties import (
    Misfit,
    Place,
    Properties,
    array,
    filled,
    given,
    language_texts,
    mapping,
    one_of,
    read,
    shown,
    text,
    warn_unknown,
)
from talent_dataset.engine.meant import did_you_mean

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# Rules share the scope ``row`` with these codes of the engine.
_TAKEN = frozenset({"missing-cell", "extra-cell", "blank", "primary-key", "unique-key", "rule"})

RULE: Properties = MappingProxyType(
    {
        "name": ("name", text),
        "sql": ("sql", filled),
        "severity": ("severity", one_of(("error", "warning", "info"))),
        "summary": ("summary", language_texts),
        "hint": ("hint", language_texts),
        "resource": ("resource", text),
    }
)
DERIVATION: Properties = MappingProxyType({"name": ("name", filled), "from": ("source", filled), "by": ("by", filled)})


def take_extension(custom: dict[str, Any], place: Place, code: str) -> dict[str, Any]:
    """Take our property out of ``custom``; an empty one where it is not an object."""
    extension = given(custom, PROPERTY, place, code)
    custom.pop(PROPERTY, None)
    if extension is None:
        return {}
    try:
        return dict(mapping(extension))
    except Misfit as misfit:
        place.at(PROPERTY).misfit(code, misfit)
        return {}


def take_rules(extension: dict[str, Any], place: Place, code: str, *, of_tables: bool) -> tuple[Rule, ...]:
    """Take the rules out of our property; those that cannot be run are noted down and dropped."""
    where = place.at(PROPERTY, "rules")
    rules: dict[str, Rule] = {}
    for i, data in enumerate(_entries(extension.pop("rules", []), where, code)):
        rule = _rule(data, where.at(i), code, of_tables=of_tables)
        if rule is not None and rule.name in rules:
            where.at(i, "name").fault(code, f'Two rules have the name "{rule.name}".', hint="Rename one of them.")
        elif rule is not None:
            rules[rule.name] = rule
    return tuple(rules.values())


def take_derivations(
    extension: dict[str, Any], names: Collection[str], place: Place, code: str
) -> tuple[Derivation, ...]:
    """Take the derived columns out of our property."""
    where = place.at(PROPERTY, "derived")
    found: dict[str, Derivation] = {}
    for i, data in enumerate(_entries(extension.pop("derived", []), where, code)):
        derivation = _derivation(data, names, where.at(i), code)
        if derivation is not None and derivation.name in found:
            where.at(i, "name").fault(code, f'"{derivation.name}" is derived twice.', hint="Remove one of them.")
        elif derivation is not None:
            found[derivation.name] = derivation
    return tuple(found.values())


def _entries(value: object, place: Place, code: str) -> list[Any]:
    try:
        return array(value)
    except Misfit as misfit:
        place.misfit(code, misfit)
        return []


def _values(
    data: object, known: Properties, place: Place, code: str, wanted: tuple[str, ...]
) -> Mapping[str, Any] | None:
    try:
        values, custom = read(mapping(data), known, place, code)
    except Misfit as misfit:
        place.misfit(code, misfit)
        return None
    warn_unknown(custom, known, place, is_closed=True)
    absent = [key for key in wanted if known[key][0] not in values]
    for key in absent:
        # What is there and faulty was reported before.
        if key not in data:  # type: ignore[operator] # it is an object, or `mapping` has refused it
            place.fault(code, f'"{key}" is not there.', hint=f"Wanted are {', '.join(wanted)}.")
    return None if absent else values


def _rule(data: object, place: Place, code: str, *, of_tables: bool) -> Rule | None:
    values = _values(data, RULE, place, code, ("name", "sql", "resource") if of_tables else ("name", "sql"))
    if values is None:
        return None
    name = values["name"]
    if not _SLUG.fullmatch(name):
        hint = "Lower-case letters and digits, in groups joined by hyphens: end-not-before-start."
        place.at("name").fault(code, f"The name of a rule must be a slug, not {shown(name)}.", hint=hint)
        return None
    if name in _TAKEN:
        place.at("name").fault(code, f'"row/{name}" is a code of the engine.', hint="Choose another name.")
        return None
    if not of_tables and "resource" in values:
        place.at("resource").warn(code, "A row rule has no resource: it is about its own table.", hint="Leave it out.")
        values = {key: value for key, value in values.items() if key != "resource"}
    return Rule(**values, path=place.at("sql").path)


def _derivation(data: object, names: Collection[str], place: Place, code: str) -> Derivation | None:
    values = _values(data, DERIVATION, place, code, ("name", "from", "by"))
    if values is None:
        return None
    if values["source"] not in names:
        message = f'"{values["name"]}" is derived from {shown(values["source"])}, which is not a field.'
        place.at("from").fault(code, message, hint=did_you_mean(values["source"], names))
        return None
    return Derivation(**values)


# Method to the type of the column it makes, and what its title and description add to those of the source.
METHODS: dict[str, dict[str, Any]] = {
    "edtf-earliest": {
        "type": "date",
        "title": {"en": "{} (earliest)", "zh": "{}（最早）"},
        "description": {
            "en": "First day that “{}” may mean; empty where it has no beginning or no year.",
            "zh": "“{}”可能所指的第一天；没有起点或年份不详时为空。",
        },
    },
    "edtf-latest": {
        "type": "date",
        "title": {"en": "{} (latest)", "zh": "{}（最晚）"},
        "description": {
            "en": "Last day that “{}” may mean; empty where it has no end or no year.",
            "zh": "“{}”可能所指的最后一天；没有终点或年份不详时为空。",
        },
    },
}


def derived_field(derivation: Derivation, source: Field) -> Field:
    """The field of a computed column. A method that is not known here gives a field of type ``any``."""
    method = METHODS.get(derivation.by, {"type": "any", "title": {}, "description": {}})
    titles = _titles(source)
    texts = {
        part: {tag: form.format(titles.get(tag, source.name)) for tag, form in method[part].items()}
        for part in ("title", "description")
    }
    return Field(
        name=derivation.name,
        type=method["type"],
        title=texts["title"].get("en"),
        description=texts["description"].get("en"),
        missing_values=source.missing_values,
        custom={PROPERTY: {"role": "derived", **texts}},
    )


def _titles(source: Field) -> Mapping[str, str]:
    """The titles of a field by language; a custom property of another make is as good as none."""
    own = ours(source).get("title")
    if isinstance(own, Mapping) and own:
        return {str(tag): str(text) for tag, text in own.items()}
    return {"en": source.title} if source.title else {}


def with_derived_fields(schema: Schema) -> Schema:
    """The schema of the built table: each computed column, where it is not a field yet, follows its source."""
    names = {field.name for field in schema.fields}
    fields: list[Field] = []
    for field in schema.fields:
        fields.append(field)
        fields += [derived_field(d, field) for d in schema.derived if d.source == field.name and d.name not in names]
    return replace(schema, fields=tuple(fields))
