from __future__ import annotations

import polars as pl
import pytest

from talent_dataset.engine.errors import RuleRefusedError, RuleTooLargeError
from talent_dataset.engine.rules.sql import MAX_CLAUSES, MAX_JOINED, row_expression, table_query

FRAME = pl.DataFrame({"a": [1, 2, None], "b": ["x", "yy", None], "my field": [3, 2, 1]})
FIELDS = tuple(FRAME.columns)


@pytest.mark.parametrize(
    ("sql", "fields", "verdict"),
    [
        ("a > 1", ("a",), [False, True, None]),
        ("a IN (1, 2) AND NOT (b = 'x')", ("a", "b"), [False, True, None]),
        ('"my field" BETWEEN 1 AND 2', ("my field",), [False, True, True]),
        ("(a IS NULL)::int + (b IS NULL)::int = 0", ("a", "b"), [True, True, False]),
        ("CASE WHEN a IS NULL THEN true ELSE LENGTH(b) = a END", ("a", "b"), [True, True, True]),
        ("COALESCE(a, 0) < 2 OR b LIKE 'y%'", ("a", "b"), [True, True, True]),
        ("REGEXP_LIKE(b, '^x$')", ("b",), [True, False, None]),
        ("REPLACE(REPLACE(b, 'yy', 'x'), 'x', '') = ''", ("b",), [True, True, None]),
        ("b || CONCAT(b, '-') = 'xx-'", ("b",), [True, False, None]),
        ("EXTRACT(YEAR FROM CAST('2020-01-01' AS DATE)) = 2020 AND a = 1", ("a",), [True, False, None]),
        ("b = 'a -- b; /* no comment */ read_csv('", ("b",), [False, False, None]),
    ],
)
def test_a_row_rule_is_one_expression_over_the_fields(sql: str, fields: tuple[str, ...], verdict: list[object]) -> None:
    expression, names = row_expression(sql, FIELDS)
    assert sorted(names) == sorted(fields)
    assert FRAME.select(verdict=expression)["verdict"].to_list() == verdict


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("", "unable to parse"),
        ("a >", "unable to parse"),
        ("a > 1, b", "unexpected token"),
        ("a > 1; DROP TABLE t", "one statement"),
        ("a > 1;", "one statement"),
        ("a > 1 -- b", "no comments"),
        ("a > 1 /* b */", "no comments"),
        ("nope > 1", "there is no field 'nope'"),
        ("a IN (SELECT 1)", "SELECT belongs to a query"),
        ("EXISTS (SELECT 1)", "SELECT belongs to a query"),
        ("read_csv('/etc/passwd') IS NULL", "the function read_csv may not stand in a rule"),
        ("READ_PARQUET('x') IS NULL", "the function READ_PARQUET may not stand in a rule"),
        ("\"read_csv\"('x') IS NULL", 'the function "read_csv" may not stand in a rule'),
        ("LPAD(b, 1000000000, 'x') = b", "the function LPAD may not stand in a rule"),
        ("SUM(a) > 1", "the function SUM may not stand in a rule"),
        ("ROW_NUMBER() OVER (ORDER BY a) = 1", "ORDER belongs to a query"),
        ("`a` > 1", "'`' is not understood"),
        ("a > 1 FROM t", "found 'FROM' clause"),
        ("a > $1", "'$' is not understood"),
        ("1 = 2", "it reads no field"),
        ("REGEXP_LIKE(b, b)", "the pattern of REGEXP_LIKE is a text"),
        ("REPLACE(b, '', 'xx') = b", "REPLACE puts one text in the place"),
        ("REPLACE(b, 'x', b) = b", "REPLACE puts one text in the place"),
        ("REPLACE(b, 'x', 'y' || b) = b", "REPLACE puts one text in the place"),
        ("CONCAT(" + "b, " * MAX_JOINED + "b) = b", "texts are put together"),
        ("a > 1 AND " * MAX_CLAUSES + "a > 1 AND a > 1", "longer than"),
    ],
)
def test_what_is_no_harmless_expression_is_refused(sql: str, reason: str) -> None:
    with pytest.raises(RuleRefusedError, match=reason.replace("$", r"\$").replace("(", r"\(")):
        tokens = row_expression(sql, FIELDS)
        raise AssertionError(tokens)


