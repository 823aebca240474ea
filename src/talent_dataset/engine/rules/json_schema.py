"""The ``jsonSchema`` constraint: a JSON Schema against JSON values, without reaching out and without exploding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from talent_dataset.engine.reading.types.jsontext import frozen
from talent_dataset.engine.rules.pattern import PatternError, UnsupportedPatternError, search_pattern

_LONGEST_REASON = 200
# A schema of this many members takes seconds to look through; one value may take at most this many steps, since its
# choices multiply.
_MOST_MEMBERS = 5_000
_MOST_STEPS = 100_000
# The library calls itself for each level: at about a hundred Python is at its end, and what it keeps references in
# (rpds 0.30) panics. So a schema is no deeper than this, and no value is followed deeper by references that lead back.
_DEEPEST_SCHEMA = 48
_DEEPEST_VALUE = 100


class JsonSchemaError(ValueError):
    """A JSON Schema that cannot be used.

    Attributes:
        is_fault: Whether it is wrong (else it asks for more than is safe).
    """

    def __init__(self, message: str, *, is_fault: bool = True) -> None:
        super().__init__(message)
        self.is_fault = is_fault


def fault_finder(schema: Mapping[str, Any]) -> Callable[[Any], str]:
    """What is wrong with a JSON value by a schema, as a sentence; empty where it conforms.

    References are followed inside the schema only; patterns run on the linear-time engine. Raises ``JsonSchemaError``.
    """
    import jsonschema
    from jsonschema import validators

    document = _checked(_of_some_depth(dict(schema)))
    base = validators.validator_for(document, default=jsonschema.Draft202012Validator)
    document.pop("$schema", None)  # where a reference leads back here, it would bring back the keywords of the library
    try:
        base.check_schema(document)
    except jsonschema.SchemaError as error:
        raise JsonSchemaError(f"not a JSON Schema: {error.message[:_LONGEST_REASON]}") from None
    budget = _Budget()
    keywords = {
        **base.VALIDATORS,
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "uniqueItems": _unique_items,
    }
    safe = validators.extend(base, {name: budget.counted(keyword) for name, keyword in keywords.items()})
    validator = safe(document, registry=_no_registry())
    return lambda value: _first_fault(validator, value, budget)


class _TooManyStepsError(Exception):
    """A value takes more steps than any honest schema does."""


class _TooDeepError(Exception):
    """A value is followed deeper than any honest schema goes."""


class _Budget:
    """Counts the keywords that are evaluated for one value: alternatives within alternatives are 2 to their depth.

    Once one value has taken too many, no other is tried: a table has millions.
    """

    def __init__(self) -> None:
        self.steps = 0
        self.depth = 0
        self.is_spent = False

    def counted(self, keyword: Any) -> Any:
        """A keyword that is counted."""

        def counted(validator: Any, expected: Any, value: Any, schema: Any) -> Iterator[Any]:
            self.steps += 1
            if self.steps > _MOST_STEPS:
                self.is_spent = True
            if self.is_spent:
                raise _TooManyStepsError
            if self.depth > _DEEPEST_VALUE:
                raise _TooDeepError
            self.depth += 1
            try:
                yield from keyword(validator, expected, value, schema) or ()
            finally:
                self.depth -= 1

        return counted


def _first_fault(validator: Any, value: Any, budget: _Budget) -> str:
    from jsonschema import exceptions
    from referencing.exceptions import Unresolvable

    budget.steps = budget.depth = 0
    try:
        # Of the faults of several alternatives, that of the one which was most likely meant.
        error = exceptions.best_match(validator.iter_errors(value))
    except (_TooDeepError, Unresolvable, AttributeError):  # the last where it leads to what is no schema
        return "the schema refers to itself without end, or to what is not there"
    except _TooManyStepsError:
        return f"it cannot be checked, since the schema needs more than {_MOST_STEPS} steps for one value"
    except (ArithmeticError, TypeError):
        return "a number of it is out of reach"
    if error is None:
        return ""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    return f"{place + ': ' if place else ''}{error.message}"[:_LONGEST_REASON]


def _no_registry() -> Any:
    """Knows the metaschemas only, and fetches nothing."""
    from jsonschema.validators import SPECIFICATIONS

    return SPECIFICATIONS


def _of_some_depth(schema: dict[str, Any]) -> dict[str, Any]:
    level: list[Any] = [schema]
    for _ in range(_DEEPEST_SCHEMA):
        level = [each for holder in level for each in _entries(holder)]
    if level:
        raise JsonSchemaError(f"it is nested more than {_DEEPEST_SCHEMA} levels deep", is_fault=False)
    return schema


def _entries(holder: Any) -> list[Any]:
    """What an object or an array holds of others."""
    entries = holder.values() if isinstance(holder, Mapping) else holder
    return [entry for entry in entries if isinstance(entry, (Mapping, list, tuple))]


def _checked(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, once it is of some size, its references stay inside and its patterns are linear."""
    for number, (key, value) in enumerate(_members(schema)):
        # Counted on the way: a schema that is too large is not walked to its end.
        if number > _MOST_MEMBERS:
            raise JsonSchemaError(f"it has more than {_MOST_MEMBERS} members", is_fault=False)
        if key == "$schema":
            _check_dialect(value, is_of_all=value is schema.get(key))
        elif key in {"$ref", "$dynamicRef", "$recursiveRef"} and isinstance(value, str):
            _check_reference(value, schema)
        elif key == "pattern":
            _check_pattern(value)
        elif key == "patternProperties":
            for pattern in list(value):
                _check_pattern(pattern)
    return schema


