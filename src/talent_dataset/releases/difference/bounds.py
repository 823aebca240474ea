"""The constraints of a field, compared: does the new one admit fewer values, more, or can that not be told."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from talent_dataset.engine.descriptor.constraints import BOUNDS, CONSTRAINTS, Compared, Constraint, asked
from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.cast import kind_of
from talent_dataset.releases.difference.changes import same

Direction = Literal["tightened", "loosened", "constraint"]
"""The last word of the kind of a change; ``constraint``: it cannot be told whether fewer values are admitted."""


@dataclass(frozen=True, slots=True)
class ConstraintChange:
    """A constraint that differs, and in which direction."""

    name: str
    old: Any
    new: Any
    direction: Direction


def constraint_changes(old: Field, new: Field) -> Iterator[ConstraintChange]:
    """Every constraint of a field that differs.

    ``minimum`` and ``exclusiveMinimum`` are one bound, of which the narrower counts; so are ``maximum`` and
    ``exclusiveMaximum``. ``enum`` and ``categories`` are tightened where a value is not admitted any more, whatever
    others came. A pattern or a JSON Schema that differs from one that was there can be narrower or wider: it is called
    neither. Bounds and values are compared as values of the field: ``1`` and ``1.0`` are one number.
    """
    for compared, changes in _CHANGES.items():
        for constraint in CONSTRAINTS:
            if constraint.compared == compared:
                yield from changes(constraint, old, new)
    yield from _values("categories", _categories(old), _categories(new))
    yield from _order_of_categories(old, new)


def _both(constraint: Constraint, old: Field, new: Field) -> tuple[Any, Any]:
    return getattr(old.constraints, constraint.attribute), getattr(new.constraints, constraint.attribute)


def _flag(constraint: Constraint, old: Field, new: Field) -> Iterator[ConstraintChange]:
    before, after = _both(constraint, old, new)
    if before != after:
        # false and absent say the same.
        yield ConstraintChange(constraint.name, before or None, after or None, "tightened" if after else "loosened")


def _opaque(constraint: Constraint, old: Field, new: Field) -> Iterator[ConstraintChange]:
    yield from _untold(constraint.name, *_both(constraint, old, new))


def _untold(name: str, old: Any, new: Any) -> Iterator[ConstraintChange]:
    if not same(old, new):
        yield ConstraintChange(name, old, new, there_or_not(old, new))


def there_or_not(old: Any, new: Any) -> Direction:
    """The direction of a constraint that is new, or gone; where it stands on both sides nothing can be told."""
    if old is None:
        return "tightened"
    return "loosened" if new is None else "constraint"


def _length(constraint: Constraint, old: Field, new: Field) -> Iterator[ConstraintChange]:
    before, after = _both(constraint, old, new)
    if before == after:
        return
    if before is None or after is None:
        yield ConstraintChange(constraint.name, before, after, there_or_not(before, after))
    else:
        # A lower bound that rises admits less, and so does an upper one that falls.
        is_tighter = (after > before) == constraint.is_lower
        yield ConstraintChange(constraint.name, before, after, "tightened" if is_tighter else "loosened")


@dataclass(frozen=True, slots=True)
class _Bound:
    """The narrower of an inclusive bound and an exclusive one: its value, and as the descriptor writes it."""

    value: Any
    is_exclusive: bool
    written: Any


def _bound(constraint: Constraint, old: Field, new: Field) -> Iterator[ConstraintChange]:
    if constraint.is_exclusive:  # told with the inclusive one of its side
        return
    name, is_lower = constraint.name, constraint.is_lower
    try:
        ours, theirs = _narrower(old, is_lower=is_lower), _narrower(new, is_lower=is_lower)
        is_same = _rank(ours) == _rank(theirs)
        is_tighter = None if ours is None or theirs is None else _is_narrower(theirs, ours, is_lower=is_lower)
    except (TypeError, ValueError):  # bounds of two types, or such that only one of them can be read
        yield from _untold(name, _written_bounds(old, is_lower=is_lower), _written_bounds(new, is_lower=is_lower))
        return
    if is_same:
        return
    before, after = _written(ours), _written(theirs)
    if is_tighter is None:
        yield ConstraintChange(name, before, after, there_or_not(ours, theirs))
    else:
        yield ConstraintChange(name, before, after, "tightened" if is_tighter else "loosened")


def _rank(bound: _Bound | None) -> tuple[Any, bool] | None:
    return None if bound is None else (bound.value, bound.is_exclusive)


def _written(bound: _Bound | None) -> Any:
    if bound is None:
        return None
    return {"exclusive": bound.written} if bound.is_exclusive else bound.written


def _bounds_of(field: Field, *, is_lower: bool) -> list[tuple[Constraint, Any]]:
    """The bounds of one side, the inclusive one first."""
    return [(each, said) for each, said in asked(field.constraints, BOUNDS) if each.is_lower == is_lower]


def _written_bounds(field: Field, *, is_lower: bool) -> Any:
    return {each.name: said for each, said in _bounds_of(field, is_lower=is_lower)} or None


def _narrower(field: Field, *, is_lower: bool) -> _Bound | None:
    """The bound in force; raises ``TypeError`` or ``ValueError`` where bounds cannot be compared."""
    said = _bounds_of(field, is_lower=is_lower)
    kind = kind_of(field)
    # Bounds of a type without an order are compared as they are written.
    if said and not kind.is_ordered:
        raise ValueError(field.type)
    bounds = [_Bound(kind.literal(value), each.is_exclusive, value) for each, value in said]
    if len(bounds) < 2:  # noqa: PLR2004 - there are two
        return bounds[0] if bounds else None
    inclusive, exclusive = bounds
    return exclusive if _is_narrower(exclusive, inclusive, is_lower=is_lower) else inclusive


def _is_narrower(new: _Bound, old: _Bound, *, is_lower: bool) -> bool:
    if new.value == old.value:
        return new.is_exclusive
    return bool((new.value > old.value) == is_lower)


BoundValues = dict[Hashable, Any]
"""Exact value to how it is written."""


def _enum(constraint: Constraint, old: Field, new: Field) -> Iterator[ConstraintChange]:
    before, after = _both(constraint, old, new)
    yield from _values(constraint.name, _listed_values(old, before), _listed_values(new, after))


def _listed_values(field: Field, allowed: tuple[Any, ...] | None) -> BoundValues | None:
    return None if allowed is None else {_exact(field, value): value for value in allowed}


def _categories(field: Field) -> BoundValues | None:
    return None if field.categories is None else {_exact(field, one.value): one.value for one in field.categories}


def _exact(field: Field, value: Any) -> Hashable:
    try:
        return kind_of(field).literal(value)
    except ValueError:
        # What is no value of the type, such as "n/a" in an enum of numbers, is compared as it is written.
        return repr(value)


def _values(name: str, old: BoundValues | None, new: BoundValues | None) -> Iterator[ConstraintChange]:
    if (old is None) != (new is None):
        yield ConstraintChange(name, _listed(old), _listed(new), there_or_not(old, new))
    elif old is not None and new is not None and old.keys() != new.keys():
        lost, gained = _less(old, new), _less(new, old)
        yield ConstraintChange(name, lost or None, gained or None, "tightened" if lost else "loosened")


def _less(some: BoundValues, others: BoundValues) -> list[Any]:
    return [some[value] for value in some if value not in others]


def _listed(values: BoundValues | None) -> list[Any] | None:
    return None if values is None else list(values.values())


def _order_of_categories(old: Field, new: Field) -> Iterator[ConstraintChange]:
    """Whether categories have an order, and which: neither narrows what is admitted, but it changes what it means."""
    if old.categories is None or new.categories is None:
        return
    if old.categories_ordered != new.categories_ordered or (new.categories_ordered and _is_moved(old, new)):
        yield ConstraintChange("categoriesOrdered", _in_order(old), _in_order(new), "constraint")


def _is_moved(old: Field, new: Field) -> bool:
    """Whether the categories that both have stand in another order; those that come or go move no other."""
    ours, theirs = list(_categories(old) or ()), list(_categories(new) or ())
    return [value for value in ours if value in theirs] != [value for value in theirs if value in ours]


def _in_order(field: Field) -> list[Any] | None:
    return [one.value for one in field.categories or ()] if field.categories_ordered else None


# In the order in which changes are told.
_CHANGES: Final[Mapping[Compared, Callable[[Constraint, Field, Field], Iterator[ConstraintChange]]]] = {
    "flag": _flag,
    "length": _length,
    "bound": _bound,
    "opaque": _opaque,
    "values": _enum,
}
