"""What a class says, gathered and checked once, when the class is defined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from talent_dataset.declare import refusals
from talent_dataset.declare.describe import Described, describe
from talent_dataset.declare.vocabulary import by_language, plain
from talent_dataset.engine.descriptor.extension import with_derived_fields
from talent_dataset.engine.descriptor.model import PROPERTY, Field, ForeignKey, MissingValue, Rule, Schema
from talent_dataset.engine.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polars.datatypes import DataType


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A table as it was declared.

    Attributes:
        name: Name of the resource.
        schema: Its Table Schema, with the computed columns as derivations only.
        dtypes: Dtype of each column, the computed ones included, in the order of the built table.
        table_rules: Rules over several tables; they travel with the package.
        left: What the descriptor cannot say, by field (``""``: of the table).
    """

    name: str
    schema: Schema
    dtypes: Mapping[str, DataType | None]
    table_rules: tuple[Rule, ...] = ()
    left: tuple[tuple[str, str], ...] = ()

    @property
    def built(self) -> Schema:
        """The Table Schema with the computed columns among the fields."""
        return with_derived_fields(self.schema)


def define(cls: Any) -> Definition:
    """Gather what a class declares.

    Raises:
        DeclarationError: The declaration contradicts itself, or names what is not there.
    """
    config = cls.Config
    name = config.name
    collected = _collected(cls)
    # pandera would take a misspelt option for the name of a check.
    refusals.refuse_options(name, config, list(collected))
    described = [_described(name, field, *found) for field, found in collected.items()]
    schema = _from_descriptor(config) or _schema(name, config, described)
    refusals.refuse(name, schema, is_ours=_from_descriptor(config) is None)
    for item in described:
        if item.derivation is not None:
            refusals.refuse_derived(name, item.field.name, item.derivation.by, item.field.type)
    _refuse_references(name, schema, config, described)
    dtypes = {item.field.name: item.dtype for item in described}
    # In the order of the built table, where a computed column stands beside its source.
    ordered = {field.name: dtypes[field.name] for field in with_derived_fields(schema).fields}
    rules = tuple(config.table_rules)
    refusals.refuse_rules(name, schema, ordered, rules)
    return Definition(name=name, schema=schema, dtypes=ordered, table_rules=rules, left=_left(described))


def _described(table: str, field: str, annotation: Any, info: Any) -> Described:
    try:
        return describe(field, annotation, info)
    except DeclarationError as error:
        raise DeclarationError(f"Table {table!r}, field {field!r}: {error.message}", hint=error.hint) from None


def snake_case(name: str) -> str:
    """``AgreementParties`` as ``agreement_parties``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _collected(cls: Any) -> dict[str, tuple[Any, Any]]:
    try:
        _refuse_unions(cls)
        # pandera evaluates the annotations here, which are texts under `from __future__ import annotations`.
        return dict(cls.__fields__)
    except NameError as error:
        raise DeclarationError(
            f"The annotations of {cls.__name__} name {error.name!r}, which is not defined in its module.",
            hint="Import it at the top of the module (not under TYPE_CHECKING, and not inside a function).",
        ) from error


def _refuse_unions(cls: Any) -> None:
    """Refuse annotations of several types, of which pandera would take the first."""
    for name, hint in get_type_hints(cls, include_extras=True).items():
        kinds = get_args(hint) if get_origin(hint) in {Union, UnionType} else ()
        if NoneType in kinds and kinds[1:] != (NoneType,):
            message = f"Table {cls.Config.name!r}, field {name!r}: Its annotation must name one type, then None."
            raise DeclarationError(message, hint="Write `int | None`.")


def _from_descriptor(config: Any) -> Schema | None:
    """The schema that a table was made of; what inherits from it is declared again."""
    found = vars(config).get("descriptor")
    return found if isinstance(found, Schema) else None


def _schema(name: str, config: Any, described: Sequence[Described]) -> Schema:
    missing = tuple(MissingValue(text) for text in config.missing_values)
    fields = tuple(_with_missing(item.field, missing) for item in described if item.derivation is None)
    return Schema(
        fields=fields,
        fields_match=config.fields_match,
        missing_values=missing,
        primary_key=_primary_key(name, config, described),
        unique_keys=tuple(map(tuple, config.unique_keys)),
        foreign_keys=(*_single_keys(name, described), *(_foreign_key(name, *key) for key in config.foreign_keys)),
        rules=tuple(config.rules),
        derived=tuple(item.derivation for item in described if item.derivation is not None),
        title=plain(config.title),
        description=plain(config.description),
        custom=_custom_of_table(config),
    )


def _custom_of_table(config: Any) -> dict[str, Any]:
    said = {
        "title": by_language(config.title),
        "description": by_language(config.description),
        "groups": [list(group) for group in config.groups],
    }
    ours = {key: value for key, value in said.items() if value}
    return {PROPERTY: ours} if ours else {}


def _with_missing(field: Field, missing: tuple[MissingValue, ...]) -> Field:
    return replace(field, missing_values=missing)


def _primary_key(name: str, config: Any, described: Sequence[Described]) -> tuple[str, ...]:
    flagged = tuple(item.field.name for item in described if item.declared.primary_key)
    listed = (config.primary_key,) if isinstance(config.primary_key, str) else tuple(config.primary_key)
    if flagged and listed and set(flagged) != set(listed):
        raise DeclarationError(
            f"Table {name!r} declares its primary key twice, and differently: {flagged} and {listed}.",
            hint="Say it in the fields or in Config, not in both.",
        )
    return listed or flagged


def _single_keys(name: str, described: Sequence[Described]) -> tuple[ForeignKey, ...]:
    referring = [item for item in described if item.declared.references is not None]
    return tuple(_foreign_key(name, item.field.name, item.declared.references) for item in referring)


def _foreign_key(name: str, fields: str | Sequence[str], target: Any) -> ForeignKey:
    """``target``: a ``Table`` (its primary key), ``"table.field"``, or ``("table", fields)``."""
    own = (fields,) if isinstance(fields, str) else tuple(fields)
    if isinstance(target, str):
        resource, _, field = target.partition(".")
        wanted: tuple[str, ...] = (field,)
    elif isinstance(target, tuple | list):
        resource, wanted = target[0], (target[1],) if isinstance(target[1], str) else tuple(target[1])
    else:
        definition = _definition(name, own, target)
        resource, wanted = definition.name, definition.schema.primary_key
    # In Table Schema a reference to the same table has the empty name.
    return ForeignKey(own, "" if resource == name else resource, wanted)


def _definition(name: str, own: tuple[str, ...], target: Any) -> Definition:
    definition = getattr(target, "__definition__", None)
    if isinstance(definition, Definition):
        return definition
    raise DeclarationError(
        f"Table {name!r}: the foreign key of {', '.join(own)} refers to {target!r}, which is no Table."
    )


def _refuse_references(name: str, schema: Schema, config: Any, described: Sequence[Described]) -> None:
    """References to classes can be followed at once; those by name only when the package is put together."""
    targets: dict[tuple[str, ...], Any] = {(item.field.name,): item.declared.references for item in described}
    targets |= {((key,) if isinstance(key, str) else tuple(key)): target for key, target in config.foreign_keys}
    for key in schema.foreign_keys:
        definition = getattr(targets.get(key.fields), "__definition__", None)
        if isinstance(definition, Definition):
            refusals.refuse_reference(name, key, schema, definition.schema)


def _left(described: Sequence[Described]) -> tuple[tuple[str, str], ...]:
    return tuple((item.field.name, text) for item in described for text in item.left)
