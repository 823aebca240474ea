"""Rules as SQL that strangers may write: one expression or one query, over the tables of the package and nothing else.

What is not understood is refused before polars sees it. polars' SQL runs no code, but ``read_csv('...')`` opens files,
``generate_series`` and recursive queries need not end, and ``LPAD`` makes cells of any size (2.1): so functions are
allowed by name, and a relation must be a table of the package or a name of the query itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NoReturn

import polars as pl

from talent_dataset.engine.errors import RuleRefusedError, RuleTooLargeError, UnknownFieldError
from talent_dataset.engine.meant import did_you_mean
from talent_dataset.engine.reading.polars_errors import BREAKS, first_line


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words are allowed by name: a function that a later polars brings is refused until somebody has looked at it.
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


MAX_LENGTH: Final = 20_000
MAX_TOKENS: Final = 1_000
MAX_CLAUSES: Final = 100
MAX_JOINED: Final = 200

# Possessive quantifiers: no text of a stranger makes the scanner go back.
_TOKEN: Final = re.compile(
    r"""(?P<space>\s++)|(?P<text>'(?:[^']++|'')*+')|(?P<quoted>"(?:[^"]++|"")*+")
    |(?P<name>[^\W\d]\w*+)|(?P<number>\d++(?:\.\d*+)?(?:[eE][+-]?\d++)?)|(?P<comment>--|/\*|\#)
    |(?P<sign>::|<=|>=|<>|!=|\|\||!?~\*?|[-+*/%=<>(),.\[\]^])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["text", "quoted", "name", "number", "sign"]
    text: str

    @property
    def word(self) -> str:
        """The token as a keyword, or empty."""
        return self.text.lower() if self.kind == "name" else ""

    @property
    def identifier(self) -> str | None:
        """The name that the token gives, or ``None``."""
        if self.kind == "quoted":
            return self.text[1:-1].replace('""', '"')
        return self.text if self.kind == "name" else None


def row_expression(sql: str, fields: Collection[str]) -> tuple[pl.Expr, tuple[str, ...]]:
    """A row rule as an expression over columns of the fields' names, and the fields that it reads.

    Args:
        sql: One SQL expression over a row.
        fields: The names that it may use.

    Raises:
        RuleRefusedError: It is not one expression, names an unknown field, or uses what a row rule may not.
    """
    tokens = _tokens(sql)
    for token in tokens:
        if token.word in QUERY - {"from"}:  # EXTRACT(YEAR FROM day) has one; of others polars complains
            _refuse(f"{token.text} belongs to a query, and a row rule is an expression over one row")
    _refuse_functions(tokens, SCALAR)
    _refuse_growth(tokens)
    try:
        expression = pl.sql_expr(sql)
        names = tuple(dict.fromkeys(expression.meta.root_names()))
    except BREAKS as error:
        raise RuleRefusedError(first_line(error)) from error
    if unknown := [name for name in names if name not in fields]:
        raise UnknownFieldError(unknown[0], hint=did_you_mean(unknown[0], fields))
    if not names:
        raise RuleRefusedError("it reads no field", hint="It would say the same of every row.")
    return expression, names


@dataclass(frozen=True, slots=True)
class Query:
    """A table rule that may be run.

    Attributes:
        sql: The query.
        tables: The tables of the package that it names.
    """

    sql: str
    tables: tuple[str, ...]
    _words: frozenset[str]
    _said: tuple[_Token, ...] = ()

    def needs(self, column: str) -> bool:
        """Whether the query may read a column: it is named, or the query has a star."""
        return "*" in self._words or column.lower() in self._words

    def run(self, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """The rows that the query returns, with the columns that it selects, in its order.

        Args:
            frames: Typed columns of each table that the query names; null where there is no value.

        Raises:
            RuleTooLargeError: It could make far more of the tables than they hold.
            RuleRefusedError: polars cannot run it.
        """
        from talent_dataset.engine.rules.extent import allowed, extent

        cells, most = extent(self._said, frames), allowed(frames)
        if cells > most:
            raise RuleTooLargeError(f"its joins could make {cells:,} cells, and {most:,} are allowed")
        tables = {name: frame.lazy() for name, frame in frames.items()}
        try:
            # Without its globals: frames that the caller happens to hold are not for strangers to read.
            return pl.SQLContext(tables, register_globals=False).execute(self.sql, eager=True)
        except BREAKS as error:
            raise RuleRefusedError(first_line(error)) from error


def table_query(sql: str, tables: Collection[str]) -> Query:
    """A table rule, looked through.

    Args:
        sql: One SELECT, maybe with common table expressions.
        tables: Names of the tables of the package.

    Raises:
        RuleRefusedError: It is not one SELECT, or names anything but the tables.
    """
    tokens = _tokens(sql)
    if not tokens or tokens[0].word not in {"select", "with"}:
        _refuse("a table rule is one SELECT")
    _refuse_functions(tokens, SCALAR | AGGREGATE)
    _refuse_growth(tokens)
    words = frozenset((token.identifier or token.text).lower() for token in tokens)
    return Query(sql, tuple(_tables_read(tokens, tables)), words, tuple(tokens))


def _tables_read(tokens: list[_Token], tables: Collection[str]) -> Iterator[str]:
    """The tables of the package that a query reads, each once; what it defines itself does not count."""
    own = set(_defined(tokens))
    for name in dict.fromkeys(_relations(tokens)):
        if name not in own and name not in tables:
            raise RuleRefusedError(f"there is no table {name!r}", hint=did_you_mean(name, tables))
        if name not in own:
            yield name


def _tokens(sql: str) -> list[_Token]:
    if len(sql) > MAX_LENGTH:
        _refuse(f"it is longer than {MAX_LENGTH} characters")
    tokens: list[_Token] = []
    at = 0
    while at < len(sql):
        match = _TOKEN.match(sql, at)
        if match is None:
            _refuse("a rule is one statement" if sql[at] == ";" else f"{sql[at]!r} is not understood")
        kind, at = match.lastgroup, match.end()
        if kind == "comment":
            _refuse("a rule has no comments")
        if kind != "space":
            tokens.append(_Token(kind, match[0]))  # type: ignore[arg-type]
    # polars takes cubic time over a chain of ANDs: 0.03 s for 100, minutes for 2,500.
    if len(tokens) > MAX_TOKENS or sum(token.word in {"and", "or"} for token in tokens) > MAX_CLAUSES:
        _refuse(f"it is longer than {MAX_TOKENS} words or {MAX_CLAUSES} clauses")
    return tokens


def _refuse_functions(tokens: list[_Token], allowed: frozenset[str]) -> None:
    known = allowed | BEFORE_PARENTHESIS
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        is_called = following is not None and following.text == "("
        # REPLACE is a statement, and a function as well.
        if token.word in NEVER and not (is_called and token.word in allowed):
            _refuse(f"{token.text} may not stand in a rule")
        # A quoted name before a parenthesis is a call all the same.
        is_known = token.kind != "quoted" and token.word in known
        if is_called and token.identifier is not None and not is_known:
            _refuse(f"the function {token.text} may not stand in a rule")


def _refuse_growth(tokens: list[_Token]) -> None:
    """Texts grow by what is put together in one rule only, and by no more than the rule says."""
    is_nested = [token.word for token in tokens].count("select") > 1
    if any(map(_puts_together, tokens)) and (is_nested or len(tokens) > MAX_JOINED):
        _refuse(f"texts are put together in one plain query of at most {MAX_JOINED} words only")
    for at, token in enumerate(tokens):
        if token.word == "regexp_like" and not _last_texts(tokens, at, 1):
            _refuse("the pattern of REGEXP_LIKE is a text")
        if token.word == "replace" and not _is_shortening(_last_texts(tokens, at, 2)):
            _refuse("REPLACE puts one text in the place of another that is as long or longer")


def _puts_together(token: _Token) -> bool:
    return token.text == "||" or token.word in {"concat", "concat_ws"}


def _is_shortening(texts: list[_Token]) -> bool:
    return len(texts) > 1 and len(texts[1].text) <= len(texts[0].text)


def _last_texts(tokens: list[_Token], at: int, number: int) -> list[_Token]:
    """The last arguments of the call at a place; none where not each of them is a text."""
    last = _last(tokens, at, number)
    return last if len(last) == number and all(each.kind == "text" for each in last) else []


def _last(tokens: list[_Token], at: int, number: int) -> list[_Token]:
    """The last arguments of the call at a place, where each is one token."""
    depth = 0
    for end in range(at + 1, len(tokens)):
        depth += (tokens[end].text == "(") - (tokens[end].text == ")")
        if depth == 0:
            commas = tokens[max(at, end - 2 * number) : end : 2]
            return tokens[end - 2 * number + 1 : end : 2] if all(each.text == "," for each in commas) else []
    return []


def _defined(tokens: list[_Token]) -> Iterator[str | None]:
    """Names of common table expressions: ``name AS (``."""
    for name, word, following in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.word == "as" and following.text == "(":
            yield name.identifier


def _relations(tokens: list[_Token]) -> Iterator[str]:
    """What stands where a table must: after FROM, JOIN, and commas between them."""
    for place, token in enumerate(tokens):
        if token.word not in {"from", "join"} or _is_extract(tokens, place):
            continue
        at = place + 1
        while at < len(tokens):
            if tokens[at].text != "(":
                yield _relation(tokens[at])
            at = _next_in_list(tokens, at)


def _relation(token: _Token) -> str:
    name = token.identifier
    if name is None:
        _refuse(f"{token.text} is not a table")
    return name


def _is_extract(tokens: list[_Token], place: int) -> bool:
    """Whether this FROM is that of ``EXTRACT(YEAR FROM day)``: no SELECT before it in the same parentheses."""
    depth = 0
    for token in reversed(tokens[:place]):
        depth += (token.text == ")") - (token.text == "(")
        if depth < 0 or (token.word == "select" and depth == 0):
            return depth < 0
    return False


def _next_in_list(tokens: list[_Token], at: int) -> int:
    """Where the next relation of a list ``a, b AS c, (SELECT ...) d`` stands, or the end."""
    depth = 0
    while at < len(tokens):
        token = tokens[at]
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or (depth == 0 and token.word in QUERY | {"on", "using", "cross", "inner", "left"}):
            return len(tokens)
        at += 1
        if depth == 0 and token.text == ",":
            return at
    return len(tokens)


def _refuse(reason: str) -> NoReturn:
    raise RuleRefusedError(reason)
