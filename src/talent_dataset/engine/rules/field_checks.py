"""The constraints of a field as checks of its column: each a cheap proof and an exact mask.

Whether a constraint can be checked at all is asked here too, for the descriptor that states it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard

import polars as pl

from talent_dataset.engine.descriptor import Field, Probes
from talent_dataset.engine.descriptor.constraints import BOUNDS, LENGTHS, Comparison, Constraint, asked
from talent_dataset.engine.descriptor.model import PROPERTY, ours
from talent_dataset.engine.meant import meant, meant_among
from talent_dataset.engine.reading.cast import Column, kind_of
from talent_dataset.engine.reading.types.kind import (
    COMPARE,
    Cells,
    FreeKind,
    among_those,
    decided,
    matching,
    resolve,
    text_name,
)
from talent_dataset.engine.sentences import NO_FACTS, FindingFacts, sentence

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Severity


__all__ = ["Refusal", "attempted", "checks", "passes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a column (or of a row) of a batch.

    Both expressions run on the batch: text columns by position (``"0"``), typed columns as ``"v0"``.

    Attributes:
        code: ``scope/kind`` of the issues it makes.
        position: Position of the column whose cell is shown, or ``None`` for a check of the row.
        field: Name of the field, or ``None``.
        clean: Cheap scalar Boolean: true *proves* that no row of the batch offends. False proves nothing.
        offends: Boolean for each row, true where the row offends; exact; null counts as false.
        facts: What is to be said of an offending cell (its text, or ``None``), as data.
        hint: How to mend it, whatever the cell.
        mend: How to mend this cell (its text, or ``None``); empty where only ``hint`` helps.
    """

    code: str
    clean: pl.Expr
    offends: pl.Expr
    facts: Callable[[str | None], FindingFacts] = lambda _: NO_FACTS
    hint: str = ""
    severity: Severity = "error"
    position: int | None = None
    field: str | None = None
    mend: Callable[[str | None], str] | None = None

    def message(self, text: str | None) -> str:
        """The sentence for an offending cell."""
        return sentence(self.code, text, self.facts(text))

    def advice(self, text: str | None) -> str:
        """How to mend a cell: what is said of this one, else of all."""
        return (self.mend(text) if self.mend is not None else "") or self.hint


# Text that a spreadsheet would run begins so; a lone sign, such as the code of a comparison, is run by none.
_BEGINS = r"^[=+\-@\t\r](?s:.)"
# Numbers, dates, ranges and telephone numbers: a sign, digits and what stands between them.
_PLAIN = r"^[+-]?[0-9.,:/() %+-]*$"


def formula(column: Column) -> Check | None:
    """The check that the texts of a column do not begin as formulas do; ``None`` where the schema lists its values."""
    field = column.field
    # What the schema lists, its author has wanted.
    if field.type not in {"string", "any"} or field.constraints.enum is not None or field.categories is not None:
        return None
    text = pl.col(text_name(column.position))
    return Check(
        code="cell/formula",
        # The six characters sort before ``A``: where the least text does not, no text begins with one of them.
        clean=(text.min() >= "A").fill_null(value=True),
        offends=text.map_batches(_begin_as_formulas, return_dtype=pl.Boolean),
        hint="Put the text so that it begins with another character.",
        severity="warning",
        position=column.position,
        field=field.name,
    )


def _begin_as_formulas(texts: pl.Series) -> pl.Series:
    """For each text whether it begins as a formula does."""
    # Comparisons of texts cost a tenth of a pattern: it is asked only of those in the ranges around the six characters.
    may_begin = (
        ((texts >= "\t") & (texts < " ")) | ((texts >= "+") & (texts < ".")) | ((texts >= "=") & (texts < "A"))
    ).fill_null(value=False)
    places = may_begin.arg_true()
    asked = texts.gather(places)
    found = places.filter(asked.str.contains(_BEGINS) & ~asked.str.contains(_PLAIN))
    return pl.zeros(len(texts), dtype=pl.Boolean, eager=True).scatter(found, True) if len(found) else may_begin & False


