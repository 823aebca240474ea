"""One declared field as a field of Table Schema, and what plain pandera fields say in the words of that."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talent_dataset.declare import polars_types
from talent_dataset.declare.field import Declared, declared_of
from talent_dataset.declare.vocabulary import by_language, plain
from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.model import PROPERTY, Category, Derivation, Field
from talent_dataset.engine.descriptor.types import FIELD_TYPES
from talent_dataset.engine.errors import DeclarationError
from talent_dataset.engine.meant import did_you_mean
from talent_dataset.engine.reading.types.kind import escape

if TYPE_CHECKING:
    from polars.datatypes import DataType

    from talent_dataset.declare.vocabulary import Term

_ANYTHING = r"[\s\S]*"

# Name of a pandera check to its parameters and the constraints that mean exactly the same.
_SAME = {
    "greater_than_or_equal_to": {"min_value": "minimum"},
    "greater_than": {"min_value": "exclusive_minimum"},
    "less_than_or_equal_to": {"max_value": "maximum"},
    "less_than": {"max_value": "exclusive_maximum"},
    "isin": {"allowed_values": "enum"},
}


def constraints(info: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Constraints that the checks of a pandera field amount to, and a sentence for each thing left over."""
    told: dict[str, Any] = {}
    left: list[str] = []
    for check in info.checks or ():
        same = _translated(check)
        # Of two checks that set the same constraint one would be lost.
        if same is None or told.keys() & same.keys():
            left.append(f"the check {check.name or check}")
        else:
            told |= same
    left += [f"{word}={getattr(info, word)!r}" for word in ("default", "coerce") if getattr(info, word, None)]
    return told, tuple(left)


def is_translated(check: Any) -> bool:
    """Whether the constraints of the descriptor say all that a pandera check says."""
    return _translated(check) is not None


def _translated(check: Any) -> dict[str, Any] | None:
    said = {key: value for key, value in (check.statistics or {}).items() if value is not None}
    # A constraint is an error, and passes over missing values: a check that does otherwise is another one.
    if check.raise_warning or not check.ignore_na:
        return None
    if check.name == "str_matches" and not _PLAIN.fullmatch(str(said.get("pattern"))):
        return None
    return _MADE[check.name](said) if check.name in _MADE else _same(said, _SAME.get(check.name, {}))


def _same(said: dict[str, Any], names: dict[str, str]) -> dict[str, Any] | None:
    """What a check says under the names of constraints; ``None`` where it says more than they can."""
    if not names or set(said) - set(names):
        return None
    return {names[key]: tuple(value) if key == "allowed_values" else value for key, value in said.items()}


def _range(said: dict[str, Any]) -> dict[str, Any]:
    lower = "minimum" if said.get("include_min", True) else "exclusive_minimum"
    upper = "maximum" if said.get("include_max", True) else "exclusive_maximum"
    return {lower: said["min_value"], upper: said["max_value"]}


def _length(said: dict[str, Any]) -> dict[str, Any]:
    exact = said.get("exact_value")
    bounds = {"min_length": said.get("min_value", exact), "max_length": said.get("max_value", exact)}
    return {word: bound for word, bound in bounds.items() if bound is not None}


def _matches(said: dict[str, Any]) -> dict[str, Any]:
    """Pandera looks for a match from the first character on; a `pattern` matches the whole value."""
    pattern = str(said["pattern"]).removeprefix("^")
    is_whole = pattern.endswith("$")
    return {"pattern": pattern.removesuffix("$") if is_whole else f"{pattern}{_ANYTHING}"}


# Other patterns may mean something else in another engine, or where they are joined with more.
_PLAIN = re.compile(r"\^?(?:[^\\^$|()*+?{]|\\[dws.+*?-])(?:[^\\^$|()]|\\[dws.+*?-])*\$?")

