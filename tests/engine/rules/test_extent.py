"""How much a query can make: never less than it makes, and no more than its keys let it."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.rules.extent import allowed, extent
from talent_dataset.engine.rules.sql import _tokens, table_query

N = 1_000
KEYS = pl.DataFrame({"id": range(N), "part_of": [None, *range(N - 1)], "kind": ["a", "b"] * (N // 2)})
CELLS = 3 * N  # of the table


@pytest.mark.parametrize(
    ("sql", "cells"),
    [
        ("SELECT * FROM t", CELLS),
        ("SELECT t.* FROM t JOIN t AS u ON t.part_of = u.id", 2 * CELLS),
        ("SELECT t.* FROM t LEFT JOIN t AS u ON (t.part_of = u.id AND u.kind = 'a')", 2 * CELLS),
        ("SELECT t.* FROM t LEFT JOIN t u ON t.part_of = u.id LEFT JOIN t v ON u.part_of = v.id", 3 * CELLS),
        ("SELECT t.* FROM t JOIN t AS u USING (id)", 2 * CELLS),
        ("SELECT t.* FROM t JOIN t AS u ON t.kind = u.kind", 2 * CELLS * N // 2),
        ("SELECT t.* FROM t JOIN t AS u ON t.kind = u.kind AND t.id = u.id", 2 * CELLS),
        ("SELECT t.* FROM t JOIN t AS u ON t.id = u.id OR t.kind = u.kind", 2 * CELLS * N),
        ("SELECT t.* FROM t JOIN t AS u ON NOT (t.id = u.id)", 2 * CELLS * N),
        ("SELECT t.* FROM t JOIN t AS u ON u.id = u.id", 2 * CELLS * N),
        ("SELECT t.* FROM t JOIN t AS u ON t.id < u.id", 2 * CELLS * N),
        ("SELECT t.* FROM t FULL JOIN t AS u ON t.id = u.id", 2 * CELLS * N),
        ("SELECT t.* FROM t CROSS JOIN t AS u", 2 * CELLS * N),
        ("SELECT t.* FROM t, t AS u WHERE t.id = u.id", 2 * CELLS * N),
        ("SELECT id FROM t WHERE id IN (SELECT part_of FROM t)", CELLS),
        ("SELECT id FROM t UNION ALL SELECT id FROM t", CELLS),
        ("SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t u WHERE u.id < t.id)", CELLS * N),
        ("WITH c AS (SELECT id FROM t) SELECT x.id FROM c AS x, c AS y", 2 * CELLS * N),
        ("SELECT id FROM (SELECT id FROM t) AS s", CELLS),
    ],
)
def test_a_join_multiplies_by_the_rows_that_can_match(sql: str, cells: int) -> None:
    assert extent(_tokens(sql), {"t": KEYS}) == cells


def test_a_query_may_make_some_times_what_its_tables_hold() -> None:
    assert allowed({"t": KEYS}) == 50_000_000
    wide = pl.DataFrame({"a": [0] * 20_000_000})
    assert allowed({"t": wide}) == 80_000_000


QUERIES = [
    "SELECT * FROM t JOIN u ON t.a = u.a",
    "SELECT * FROM t LEFT JOIN u ON t.a = u.a LEFT JOIN t AS v ON u.b = v.b",
    "SELECT * FROM t LEFT JOIN u ON t.a = u.a AND t.b <> u.b",
    "SELECT * FROM t JOIN u USING (a)",
    "SELECT * FROM t RIGHT JOIN u ON t.a = u.a",
    "SELECT * FROM t FULL JOIN u ON t.a = u.a",
    "SELECT * FROM t, u",
    "SELECT * FROM t JOIN u ON t.a < u.a",
    "WITH c AS (SELECT t.a FROM t, u) SELECT * FROM c AS x JOIN c AS y ON x.a = y.a",
    "SELECT * FROM (SELECT t.a FROM t JOIN u ON t.a = u.a) AS s, t",
]
COLUMNS = st.lists(st.tuples(st.integers(0, 3) | st.none(), st.integers(0, 3)), max_size=8)


@pytest.mark.parametrize("sql", QUERIES)
@given(t=COLUMNS, u=COLUMNS)
def test_no_query_makes_more_than_its_extent(
    sql: str, t: list[tuple[int | None, int]], u: list[tuple[int | None, int]]
) -> None:
    schema = {"a": pl.Int64, "b": pl.Int64}
    frames = {"t": pl.DataFrame(t, schema, orient="row"), "u": pl.DataFrame(u, schema, orient="row")}
    found = table_query(sql, frames).run(frames)
    assert found.height * found.width <= extent(_tokens(sql), frames)