def edtf_check(column: Column) -> Check | None:
    """The check that each text of a column is a date, where its field says ``"edtf": true`` in our property."""
    if ours(column.field).get("edtf") is not True or column.field.type != "string":
        return None
    from talent_dataset.engine.reading import edtf

    is_valid = edtf.is_valid_expr(column.cells.present)

    def facts(text: str | None) -> FindingFacts:
        return {"reason": edtf.reason(text or "") or "it is one"}

    return Check(
        code="cell/edtf",
        clean=is_valid.all(),
        offends=~is_valid.fill_null(value=True),
        facts=facts,
        hint="Write a date such as 2020-04-21, 2020-04, 2020?, XXXX-11-22 or 2020-05-18/2020-05-20.",
        position=column.position,
        field=column.field.name,
    )


_READABLE = 10_000
_LONGEST = 1 << 60  # no text is as long, and polars takes no larger number
# Only Python counts what these hold.
_COUNTED = {"object": "member", "geojson": "member", "array": "item", "list": "item"}
_LENGTH_TYPES = {"string", "any", *_COUNTED}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A constraint that cannot be checked.

    Attributes:
        constraint: Its name in the standard (``pattern``).
        reason: Why, in a sentence.
        is_fault: Whether the descriptor is wrong (else the check is skipped: it asks for more than the engine does).
    """

    constraint: str
    reason: str
    is_fault: bool = True


def checks(column: Column) -> list[Check]:
    """All checks of the cells of a column, apart from ``unique``: what the standard says of them, missing cells aside.

    Constraints that cannot be checked make no check; ``attempted`` names them.
    """
    return [found for found in attempted(column) if isinstance(found, Check)]


def attempted(column: Column) -> Iterator[Check | Refusal]:
    """A check for the type and for each constraint of a column, or why there is none."""
    for make in _MAKERS:
        yield from make(column)


def passes(column: Column, text: str) -> bool:
    """Whether one cell that is not missing has a value of its field's type, and keeps its constraints."""
    frame = pl.DataFrame({text_name(column.position): [text]}).with_columns(column.value)
    return not any(frame.select(check.offends.any()).item() for check in checks(column))


def _type(column: Column) -> Iterator[Check]:
    kind = column.kind

    # A cell whose text would do is at fault by the kind of its native value, as a number in JSON is no text.
    def would_do(text: str | None) -> TypeGuard[str]:
        return text is not None and len(text) <= _READABLE and kind.fits(text)

    def facts(text: str | None) -> FindingFacts:
        asked = {"type": column.field.type, "format": column.field.format, "expected": kind.expected}
        if would_do(text):
            from talent_dataset.engine.reading.itemrows import native_kind

            return {**asked, "native": native_kind(text)}
        return {**asked, "reason": _because(column, text)}

    def mend(text: str | None) -> str:
        if would_do(text):
            return f"Write it as a text: {json.dumps(text, ensure_ascii=False)}."
        hint = kind.mend(text) if text is not None else ""
        return f"{hint[:1].upper()}{hint[1:]}." if hint else ""

    yield Check(
        code="cell/type",
        clean=column.clean,
        offends=column.misfit,
        facts=facts,
        hint=f"Write {kind.expected}; a text that stands for no value belongs in missingValues.",
        mend=mend,
        position=column.position,
        field=column.field.name,
    )


def _because(column: Column, text: str | None) -> str:
    """Why a cell has no value, where that says more than what is expected; of a cell that nobody can read, nothing."""
    if len(text or "") > _READABLE:
        return ""
    try:
        column.python(text)
    except ValueError as error:
        reason = str(error)
        is_said = reason.endswith(f"not {column.kind.expected}") or reason in column.kind.expected
        return "" if is_said else reason
    return ""


def _required(column: Column) -> Iterator[Check]:
    if not column.field.constraints.required:
        return
    yield Check(
        code="cell/required",
        clean=column.cells.none_missing,
        offends=column.missing,
        hint="Fill the cell, or do not require the field.",
        position=column.position,
        field=column.field.name,
    )


def _of_values(
    column: Column, code: str, proof: pl.Expr, breaks: pl.Expr, facts: Callable[[str | None], FindingFacts]
) -> Check:
    """A check of the cells that have a value: misfits are the business of ``cell/type`` alone."""
    cells = column.cells
    offends = cells.where_present(breaks)
    if not isinstance(column.kind, FreeKind):
        offends = among_those(offends, cells.text, column.kind.fit)
    return Check(
        code=code,
        clean=proof,
        offends=offends,
        facts=facts,
        hint="Correct the value, or what the field asks of it.",
        position=column.position,
        field=column.field.name,
    )


