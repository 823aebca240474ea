"""Rules in SQL come with the data of strangers: they read the tables of the package, and end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Attack = Any
SCHEMA: dict[str, Any] = {"fields": [{"name": "a"}, {"name": "k", "type": "integer"}]}
ROWS = 20_000
TABLE = "a,k\n" + "".join(f"x{n % 7},1\n" for n in range(ROWS))
CONTENT = "what somebody else has written"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that no rule may read, though it lies in the very folder."""
    file = tmp_path / "secret.csv"
    file.write_text(f"a,k\n{CONTENT},1\n")
    return file


READERS = [
    "SELECT * FROM read_csv('{path}')",
    "SELECT * FROM READ_CSV ( '{path}' )",
    "SELECT * FROM scan_csv('{path}')",
    "SELECT * FROM \"read_csv\"('{path}')",
    "SELECT * FROM '{path}'",
    'SELECT * FROM "{path}"',
    "SELECT * FROM 'file://{path}'",
    "SELECT * FROM {path}",
    "SELECT * FROM t, '{path}'",
    "SELECT x.a FROM t AS x JOIN t AS y ON x.a = y.a, '{path}'",
    "SELECT x.a FROM t AS x JOIN t AS y USING (a), read_csv('{path}')",
    "SELECT * FROM (SELECT * FROM (SELECT * FROM read_csv('{path}')))",
    "WITH t AS (SELECT * FROM read_csv('{path}')) SELECT * FROM t",
    "WITH c AS (SELECT a FROM t), d AS (SELECT * FROM '{path}') SELECT * FROM d",
    "SELECT a FROM t UNION ALL SELECT a FROM read_csv('{path}')",
    "SELECT a FROM t WHERE a IN (SELECT a FROM read_csv('{path}'))",
    "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM read_csv('{path}'))",
    "SELECT trim(' ' FROM a), b FROM '{path}'",
    "SELECT extract(day FROM a) FROM '{path}'",
    "SELECT * FROM t LEFT SEMI JOIN '{path}' ON a = a",
    "SELECT * FROM t; SELECT * FROM read_csv('{path}')",
    "SELECT a /* */ FROM t -- x\n, read_csv('{path}')",
    "EXPLAIN SELECT * FROM read_csv('{path}')",
    "SHOW TABLES",
    "CREATE TABLE t AS SELECT * FROM read_csv('{path}')",
    "DROP TABLE t",
    "TRUNCATE TABLE t",
    "DELETE FROM t",
    "COPY t TO '{path}'",
    "SELECT * INTO '{path}' FROM t",
    "SELECT * FROM globals",
    "SELECT * FROM self",
    "FROM t",
    "TABLE t",
    "VALUES (1)",
]


@pytest.mark.parametrize("sql", READERS)
def test_no_table_rule_reads_or_writes_a_file(attack: Attack, secret: Path, sql: str) -> None:
    rule = {"name": "r", "sql": sql.format(path=secret), "resource": "t"}
    found = attack(SCHEMA, {"t.csv": "a,k\nx,1\n"}, package={"proof:data": {"rules": [rule]}})
    assert found.codes == {"descriptor/package"}
    assert "row/r" in found.skipped
    assert CONTENT not in json.dumps(found.report)
    assert secret.read_text() == f"a,k\n{CONTENT},1\n"


@pytest.mark.parametrize(
    "sql",
    [
        "a IN (SELECT a FROM read_csv('{path}'))",
        "read_csv('{path}') = a",
        "(SELECT a FROM '{path}') = a",
        "a = 'x'; DROP TABLE t",
        "a = 'x' FROM '{path}'",
        "COUNT(a) > 0",
        "LPAD(a, 1000000000, 'x') = a",
        "REPEAT(a, 1000000000) = a",
        "REPLACE(REPLACE(a, '', 'xxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxx') = a",
        "(" * 400 + "a = 'x'" + ")" * 400,
        "NOT " * 900 + "a = 'x'",
        "- " * 900 + "1 = k",
        "CONCAT(" * 90 + "a" + ", a)" * 90 + " = 'x'",
        "CASE WHEN " * 90 + "a = 'x'" + " THEN true END" * 90,
        "a = 'x' " + "OR a = 'x' " * 5_000,
        "a ~ '(a{{1,1000}}){{1,1000}}'",
        "1 = 2",
        "a = '\x00'\x00",
    ],
    ids=lambda sql: sql[:24],
)
def test_no_row_rule_does_more_than_compare_cells(attack: Attack, secret: Path, sql: str) -> None:
    rule = {"name": "r", "sql": sql.format(path=secret)}
    schema = SCHEMA | {"proof:data": {"rules": [rule]}}
    found = attack(schema, {"t.csv": "a,k\nx,1\n"})
    assert found.codes == {"descriptor/schema"}
    assert "row/r" in found.skipped
    assert CONTENT not in json.dumps(found.report)


COSTLY = [
    "SELECT count(*) AS n FROM t AS x CROSS JOIN t AS y",
    "SELECT x.a FROM t AS x, t AS y, t AS z",
    "SELECT x.a FROM t AS x NATURAL JOIN t AS y",
    "SELECT x.a FROM t AS x JOIN t AS y USING (k)",
    "SELECT x.a FROM t AS x JOIN t AS y ON x.k = y.k WHERE x.a <> y.a",
    "SELECT x.a FROM t AS x JOIN t AS y ON x.a < y.a",
    "SELECT a FROM t AS x WHERE EXISTS (SELECT 1 FROM t AS y WHERE y.k = x.k AND y.a <> x.a)",
    "SELECT a FROM t WHERE k IN (SELECT x.k FROM t AS x JOIN t AS y ON x.k = y.k)",
    "WITH c AS (SELECT * FROM t) SELECT x.a FROM c AS x, c AS y",
    "SELECT s.a FROM (SELECT x.a FROM t AS x, t AS y) AS s",
]


@pytest.mark.parametrize("sql", COSTLY)
def test_a_rule_that_could_fill_the_memory_is_skipped_with_the_reason(attack: Attack, sql: str) -> None:
    rule = {"name": "r", "sql": sql, "resource": "t"}
    found = attack(SCHEMA, {"t.csv": TABLE}, package={"proof:data": {"rules": [rule]}})
    assert found.codes == set()
    assert "its joins could make" in found.skipped["row/r"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM t WHERE a NOT IN (SELECT a FROM t)",
        "SELECT x.a FROM t AS x JOIN t AS y ON x.a = y.a AND x.n = y.n WHERE x.k > 1",
        "SELECT a FROM t GROUP BY a HAVING count(*) < 100",
    ],
)
def test_an_honest_rule_over_a_large_table_runs(attack: Attack, sql: str) -> None:
    rule = {"name": "r", "sql": sql, "resource": "t"}
    schema = {"fields": [*SCHEMA["fields"], {"name": "n"}]}
    table = "a,k,n\n" + "".join(f"x{n % 7},1,{n}\n" for n in range(ROWS))
    found = attack(schema, {"t.csv": table}, package={"proof:data": {"rules": [rule]}})
    assert (found.codes, found.skipped) == (set(), {})
