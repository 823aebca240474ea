"""What is asked of a table as a program of the native prover, or why it cannot be.

The prover owes the oracle one thing: it passes no cell that the checks would refuse. So a program may ask for more than
the schema (what is odd is looked at again), and where it cannot ask for as much, there is none.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import MAXYEAR, date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.descriptor.constraints import BOUNDS, LENGTHS, asked
from talent_dataset.engine.descriptor.model import PROPERTY
from talent_dataset.engine.reading.types.duration import DurationKind
from talent_dataset.engine.reading.types.kind import PlainShapedKind, escape
from talent_dataset.engine.reading.types.numbers import IntegerKind, NumberKind, nearest
from talent_dataset.engine.reading.types.strings import AnyKind, BooleanKind, StringKind
from talent_dataset.engine.reading.types.temporal import (
    DATE,
    DATETIME,
    MONTH,
    TIME,
    YEAR,
    DateKind,
    DatetimeKind,
    TimeKind,
    YearKind,
    YearMonthKind,
    instant_of,
)
from talent_dataset.engine.rules.automaton import Automaton, DeclinedError, automaton
from talent_dataset.engine.rules.field_checks import dtype_check, edtf_check

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.constraints import Constraint
    from talent_dataset.engine.descriptor.model import Dialect, Field
    from talent_dataset.engine.reading.cast import Column
    from talent_dataset.engine.rules.keys import Key

_FREE, _INTEGER, _NUMBER, _DATE, _YEAR = range(5)
_NOT_HASHED, _AS_TEXT, _AS_INTEGER = range(3)
# The library reads integers of up to 18 digits; larger ones are suspects.
_MOST: Final = 10**18 - 1
_UNBOUND: Final = 2**64 - 1
_LAST_ASCII: Final = 0x7F
_DAY: Final = timedelta(days=1)


def program_of(
    dialect: Dialect,
    width: int,
    columns: Sequence[Column],
    keys: Sequence[Key],
    members: Sequence[tuple[Column, Sequence[str] | Sequence[int]]] = (),
    filled: Collection[int] = (),
) -> bytes:
    """The program for all checks of cells and for keys.

    Args:
        dialect: Delimiter and quote, one byte each.
        width: Number of columns of the file.
        columns: Those that have a field.
        keys: What is hashed.
        members: Columns, and the texts or integers that each must be one of (what a foreign key refers to).
        filled: Positions of columns that need a value whatever their field says (those of a primary key).

    Raises:
        DeclinedError: Something is asked that the library does not know.
    """
    hashed = {column.position for key in keys for column in key.columns}
    by_position = {column.position: column for column in columns}
    lists = _referred(members)
    cells = [
        _column(by_position[at], is_hashed=at in hashed, is_filled=at in filled, lists=lists.get(at, []))
        if at in by_position
        else _ANYTHING
        for at in range(width)
    ]
    return _head(dialect) + _several(cells) + _several(_key(key) for key in keys)


def _referred(members: Iterable[tuple[Column, _List]]) -> dict[int, list[_List]]:
    """What each referring column must be one of, by its position."""
    lists: dict[int, list[_List]] = {}
    for column, values in members:
        wanted = int if type(column.kind) is IntegerKind else str
        if type(column.kind) not in _REFERRING or not all(type(value) is wanted for value in values):
            raise DeclinedError(f"a reference from {column.field.name}")
        lists.setdefault(column.position, []).append(values)
    return lists


def hunt_of(dialect: Dialect, width: int, columns: Sequence[Column], key: Key, wanted: Iterable[int]) -> bytes:
    """The program that looks for the records whose key has one of some hashes, and at nothing else.

    Args:
        dialect: As in `program_of`.
        width: As in `program_of`.
        columns: As in `program_of`.
        key: The key.
        wanted: Its hashes.
    """
    hashed = {column.position: column for column in columns if column.position in {c.position for c in key.columns}}
    cells = [_only_hashed(hashed[at]) if at in hashed else _ANYTHING for at in range(width)]
    return _head(dialect) + _several(cells) + _several([_key(key, wanted)])


def _head(dialect: Dialect) -> bytes:
    quote = dialect.quote_char or ""
    return dialect.delimiter.encode() + (b"\1" + quote.encode() if quote else b"\0")


def _whole(number: int) -> bytes:
    return struct.pack("<Q", number)


def _signed(number: Any) -> bytes:
    return struct.pack("<q", number)


def _are_numbers(values: Sequence[Any]) -> bool:
    return bool(values) and isinstance(values[0], int)


def _several(parts: Iterable[bytes]) -> bytes:
    found = list(parts)
    return _whole(len(found)) + b"".join(found)


def _texts(texts: Iterable[str]) -> bytes:
    # A lone surrogate of a descriptor is in no text that is UTF-8.
    encoded = (text.encode("utf-8", "surrogatepass") for text in texts)
    return _several(_whole(len(text)) + text for text in encoded)


def _key(key: Key, wanted: Iterable[int] = ()) -> bytes:
    return _several(_whole(column.position) for column in key.columns) + _several(map(_whole, wanted))


def _cell(  # noqa: PLR0913 - each is a word of the program
    *,
    is_required: bool = False,
    is_guarded: bool = False,
    missing: Iterable[str] = (),
    kind: bytes = bytes([_FREE]),
    hashed: int = _NOT_HASHED,
    lengths: tuple[int, int] = (0, _UNBOUND),
    patterns: Iterable[Automaton] = (),
    lists: Iterable[_List] = (),
) -> bytes:
    found = list(lists)
    return b"".join(
        [
            bytes([is_required, is_guarded]),
            _texts(missing),
            kind,
            bytes([hashed]),
            *map(_whole, lengths),
            _several(map(_automaton, patterns)),
            _several(_texts(map(str, each)) for each in found if not _are_numbers(each)),
            _several(_several(map(_signed, each)) for each in found if _are_numbers(each)),
        ]
    )


def _automaton(found: Automaton) -> bytes:
    states = b"".join(struct.pack(f"<{len(row)}H", *row) for row in found.table)
    return found.classes + _whole(len(found.table)) + bytes(found.accepts) + states


_ANYTHING: Final = _cell()


def _only_hashed(column: Column) -> bytes:
    return _cell(missing=_missing(column.field), hashed=_hashed(column))


def _missing(field: Field) -> list[str]:
    return [each.value for each in field.missing_values]


def _column(column: Column, *, is_hashed: bool, is_filled: bool, lists: Sequence[_List]) -> bytes:
    """What is asked of a column, or `DeclinedError`."""
    field, constraints = column.field, column.field.constraints
    # A dtype or EDTF may be asked for there; JSON Schemas only Python checks.
    is_narrow = PROPERTY in field.custom and (dtype_check(column) or edtf_check(column))
    if is_narrow or constraints.json_schema is not None:
        raise DeclinedError(f"what {field.name} asks beyond types and bounds")
    kind, patterns, listed = _kind(column)
    if constraints.pattern is not None and field.type == "string":
        patterns.append(_pattern(constraints.pattern))
    listed += [_listed(column, values) for values in _values(field)]
    return _cell(
        is_required=constraints.required or is_filled,
        # The texts that ``field_checks.formula`` looks at.
        is_guarded=field.type in {"string", "any"} and not any(True for _ in _values(field)),
        missing=_missing(field),
        kind=kind,
        hashed=_hashed(column) if is_hashed else _NOT_HASHED,
        lengths=_lengths(column),
        patterns=patterns,
        lists=[*listed, *lists],
    )


_List = Sequence[str] | Sequence[int]
# The type in the program, the automata that its texts must pass, the lists that they must be in.
_Kind = tuple[bytes, list[Automaton], list[_List]]


def _kind(column: Column) -> _Kind:
    for sort, make in _KINDS.items():
        # Not ``isinstance``: a subclass reads texts in its own way, of which the library knows nothing.
        if type(column.kind) is sort:
            return make(column)
    if isinstance(column.kind, PlainShapedKind):
        _without_bounds(column)
        return _shaped(column.kind.shape)
    raise DeclinedError(f"the type of {column.field.name}")


def _free(column: Column) -> _Kind:
    _without_bounds(column)
    return bytes([_FREE]), [], []


def _without_bounds(column: Column) -> None:
    if column.kind.is_ordered and any(True for _ in asked(column.field.constraints, BOUNDS)):
        raise DeclinedError(f"bounds of {column.field.name}")


def _boolean(column: Column) -> _Kind:
    # A boolean is one of some texts: nothing asks for its value.
    return bytes([_FREE]), [], [[*column.field.true_values, *column.field.false_values]]


def _plain(field: Field) -> None:
    if field.group_char or not field.bare_number or field.decimal_char not in {None, "", "."}:
        raise DeclinedError(f"how {field.name} writes numbers")


def _integer(column: Column) -> _Kind:
    _plain(column.field)
    least, greatest = _whole_bounds(column, -_MOST, _MOST)
    return struct.pack("<Bqq", _INTEGER, least, greatest), [], []


def _year(column: Column) -> _Kind:
    # Years of four digits; of longer and negative ones the oracle decides.
    least, greatest = _whole_bounds(column, 1, 9999)
    return struct.pack("<Bqq", _YEAR, least, greatest), [], []


def _whole_bounds(column: Column, least: int, greatest: int) -> tuple[int, int]:
    for constraint, bound in asked(column.field.constraints, BOUNDS):
        limit = _literal(column, bound)
        if not isinstance(limit, int):
            raise DeclinedError(f"a bound of {column.field.name}")
        if constraint.is_lower:
            least = max(least, limit + constraint.is_exclusive)
        else:
            greatest = min(greatest, limit - constraint.is_exclusive)
    # An empty range is one in which no value lies: all are suspects.
    return (least, greatest) if least <= greatest else (1, 0)


def _number(column: Column) -> _Kind:
    _plain(column.field)
    lower: list[tuple[Decimal, bool]] = []
    upper: list[tuple[Decimal, bool]] = []
    for constraint, bound in asked(column.field.constraints, BOUNDS):
        (lower if constraint.is_lower else upper).append((_decimal(column, bound), constraint.is_exclusive))
    # Of two bounds the narrower one; of two that are equal the one that is out of bounds itself.
    low = _double(*max(lower)) if lower else b"\0"
    high = _double(*min(upper, key=lambda each: (each[0], not each[1]))) if upper else b"\0"
    # The lower bound first; a zero byte where there is no bound.
    return bytes([_NUMBER]) + low + high, [], []


def _decimal(column: Column, bound: Any) -> Decimal:
    limit = _literal(column, bound)
    if not isinstance(limit, Decimal) or not limit.is_finite() or nearest(limit) is None:
        raise DeclinedError(f"a bound of {column.field.name}")
    return limit


def _double(limit: Decimal, is_exclusive: bool) -> bytes:  # noqa: FBT001 - a bound is the two
    near = float(limit)
    return struct.pack("<Bd??", 1, near, Decimal(repr(near)) == limit, is_exclusive)


def _date(column: Column) -> _Kind:
    least, greatest = date.min, date.max
    for constraint, bound in asked(column.field.constraints, BOUNDS):
        day = _literal(column, bound)
        if constraint.is_exclusive and day == (date.max if constraint.is_lower else date.min):
            return _no_day()
        if constraint.is_lower:
            least = max(least, day + constraint.is_exclusive * _DAY)
        else:
            greatest = min(greatest, day - constraint.is_exclusive * _DAY)
    return bytes([_DATE]) + f"{least}{greatest}".encode(), [], []


def _no_day() -> _Kind:
    return bytes([_DATE]) + f"{date.max}{date.min}".encode(), [], []


def _shaped(*shapes: str) -> _Kind:
    """Texts that have each of some shapes."""
    return bytes([_FREE]), [_shape(each) for each in shapes], []


def _time(column: Column) -> _Kind:
    return _shaped(TIME, *_text_bounds(column, str))


def _month(column: Column) -> _Kind:
    """Months; where there are bounds, only those of years of four digits, which sort as they are written."""
    bounds = _text_bounds(column, _month_text)
    return _shaped(f"{YEAR}-{MONTH}" if bounds else column.kind.shape, *bounds)  # type: ignore[attr-defined]


def _month_text(value: tuple[int, int]) -> str | None:
    year, month = value
    return f"{year:04}-{month:02}" if 0 < year <= MAXYEAR else None


def _duration(column: Column) -> _Kind:
    """Durations of short numbers; the type refuses some that are thousands of characters long."""
    _without_bounds(column)
    return _shaped(column.kind.shape.replace("[0-9]+", "[0-9]{1,18}"))  # type: ignore[attr-defined]


def _instant(column: Column) -> _Kind:
    """Dates and times; where there are bounds, only those in UTC and without a fraction, which sort as they are."""
    bounds = _text_bounds(column, _instant_text)
    return _shaped(f"{DATE}T{TIME}Z?" if bounds else DATETIME, *bounds)


def _instant_text(value: tuple[int, str]) -> str | None:
    instant = instant_of(value)
    return instant.isoformat() if instant is not None and not instant.microsecond else None


def _text_bounds(column: Column, written: Callable[[Any], str | None]) -> list[str]:
    """The shapes of the texts within the bounds of a column whose texts sort as their values do.

    Args:
        column: The column.
        written: The text of a value; ``None`` where it has none of the kind that sorts.
    """
    shapes = []
    for constraint, bound in asked(column.field.constraints, BOUNDS):
        text = written(_literal(column, bound))
        if text is None:
            raise DeclinedError(f"a bound of {column.field.name}")
        shapes.append(_beyond(text, constraint))
    return shapes


def _beyond(text: str, constraint: Constraint) -> str:
    """The shape of the texts of one form that come after another, or before: up to some place they are the same."""
    others = [(ord(char) + 1, _LAST_ASCII) if constraint.is_lower else (0, ord(char) - 1) for char in text]
    differing = [rf"{escape(text[:at])}[\x{{{low:x}}}-\x{{{high:x}}}].*" for at, (low, high) in enumerate(others)]
    return "|".join(differing if constraint.is_exclusive else [*differing, f"{escape(text)}Z?"])


def _literal(column: Column, bound: Any) -> Any:
    try:
        return column.kind.literal(bound)
    except ValueError as error:
        raise DeclinedError(f"a bound of {column.field.name}") from error


def _lengths(column: Column) -> tuple[int, int]:
    least, most = 0, _UNBOUND
    if column.field.type not in {"string", "any"}:
        return least, most
    for constraint, limit in asked(column.field.constraints, LENGTHS):
        least, most = (max(least, limit), most) if constraint.is_lower else (least, min(most, limit))
    # A length that no text has must still fit 64 bits.
    return min(least, _UNBOUND), most


def _values(field: Field) -> Iterable[Sequence[Any]]:
    """The lists of values that a field has, as an enum and as categories."""
    if field.constraints.enum is not None:
        yield field.constraints.enum
    if field.categories is not None:
        yield [each.value for each in field.categories]


def _listed(column: Column, values: Sequence[Any]) -> _List:
    """A list of integers or of texts, as far as these are plain: the oracle compares other spellings of its values."""
    literals = frozenset(_literal(column, value) for value in values)
    if type(column.kind) is IntegerKind:
        return [value for value in literals if isinstance(value, int) and abs(value) <= _MOST]
    texts = dict.fromkeys(text for value in values for text in _spellings(column, value))
    return [text for text in texts if column.kind.is_among(text, literals)]


def _spellings(column: Column, value: Any) -> Iterator[str]:
    """Texts that may stand for a value of a list."""
    yield str(value)
    if isinstance(value, bool):
        yield from (*column.field.true_values, *column.field.false_values)
    elif not isinstance(value, str):
        yield str(_literal(column, value))


def can_hash(column: Column) -> bool:
    """Whether the prover hashes the values of a column."""
    return _hashing(column) is not None


def _hashing(column: Column) -> int | None:
    """How values are hashed so that equal ones have equal hashes."""
    is_text = isinstance(column.kind, PlainShapedKind)
    return _AS_TEXT if is_text else _HASHED.get(type(column.kind))


def _hashed(column: Column) -> int:
    found = _hashing(column)
    if found is None:
        raise DeclinedError(f"a key of the type of {column.field.name}")
    # ``1,000`` and ``1000`` are one key, and the library does not read groups.
    if type(column.kind) is IntegerKind:
        _plain(column.field)
    return found


def _pattern(pattern: str) -> Automaton:
    from talent_dataset.engine.rules.pattern import PatternError, translate

    try:
        return automaton(translate(pattern))
    except PatternError as error:
        raise DeclinedError(str(error)) from error


@lru_cache(maxsize=64)
def _shape(shape: str) -> Automaton:
    """The automaton of a format; made once, since some take a tenth of a second."""
    return automaton(f"^(?:{shape})$")


_REFERRING: Final = frozenset({StringKind, IntegerKind})
_HASHED: Final[dict[type, int]] = {
    StringKind: _AS_TEXT,
    AnyKind: _AS_TEXT,
    DateKind: _AS_TEXT,
    TimeKind: _AS_TEXT,
    YearMonthKind: _AS_TEXT,
    IntegerKind: _AS_INTEGER,
    YearKind: _AS_INTEGER,
}
_KINDS: Final[dict[type, Callable[[Column], _Kind]]] = {
    StringKind: _free,
    AnyKind: _free,
    BooleanKind: _boolean,
    IntegerKind: _integer,
    NumberKind: _number,
    DateKind: _date,
    YearKind: _year,
    TimeKind: _time,
    YearMonthKind: _month,
    DatetimeKind: _instant,
    DurationKind: _duration,
}