def _enum(column: Column) -> Iterator[Check | Refusal]:
    if (values := column.field.constraints.enum) is not None:
        yield _listed(column, "enum", "cell/enum", values)


def _categories(column: Column) -> Iterator[Check | Refusal]:
    if column.field.categories is None:
        return
    values = [each.value for each in column.field.categories]
    # A value that is not in a part of the categories is reported once.
    if not set(map(str, column.field.constraints.enum or [None])) <= set(map(str, values)):
        yield _listed(column, "categories", "cell/categories", values)


def _listed(column: Column, name: str, code: str, values: Any) -> Check | Refusal:
    kind, cells = column.kind, column.cells
    try:
        literals: frozenset[Hashable] = frozenset(kind.literal(value) for value in values)
    except ValueError as error:
        return Refusal(name, f"its values must fit the field: {error}")
    among = _exact(kind.among(cells, literals), cells, lambda text: kind.is_among(text, literals))
    allowed = {"allowed": [str(value) for value in values]}
    proof = kind.all_among(cells, literals)
    check = _of_values(column, code, cells.all_hold(among) if proof is None else proof, ~among, lambda _: allowed)
    hint = "Write one of them, or add the value to the list of the field."
    return replace(check, hint=hint, mend=lambda text: meant_among(text or "", map(str, values)))


def _exact(fast: pl.Expr | None, cells: Cells, decide: Callable[[str], bool]) -> pl.Expr:
    """A verdict, with what it leaves open decided by Python."""
    return decided(cells.present, decide) if fast is None else resolve(fast, cells.text, decide)


def _pattern(column: Column) -> Iterator[Check | Refusal]:
    pattern = column.field.constraints.pattern
    if pattern is not None and column.field.type == "string":
        yield _matching(column, pattern)


def _matching(column: Column, pattern: str) -> Check | Refusal:
    from talent_dataset.engine.rules.pattern import PatternError, UnsupportedPatternError, translate

    try:
        translated = translate(pattern)
    except UnsupportedPatternError as error:
        return Refusal("pattern", str(error), is_fault=False)
    except PatternError as error:
        return Refusal("pattern", str(error))
    cells = column.cells
    check = _of_values(
        column,
        "cell/pattern",
        cells.text.str.contains("|".join([translated, *matching(cells.missing_texts)])).all(),
        ~cells.text.str.contains(translated),
        lambda _: {"pattern": pattern},
    )
    return replace(check, mend=lambda text: meant(text or "", lambda near: _matches(near, translated)))


def _matches(text: str, translated: str) -> bool:
    return bool(pl.Series([text]).str.contains(translated)[0])


def _bounds(column: Column) -> Iterator[Check | Refusal]:
    if column.kind.is_ordered:
        for constraint, bound in asked(column.field.constraints, BOUNDS):
            yield _bound(column, constraint, bound)


def _bound(column: Column, constraint: Constraint, bound: Any) -> Check | Refusal:
    kind, cells, sign = column.kind, column.cells, _sign(constraint)
    try:
        limit = kind.literal(bound)
    except ValueError as error:
        return Refusal(constraint.name, f"its value must fit the field: {error}")
    decide = partial(kind.breaks_exactly, comparison=sign, bound=limit)
    breaks = _exact(kind.breaks(cells, sign, limit), cells, decide)
    proof = kind.all_keep(cells, sign, limit)
    proof = cells.all_hold(~breaks) if proof is None else proof
    return _of_values(column, constraint.code, proof, breaks, lambda _: {"bound": bound})


def _sign(constraint: Constraint) -> Comparison:
    if constraint.sign is None:
        raise AssertionError(constraint.name)
    return constraint.sign


def _lengths(column: Column) -> Iterator[Check]:
    if column.field.type in _LENGTH_TYPES:
        for constraint, limit in asked(column.field.constraints, LENGTHS):
            yield _length(column, constraint, limit)


