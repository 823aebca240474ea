"""The constraints of Table Schema: one table, which every reader of them asks.

A row says what a constraint is called, what its value is, which fields it fits, how two of them compare, and what SQL
and CSV on the Web call it. How cells are checked stands in ``engine.rules.field_checks``: here nothing knows a frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Comparison = Literal["<", "<=", ">", ">="]

ConstraintValue = Literal["flag", "count", "text", "values", "object", "value"]
"""What a constraint says; ``value``: one of the field's own type."""

TypeSort = Literal["every", "ordered", "sized", "text", "json"]
"""Types of fields that share constraints."""

Compared = Literal["flag", "length", "bound", "opaque", "values"]
"""How two values of a constraint compare; ``opaque``: which of them admits less cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """Constraints as the descriptor writes them (logical or textual values, checked to fit the field's type)."""

    required: bool = False
    unique: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: Any = None
    maximum: Any = None
    exclusive_minimum: Any = None
    exclusive_maximum: Any = None
    pattern: str | None = None
    enum: tuple[Any, ...] | None = None
    json_schema: Mapping[str, Any] | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)


UNCONSTRAINED: Final = Constraints()


@dataclass(frozen=True, slots=True)
class Constraint:
    """What is known of one constraint.

    Attributes:
        name: What the standard calls it.
        attribute: Its attribute of ``Constraints``.
        says: What its value is.
        fits: The types of fields that may have it.
        compared: How a difference of two versions is judged.
        sign: How a value (or its length) that keeps it compares to what it says, where that is the whole of it.
        sql: The condition of a ``CHECK`` on a column of numbers, with ``{column}`` and ``{value}``.
        csvw: The property of a datatype in CSV on the Web that means the same.
    """

    name: str
    attribute: str
    says: ConstraintValue
    fits: TypeSort
    compared: Compared
    sign: Comparison | None = None
    sql: str = ""
    csvw: str = ""

    @property
    def code(self) -> str:
        """The code of the issues that it makes."""
        return f"cell/{self.attribute.replace('_', '-')}"

    @property
    def is_lower(self) -> bool:
        """Whether it bounds from below."""
        return self.sign in {">", ">="}

    @property
    def is_exclusive(self) -> bool:
        """Whether what it says is itself out of bounds."""
        return self.sign in {"<", ">"}


CONSTRAINTS: Final = (
    Constraint("required", "required", "flag", "every", "flag"),
    Constraint("unique", "unique", "flag", "every", "flag"),
    Constraint("minLength", "min_length", "count", "sized", "length", ">=", csvw="minLength"),
    Constraint("maxLength", "max_length", "count", "sized", "length", "<=", csvw="maxLength"),
    Constraint("minimum", "minimum", "value", "ordered", "bound", ">=", "{column} >= {value}", "minimum"),
    Constraint("maximum", "maximum", "value", "ordered", "bound", "<=", "{column} <= {value}", "maximum"),
    Constraint(
        "exclusiveMinimum", "exclusive_minimum", "value", "ordered", "bound", ">", "{column} > {value}", "minExclusive"
    ),
    Constraint(
        "exclusiveMaximum", "exclusive_maximum", "value", "ordered", "bound", "<", "{column} < {value}", "maxExclusive"
    ),
    Constraint("pattern", "pattern", "text", "text", "opaque"),
    Constraint("enum", "enum", "values", "every", "values"),
    Constraint("jsonSchema", "json_schema", "object", "json", "opaque"),
)
"""In the order in which descriptors are written."""

BOUNDS: Final = tuple(each for each in CONSTRAINTS if each.compared == "bound")
LENGTHS: Final = tuple(each for each in CONSTRAINTS if each.compared == "length")


def fitting(*sorts: TypeSort) -> frozenset[str]:
    """Names of the constraints of a type that is of these sorts, with those of every type."""
    return frozenset(each.name for each in CONSTRAINTS if each.fits in {"every", *sorts})


def asked(constraints: Constraints, among: tuple[Constraint, ...] = CONSTRAINTS) -> Iterator[tuple[Constraint, Any]]:
    """The constraints that a field has, each with what it says."""
    for each in among:
        if (said := getattr(constraints, each.attribute)) is not None and said is not False:
            yield each, said
