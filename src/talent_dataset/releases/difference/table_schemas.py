"""Two Table Schemas compared: their fields, keys and rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from talent_dataset.engine.descriptor.dump import dump_field, dump_schema
from talent_dataset.engine.descriptor.model import PROPERTY, Field, ForeignKey, Rule, Schema
from talent_dataset.engine.descriptor.types import FIELD_TYPES
from talent_dataset.releases.difference.bounds import Direction, constraint_changes, there_or_not
from talent_dataset.releases.difference.changes import Change, ChangeKind, changed, without

_OF_FIELD: Final[Mapping[Direction, ChangeKind]] = {
    "tightened": "field/tightened",
    "loosened": "field/loosened",
    "constraint": "field/constraint",
}
_OF_TABLE: Final[Mapping[Direction, ChangeKind]] = {
    "tightened": "table/tightened",
    "loosened": "table/loosened",
    "constraint": "table/constraint",
}
# How strictly a file must have the fields of its schema; of two with the same number neither is the stricter.
_STRICTNESS: Final = {"exact": 3, "equal": 2, "subset": 1, "superset": 1, "partial": 0}
_STRUCTURE: Final = (
    "name", "type", "format", "constraints", "missingValues", "categories", "categoriesOrdered",
)  # fmt: skip


def schema_changes(resource: str, old: Schema, new: Schema) -> Iterator[Change]:
    """Every change from one schema to another.

    Args:
        resource: The table.
        old: The schema of the table as built: computed columns are fields.
        new: As ``old``.
    """
    yield from _field_changes(resource, old, new)
    yield from _match_changes(resource, old, new)
    yield from _key_changes(resource, old, new)
    yield from _reference_changes(resource, old, new)
    yield from rule_changes(resource, old.rules, new.rules)
    parts = ("fields", "fieldsMatch", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys", f"{PROPERTY}.rules")
    for path, before, after in changed(without(dump_schema(old), *parts), without(dump_schema(new), *parts)):
        yield Change(kind="table/metadata", resource=resource, property=path, old=before, new=after)


def _field_changes(resource: str, old: Schema, new: Schema) -> Iterator[Change]:
    ours, theirs = by_name(old.fields), by_name(new.fields)
    for name in _less(ours, theirs):
        yield Change(kind="field/removed", resource=resource, field=name, old=ours[name].type)
    for name in _less(theirs, ours):
        yield Change(kind="field/added", resource=resource, field=name, new=theirs[name].type)
    before = [name for name in ours if name in theirs]
    after = [name for name in theirs if name in ours]
    if before != after:
        yield Change(kind="field/reordered", resource=resource, old=before, new=after)
    for name in after:
        yield from _one_field(resource, ours[name], theirs[name])


def _less(some: Mapping[str, Field], others: Mapping[str, Field]) -> list[str]:
    return [name for name in some if name not in others]


def by_name(fields: Sequence[Field]) -> dict[str, Field]:
    """The fields by their names; of fields that share one, the first."""
    found: dict[str, Field] = {}
    for field in fields:
        found.setdefault(field.name, field)
    return found


def _one_field(resource: str, old: Field, new: Field) -> Iterator[Change]:
    def change(kind: ChangeKind, property: str, before: Any, after: Any) -> Change:
        return Change(kind=kind, resource=resource, field=new.name, property=property, old=before, new=after)

    if old.type != new.type:
        yield change("field/type", "type", old.type, new.type)
    # Formats of two types have nothing in common, so that the type says it all.
    elif old.format != new.format:
        yield change("field/format", "format", old.format, new.format)
    for one in constraint_changes(old, new):
        yield change(_OF_FIELD[one.direction], one.name, one.old, one.new)
    yield from _written_otherwise(change, old, new)
    for path, before, after in changed(_descriptive(old), _descriptive(new)):
        yield change("field/metadata", path, before, after)


def _written_otherwise(
    change: Callable[[ChangeKind, str, Any, Any], Change], old: Field, new: Field
) -> Iterator[Change]:
    """How values are spelled: a reader who goes by the descriptor sees no difference. What a list holds is its type."""
    missing = [[one.value for one in field.missing_values] for field in (old, new)]
    if missing[0] != missing[1]:
        yield change("field/form", "missingValues", *missing)
    if old.type != new.type:
        return
    for name, (attribute, _) in FIELD_TYPES[new.type].options.items():
        before, after = _plain(getattr(old, attribute)), _plain(getattr(new, attribute))
        if before != after:
            yield change("field/format" if name == "itemType" else "field/form", name, before, after)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _descriptive(field: Field) -> dict[str, Any]:
    options = FIELD_TYPES[field.type].options
    rest = without(dump_field(field), *_STRUCTURE, *options)
    labels = {str(one.value): one.label for one in field.categories or () if one.label is not None}
    custom = dict(field.constraints.custom)
    return {**rest, **({"categories": labels} if labels else {}), **({"constraints": custom} if custom else {})}


def _match_changes(resource: str, old: Schema, new: Schema) -> Iterator[Change]:
    ours, theirs = _STRICTNESS[old.fields_match], _STRICTNESS[new.fields_match]
    if old.fields_match != new.fields_match:
        direction: Direction = "tightened" if theirs > ours else "loosened" if theirs < ours else "constraint"
        yield _of_table(resource, direction, "fieldsMatch", old.fields_match, new.fields_match)


def _of_table(resource: str | None, direction: Direction, property: str, old: Any, new: Any) -> Change:
    return Change(kind=_OF_TABLE[direction], resource=resource, property=property, old=old, new=new)


def _key_changes(resource: str, old: Schema, new: Schema) -> Iterator[Change]:
    if set(old.primary_key) != set(new.primary_key):
        before, after = list(old.primary_key) or None, list(new.primary_key) or None
        yield _of_table(resource, there_or_not(before, after), "primaryKey", before, after)
    # A key is a set: the order of its fields admits no other rows.
    ours, theirs = ({frozenset(key): list(key) for key in one.unique_keys} for one in (old, new))
    for names in dict.fromkeys([*ours, *theirs]):
        if (names in ours) != (names in theirs):
            before, after = ours.get(names), theirs.get(names)
            yield _of_table(resource, there_or_not(before, after), "uniqueKeys", before, after)


def _reference_changes(resource: str, old: Schema, new: Schema) -> Iterator[Change]:
    """Foreign keys, known by their fields; one that leads elsewhere is a reference that was updated."""
    ours, theirs = _leads(old.foreign_keys), _leads(new.foreign_keys)
    for fields in dict.fromkeys([*ours, *theirs]):
        before, after = ours.get(fields), theirs.get(fields)
        if before == after:
            continue
        property = f"foreignKeys.{','.join(fields)}"
        if before and after:
            yield Change(kind="table/reference", resource=resource, property=property, old=before, new=after)
        else:
            yield _of_table(resource, there_or_not(before, after), property, before, after)


def _leads(keys: Sequence[ForeignKey]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for key in keys:
        found.setdefault(key.fields, []).append(f"{key.resource}({','.join(key.reference_fields)})")
    return {fields: sorted(leads) for fields, leads in found.items()}


def rule_changes(resource: str | None, old: Sequence[Rule], new: Sequence[Rule]) -> Iterator[Change]:
    """Rules that travel, known by their names; only those of severity ``error`` are constraints."""
    ours, theirs = ({rule.name: rule for rule in rules} for rules in (old, new))
    for name in dict.fromkeys([*ours, *theirs]):
        before, after = ours.get(name), theirs.get(name)
        # A rule of the package names its table itself.
        about = resource or (after or before or Rule(name=name, sql="")).resource
        property = f"rules.{name}"
        if _binding(before) != _binding(after):
            direction = there_or_not(_binding(before), _binding(after))
            yield _of_table(about, direction, property, _binding(before), _binding(after))
        elif before != after:
            kind: ChangeKind = "table/metadata" if about else "package/metadata"
            yield Change(kind=kind, resource=about, property=property, old=_said(before), new=_said(after))


def _binding(rule: Rule | None) -> str | None:
    return rule.sql if rule is not None and rule.severity == "error" else None


def _said(rule: Rule | None) -> Any:
    if rule is None:
        return None
    return {"severity": rule.severity, "sql": rule.sql, "summary": dict(rule.summary), "hint": dict(rule.hint)}
