"""The words of SQL that rules may and may not say; a function that is not among them is refused."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SCALAR: Final = _words(
    """
    abs acos asin atan atan2 bit_length cast try_cast cbrt ceil ceiling char_length character_length coalesce
    concat concat_ws cos date date_part day degrees div ends_with exp extract floor greatest hour if ifnull
    initcap least left length ln log log10 log2 lower ltrim minute mod month nullif octet_length position pow
    power quarter radians regexp_like replace reverse right round rtrim second sign sin split_part sqrt
    starts_with strptime strpos substr substring tan timestamp trim upper week year array_contains array_length
    """
)
AGGREGATE: Final = _words(
    """
    avg count first last max median min stddev sum variance row_number rank dense_rank lag lead
    """
)
BEFORE_PARENTHESIS: Final = _words(
    """
    all and any as between by case distinct else except exists from having in intersect is join like ilike limit
    not on or over partition qualify rlike regexp select then union using when where with decimal varchar char
    numeric cross inner outer left right full anti semi
    """
)
NEVER: Final = _words(
    """
    alter analyze attach call copy create delete describe drop execute explain export grant import insert
    install into lateral load merge pragma prepare recursive replace set show table truncate unnest update use
    values
    """
)
QUERY: Final = _words(
    """
    select from where join union group having order limit with window
    """
)