def _check_dialect(value: Any, *, is_of_all: bool) -> None:
    if is_of_all and not isinstance(value, str):
        raise JsonSchemaError('not a JSON Schema: "$schema" is no string')
    if isinstance(value, str) and not is_of_all:
        raise JsonSchemaError("a part of it names a dialect of its own", is_fault=False)


def _check_reference(reference: str, schema: dict[str, Any]) -> None:
    if not reference.startswith("#"):
        raise JsonSchemaError(f"references out of the schema are not followed ({reference})", is_fault=False)
    target: Any = schema
    for step in reference.split("/")[1:]:
        if isinstance(target, (list, tuple)):
            target = dict(enumerate(target)).get(int(step)) if step.isdecimal() else None
        else:
            target = target.get(step) if isinstance(target, Mapping) else None
    # What is absent here may have an address of its own ($id): whether it has, a value will tell.
    if target is not None and not isinstance(target, (Mapping, bool)):
        raise JsonSchemaError(f"not a JSON Schema: {reference} leads to what is no schema")


def _check_pattern(pattern: Any) -> None:
    if not isinstance(pattern, str):
        return
    try:
        search_pattern(pattern)
    except UnsupportedPatternError as error:
        raise JsonSchemaError(str(error), is_fault=False) from None
    except PatternError as error:
        raise JsonSchemaError(str(error)) from None


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """All members of all objects within a JSON value."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            yield from each.items()
            waiting.extend(each.values())
        elif isinstance(each, (list, tuple)):
            waiting.extend(each)


def _matches(pattern: str, text: str) -> bool:
    import polars as pl

    return bool(pl.select(pl.lit(text).str.contains(search_pattern(pattern))).item())


def _pattern(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    del schema
    if validator.is_type(value, "string") and not _matches(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _unique_items(validator: Any, is_wanted: Any, value: Any, schema: Any) -> Iterator[Any]:
    """In linear time; the library compares objects two by two."""
    from jsonschema import ValidationError

    del schema
    if is_wanted and validator.is_type(value, "array") and len({frozen(item) for item in value}) < len(value):
        yield ValidationError("it has equal items")


def _pattern_properties(validator: Any, patterns: Any, value: Any, schema: Any) -> Iterator[Any]:
    del schema
    if not validator.is_type(value, "object"):
        return
    for pattern, subschema in patterns.items():
        for key, member in value.items():
            if _matches(pattern, key):
                yield from validator.descend(member, subschema, path=key, schema_path=pattern)
