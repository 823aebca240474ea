"""Patterns of strptime as regular expressions: the same directives as Python's, read by polars where it can."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from talent_dataset.reading.types.calendar import YEAR
from talent_dataset.reading.types.kind import escape

_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_CENTURY_TURNS = 69
"""POSIX: two-digit years from 69 are of the 1900s."""

_PM = 12


def _names(names: list[str]) -> str:
    return f"(?i:{'|'.join(names)})"


_SHAPES = {
    "Y": YEAR,
    "y": "[0-9]{2}",
    "m": "(?:1[0-2]|0[1-9]|[1-9])",
    "d": "(?:3[01]|[12][0-9]|0[1-9]|[1-9])",
    "H": "(?:2[0-3]|[01][0-9]|[0-9])",
    "I": "(?:1[0-2]|0[1-9]|[1-9])",
    "M": "(?:[0-5][0-9]|[0-9])",
    "S": "(?:[0-5][0-9]|[0-9])",
    "f": "[0-9]{1,6}",
    "p": "(?i:am|pm)",
    "b": _names([name[:3] for name in _MONTHS]),
    "B": _names(_MONTHS),
    "a": _names([name[:3] for name in _DAYS]),
    "A": _names(_DAYS),
    "z": "(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])",
    "j": "(?:36[0-6]|3[0-5][0-9]|[12][0-9]{2}|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9])",
    "U": "(?:5[0-3]|[0-4][0-9]|[0-9])",
    "W": "(?:5[0-3]|[0-4][0-9]|[0-9])",
    "V": "(?:5[0-3]|0[1-9]|[1-4][0-9]|[0-9])",
    "w": "[0-6]",
    "u": "[1-7]",
    "G": "[0-9]{4}",
    "Z": "(?i:utc|gmt)",
}
_WHOLES = {
    "c": "%a %b %d %H:%M:%S %Y",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "T": "%H:%M:%S",
    "R": "%H:%M",
    "r": "%I:%M:%S %p",
    "e": "%d",
    "h": "%b",
    "n": " ",
    "t": " ",
}
_BY_POLARS = frozenset("YymdHIMSfpbBaAz")
_TOKEN = re.compile(r"%(.?)|([ \t\n\r\f\v]+)|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Format:
    """A strptime pattern.

    Attributes:
        pattern: With the directives of C that Python lacks written out.
        shape: Texts that may fit, as a regular expression with a group for each directive, named after it.
        directives: In the order in which they stand.
    """

    pattern: str
    shape: str
    directives: tuple[str, ...]

    @property
    def is_fast(self) -> bool:
        """Whether polars can compute the values: every directive known to it, and none twice."""
        once = len(set(self.directives)) == len(self.directives)
        return once and _BY_POLARS.issuperset(self.directives)

    def parse(self, text: str) -> datetime:
        """The date and time; what the pattern does not say is that of 1900-01-01. Raises ``ValueError``."""
        return datetime.strptime(text, self.pattern)  # noqa: DTZ007 (the zone is in the pattern, or there is none)


def read_format(pattern: str) -> Format:
    """Reads a strptime pattern; raises ``ValueError`` where it is none."""
    pattern = _written_out(pattern.removeprefix("fmt:"))
    shape: list[str] = []
    directives: list[str] = []
    for found in _TOKEN.finditer(pattern):
        directive, blanks, char = found.groups()
        if directive is not None and directive != "%":
            if directive not in _SHAPES:
                raise ValueError(f"%{directive} is not a directive of strptime")
            shape.append(f"(?P<{directive}{directives.count(directive) or ''}>{_SHAPES[directive]})")
            directives.append(directive)
        else:
            shape.append(r"[ \t\n\r\f\v]+" if blanks else escape(char or "%"))
    _try(pattern)
    return Format(pattern, "".join(shape), tuple(directives))


def _try(pattern: str) -> None:
    """Python finds a directive that stands twice only when it is used."""
    try:
        datetime.strptime("", pattern)  # noqa: DTZ007
    except re.error as error:
        raise ValueError(f"{pattern} is not a pattern of strptime: {error}") from None
    except ValueError as error:
        if "does not match" not in str(error):
            raise


def _written_out(pattern: str) -> str:
    return re.sub(r"%(.)", lambda found: _WHOLES.get(found[1], found[0]), pattern, flags=re.DOTALL)


def values(texts: pl.Series, fmt: Format, type: str) -> pl.Series:
    """The values of a series; null where a text is none. The texts are taken apart once for all their parts."""
    groups = texts.str.extract_groups(f"^(?:{fmt.shape})$").struct.unnest()
    parts = {name: pl.col(name) for name in fmt.directives}
    return groups.select(value=_value(parts, fmt, type)).get_column("value").alias(texts.name)


def _value(parts: dict[str, pl.Expr], fmt: Format, type: str) -> pl.Expr:
    if type == "date":
        return day(parts)
    if type == "time":
        return pl.when(parts[fmt.directives[0]].is_not_null()).then(microseconds(parts) * 1000).cast(pl.Time)
    instant = day(parts).cast(pl.Datetime("us")).cast(pl.Int64) + microseconds(parts)
    ahead = offset(parts)
    return (instant if ahead is None else instant - ahead).cast(pl.Datetime("us"))


def microseconds(parts: dict[str, pl.Expr]) -> pl.Expr:
    """Microseconds since midnight."""
    hour = _int(parts, "H")
    if "I" in parts:
        hour = _int(parts, "I") % _PM + pl.lit(0)
        if "p" in parts:
            hour = hour + pl.when(parts["p"].str.to_lowercase() == "pm").then(_PM).otherwise(0)
    seconds = (hour * 60 + _int(parts, "M")) * 60 + _int(parts, "S")
    fraction = parts["f"].str.pad_end(6, "0").cast(pl.Int64) if "f" in parts else pl.lit(0, dtype=pl.Int64)
    return seconds * 1_000_000 + fraction


def day(parts: dict[str, pl.Expr]) -> pl.Expr:
    """The date; null where there is no such day."""
    texts = [
        _year(parts).cast(pl.String).str.zfill(4),
        *(part.cast(pl.String).str.zfill(2) for part in (_month(parts), _int(parts, "d", 1))),
    ]
    return pl.concat_str(texts, separator="-").str.to_date("%Y-%m-%d", strict=False, cache=False)


def offset(parts: dict[str, pl.Expr]) -> pl.Expr | None:
    """Microseconds by which local time is ahead of UTC, or ``None`` where the pattern has no zone."""
    if "z" not in parts:
        return None
    zone = parts["z"].str.replace_all(":", "", literal=True)
    minutes = zone.str.slice(1, 2).cast(pl.Int64) * 60 + zone.str.slice(3, 2).cast(pl.Int64)
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    return pl.when(zone == "Z").then(0).otherwise(sign * minutes * 60_000_000)


def _year(parts: dict[str, pl.Expr]) -> pl.Expr:
    if "y" in parts and "Y" not in parts:
        year = _int(parts, "y")
        return year + pl.when(year >= _CENTURY_TURNS).then(1900).otherwise(2000)
    return _int(parts, "Y", 1900)


def _month(parts: dict[str, pl.Expr]) -> pl.Expr:
    for directive in ("b", "B"):
        if directive in parts:
            short = parts[directive].str.to_lowercase().str.head(3)
            numbers = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
            return short.replace_strict(numbers, default=None, return_dtype=pl.Int64)
    return _int(parts, "m", 1)


def _int(parts: dict[str, pl.Expr], directive: str, default: int = 0) -> pl.Expr:
    return parts[directive].cast(pl.Int64) if directive in parts else pl.lit(default, dtype=pl.Int64)