_MADE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "equal_to": lambda said: {"enum": (said["value"],)},
    "in_range": _range,
    "str_matches": _matches,
    "str_length": _length,
    "str_startswith": lambda said: {"pattern": f"{escape(said['string'])}{_ANYTHING}"},
    "str_endswith": lambda said: {"pattern": f"{_ANYTHING}{escape(said['string'])}"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A field of a table, ready to run and to be published.

    Attributes:
        field: What the descriptor says of it.
        dtype: The polars dtype of the column, or ``None`` where any will do.
        declared: What was declared.
        derivation: How the column is computed, where it is.
        left: What pandera was told and the descriptor cannot say.
    """

    field: Field
    dtype: DataType | None
    declared: Declared
    derivation: Derivation | None = None
    left: tuple[str, ...] = ()


def describe(name: str, annotation: Any, info: Any) -> Described:
    """Describe the field ``name`` of a table.

    Args:
        name: Name of the field.
        annotation: pandera's reading of its annotation.
        info: pandera's reading of its declaration.

    Raises:
        DeclarationError: The declaration contradicts itself; the message has no place.
    """
    declared = declared_of(info)
    if declared.fault is not None:
        raise declared.fault
    if declared.descriptor is not None:
        return from_descriptor(declared.descriptor, declared)
    if info.regex:
        raise DeclarationError(
            "It stands for all columns that a pattern names.", hint="Declare each column: a file names them."
        )
    type_name, dtype = polars_types.from_annotation(annotation.raw_annotation)
    _refuse_type(declared.type, type_name, dtype)
    if declared.scale is not None:
        dtype = _scaled(dtype, declared.scale)
    if declared.by is not None:
        derivation = Derivation(name, declared.source or "", declared.by)
        return Described(field=Field(name=name, type=type_name), dtype=dtype, declared=declared, derivation=derivation)
    told, left = constraints(info)
    field = Field(
        name=name,
        type=declared.type or type_name,
        format=declared.format,
        title=plain(declared.title),
        description=plain(declared.description),
        example=declared.example,
        item_type=polars_types.item_type(dtype),
        constraints=_constraints(declared, told, is_required=not _is_nullable(declared, annotation, info)),
        categories=_categories(declared),
        custom=_custom(declared, polars_types.hint(declared.type or type_name, dtype)),
    )
    return Described(field=field, dtype=dtype, declared=declared, left=left)


def from_descriptor(field: Field, declared: Declared | None = None) -> Described:
    """A field that is declared by its descriptor."""
    return Described(field=field, dtype=polars_types.of_field(field), declared=declared or Declared(descriptor=field))


def _is_nullable(declared: Declared, annotation: Any, info: Any) -> bool:
    """Whether cells may be empty: by the annotation (``int | None``), by ``nullable``, never against one of them."""
    if annotation.optional and declared.nullable is False:
        raise DeclarationError(
            "Its annotation admits None, and nullable=False does not.", hint="Leave one of them out."
        )
    return bool(annotation.optional or info.nullable)


def _refuse_type(named: str | None, type_name: str, dtype: DataType) -> None:
    """A type of the standard that columns of another dtype have than the annotated one."""
    if named is None:
        return
    if named not in FIELD_TYPES:
        raise DeclarationError(f"There is no type {named!r}.", hint=did_you_mean(named, FIELD_TYPES))
    # A type that polars has no dtype for (an object, a duration) is held as text.
    plain_dtype = polars_types.PLAIN.get(named, polars_types.PLAIN["string"])
    is_one = named == type_name or (named not in polars_types.TYPED and dtype == plain_dtype)
    if not is_one:
        raise DeclarationError(
            f"Its annotation says {type_name}, and its type {named}.",
            hint=f"Annotate it with {polars_types.annotation_of(named)}, or leave the type out.",
        )


def _scaled(dtype: DataType, scale: int) -> DataType:
    import polars as pl

    if not isinstance(dtype, pl.Decimal):
        raise DeclarationError("It declares a scale, and is no decimal.", hint="Annotate it with decimal.Decimal.")
    # 38 digits are what polars and Arrow hold.
    return pl.Decimal(38, scale)


def _constraints(declared: Declared, told: dict[str, Any], *, is_required: bool) -> Constraints:
    listed = {"enum": declared.vocabulary.codes} if declared.vocabulary else {}
    said = {**told, **declared.constraints, **listed}
    return Constraints(
        required=is_required, unique=declared.unique, **{key: as_json(value) for key, value in said.items()}
    )


def _categories(declared: Declared) -> tuple[Category, ...] | None:
    if declared.vocabulary is None:
        return None
    return tuple(Category(term.code, plain(term.label)) for term in declared.vocabulary.terms)


def _custom(declared: Declared, hint: str | None) -> dict[str, Any]:
    said = {
        "role": declared.role if declared.role != "factual" else None,
        "reason": declared.reason,
        "title": by_language(declared.title),
        "description": by_language(declared.description),
        "unit": declared.unit,
        "dtype": hint,
        "edtf": declared.edtf or None,
        **_words_of_terms(declared.vocabulary.terms if declared.vocabulary else ()),
    }
    ours = {key: value for key, value in said.items() if value is not None}
    return {PROPERTY: ours} if ours else {}


def _words_of_terms(terms: Sequence[Term]) -> dict[str, Any]:
    """Labels and definitions of the codes of a field."""
    return {
        "labels": {term.code: by_language(term.label) or term.label for term in terms} or None,
        "definitions": {term.code: by_language(term.definition) or term.definition for term in terms} or None,
    }


def as_json(value: Any) -> Any:
    """A bound or an admitted value as it stands in a descriptor: exact, so decimals and dates are text."""
    if isinstance(value, tuple | list):
        return tuple(as_json(item) for item in value)
    if isinstance(value, decimal.Decimal):
        # JSON numbers are doubles to many readers: a whole number stays exact in them, a decimal is safer as text.
        return int(value) if value == value.to_integral_value() else format(value, "f")
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    return value