FRAMES = {"t": FRAME, "u": pl.DataFrame({"a": [2, 3], "c": [True, False]})}


@pytest.mark.parametrize(
    ("sql", "tables", "rows"),
    [
        ("SELECT a FROM t WHERE a > 1", ("t",), [(2,)]),
        ("SELECT t.a FROM t LEFT JOIN u ON t.a = u.a WHERE u.a IS NULL AND t.a IS NOT NULL", ("t", "u"), [(1,)]),
        ("SELECT x.a FROM t AS x, u y WHERE x.a = y.a", ("t", "u"), [(2,)]),
        ("WITH both AS (SELECT t.a FROM t JOIN u ON t.a = u.a) SELECT a FROM both", ("t", "u"), [(2,)]),
        ("SELECT a FROM (SELECT a FROM u) AS s WHERE a = 3", ("u",), [(3,)]),
        ("SELECT a FROM t WHERE a IN (SELECT a FROM u)", ("t", "u"), [(2,)]),
        ("SELECT a, COUNT(*) AS n FROM u GROUP BY a HAVING COUNT(*) > 1", ("u",), []),
    ],
)
def test_a_table_rule_is_one_select_over_the_tables(sql: str, tables: tuple[str, ...], rows: list[object]) -> None:
    query = table_query(sql, FRAMES)
    assert query.tables == tables
    assert query.run({name: FRAMES[name] for name in tables}).rows() == rows


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "the function read_csv may not stand in a rule"),
        ("SELECT * FROM t, read_csv('x')", "the function read_csv may not stand in a rule"),
        ("SELECT * FROM 'x.csv'", "'x.csv' is not a table"),
        ('SELECT * FROM "x.csv"', "there is no table 'x.csv'"),
        ("SELECT * FROM t, v", "there is no table 'v'"),
        ("SELECT * FROM t JOIN v ON t.a = v.a", "there is no table 'v'"),
        ("SELECT a FROM t WHERE a IN (SELECT a FROM v)", "there is no table 'v'"),
        ("SELECT * FROM generate_series(1, 100000000000)", "the function generate_series may not stand in a rule"),
        ("SELECT * FROM UNNEST([1, 2]) AS x", "UNNEST may not stand in a rule"),
        (
            "WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c) SELECT n FROM c",
            "RECURSIVE may not stand",
        ),
        ("SHOW TABLES", "one SELECT"),
        ("EXPLAIN SELECT * FROM t", "one SELECT"),
        ("DELETE FROM t", "one SELECT"),
        ("FROM t SELECT a", "one SELECT"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT a INTO v FROM t", "INTO may not stand in a rule"),
        ("WITH c AS (DELETE FROM t) SELECT * FROM c", "DELETE may not stand in a rule"),
        ("WITH c AS (SELECT CONCAT(b, b) AS b FROM t) SELECT b || b FROM c", "texts are put together in one plain"),
    ],
)
def test_what_is_no_select_over_the_tables_is_refused(sql: str, reason: str) -> None:
    with pytest.raises(RuleRefusedError, match=reason):
        table_query(sql, FRAMES)


def test_a_query_that_cannot_run_is_refused_with_the_reason() -> None:
    with pytest.raises(RuleRefusedError, match="nope"):
        table_query("SELECT nope FROM t", FRAMES).run(FRAMES)


def test_a_query_that_could_make_far_more_than_its_tables_hold_is_not_run() -> None:
    many = pl.DataFrame({"a": range(10_000)})
    with pytest.raises(RuleTooLargeError, match="could make 200,000,000 cells, and 50,000,000 are allowed"):
        table_query("SELECT x.a FROM t AS x CROSS JOIN t AS y", ["t"]).run({"t": many})
    assert table_query("SELECT x.a FROM t AS x JOIN t AS y ON x.a = y.a", ["t"]).run({"t": many}).height == 10_000


def test_a_query_tells_which_columns_it_may_read() -> None:
    query = table_query('SELECT A FROM t WHERE "my field" = 1', FRAMES)
    assert [query.needs(name) for name in FIELDS] == [True, False, True]
    assert table_query("SELECT * FROM t", FRAMES).needs("b")