def _length(column: Column, constraint: Constraint, limit: int) -> Check:
    kind, cells, sign = column.kind, column.cells, _sign(constraint)
    unit = _COUNTED.get(column.field.type, "character")

    def facts(text: str | None) -> FindingFacts:
        try:
            size = kind.size(text or "")
        except ValueError:
            size = 0
        return {"limit": limit, "size": size, "unit": unit}

    if column.field.type in _COUNTED:
        breaks = decided(cells.present, lambda text: kind.fits(text) and not COMPARE[sign](kind.size(text), limit))
        return _of_values(column, constraint.code, ~breaks.any(), breaks, facts)
    length, bound = cells.text.str.len_chars(), pl.lit(min(limit, _LONGEST))
    keeps = COMPARE[sign](length, bound)
    # A missing cell is short, so the longest text proves what the shortest cannot.
    proof = cells.all_texts(keeps) if constraint.is_lower else (length.max() <= bound).fill_null(value=True)
    return _of_values(column, constraint.code, proof, ~keeps, facts)


def _json_schema(column: Column) -> Iterator[Check | Refusal]:
    if column.field.constraints.json_schema is None or column.field.type not in _COUNTED:
        return
    from talent_dataset.engine.rules.json_schema import JsonSchemaError, fault_finder

    try:
        fault_of = fault_finder(column.field.constraints.json_schema)
    except JsonSchemaError as error:
        yield Refusal("jsonSchema", str(error), is_fault=error.is_fault)
        return
    kind, cells = column.kind, column.cells

    def reason(text: str) -> str:
        try:
            return fault_of(kind.parse(text))
        except ValueError:
            return ""

    breaks = decided(cells.present, lambda text: bool(reason(text)))

    yield _of_values(column, "cell/json-schema", ~breaks.any(), breaks, lambda text: {"reason": reason(text or "")})


def _own(column: Column) -> Iterator[Check]:
    """What a field asks beyond the standard."""
    if PROPERTY in column.field.custom:
        yield from filter(None, (dtype_check(column), edtf_check(column)))


def dtype_check(column: Column) -> Check | None:
    """The check that the values of a column fit the dtype that its field names, where that is narrower."""
    from talent_dataset.engine.rules.dtype import narrow

    asked = narrow(column)
    return asked and Check(
        code="cell/type",
        clean=asked.clean,
        offends=column.cells.where_present(asked.breaks),
        facts=asked.facts,
        hint=asked.hint,
        position=column.position,
        field=column.field.name,
    )


_MAKERS: tuple[Callable[[Column], Iterator[Check | Refusal]], ...] = (
    _type,
    _required,
    _enum,
    _categories,
    _pattern,
    _bounds,
    _lengths,
    _json_schema,
    _own,
)


def _holds(constraint: Constraint) -> Callable[[pl.Expr, Any], pl.Expr]:
    compare = COMPARE[_sign(constraint)]
    return compare if constraint.compared == "bound" else lambda value, size: compare(value.list.len(), size)


HOLDS: dict[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    **{each.attribute: _holds(each) for each in (*BOUNDS, *LENGTHS)},
    "enum": lambda value, values: value.is_in(values),
}
"""Whether values of a typed column keep a constraint, by its attribute; the others hold for text alone."""


def probes() -> Probes:
    """The probes for ``open_package`` and ``parse_package``; what they need is imported when a descriptor asks for it.

    What is sound but asks for more than the engine does (look-around in a pattern) passes here: its check is skipped
    later, with the reason.
    """
    return Probes(cast=_probe_cast, pattern=_probe_pattern, format=_probe_format, json_schema=_probe_json_schema)


def _probe_cast(field: Field, text: str) -> object:
    return kind_of(field).parse(text)


def _probe_format(pattern: str) -> object:
    from talent_dataset.engine.reading.types.patterned import read_format

    return read_format(pattern)


def _probe_pattern(pattern: str) -> None:
    from talent_dataset.engine.rules.pattern import UnsupportedPatternError, translate

    try:
        translate(pattern)
    except UnsupportedPatternError:
        return


def _probe_json_schema(schema: dict[str, Any]) -> None:
    from talent_dataset.engine.rules.json_schema import JsonSchemaError, fault_finder

    try:
        fault_finder(schema)
    except JsonSchemaError as error:
        if error.is_fault:
            raise
