from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection, IntegrityError
from typing import Any

import pytest

from talent_dataset.releases.assembly import Assembled

PLACES: dict[str, Any] = {
    "fields": [
        {"name": "code", "type": "string", "title": "Code", "constraints": {"required": True, "pattern": "[0-9]+"}},
        {"name": "kind", "type": "string", "categories": ["city", "it's"]},
        {"name": "level", "type": "integer", "constraints": {"minimum": 1, "exclusiveMaximum": 9}},
        {"name": "is_set", "type": "boolean"},
        {"name": "share", "type": "number"},
        {"name": "on", "type": "date"},
    ],
    "primaryKey": ["code"],
    "uniqueKeys": [["kind", "level"]],
}
VISITS: dict[str, Any] = {
    "fields": [{"name": "place", "type": "string"}, {"name": "kind", "type": "string"}],
    "foreignKeys": [
        {"fields": ["place"], "reference": {"resource": "places", "fields": ["code"]}},
        {"fields": ["kind"], "reference": {"resource": "places", "fields": ["kind"]}},
    ],
}
ROWS = "code,kind,level,is_set,share,on\n0510,city,1,true,31.60,2020-04-21\n0028,it's,2,false,,\n"

Release = Callable[..., Assembled]
Open = Callable[[Assembled], Connection]


@pytest.fixture
def places(release: Release, database: Open) -> Connection:
    visits = "place,kind\n0510,city\n,\n"
    return database(release({"places": (ROWS, PLACES), "visits": (visits, VISITS)}, title="Mine", version="1.0.0"))


def refuses(connection: Connection, statement: str) -> str:
    connection.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(IntegrityError) as caught:
        connection.execute(statement)
    return str(caught.value)


def test_rows_are_as_in_the_table_codes_text_and_missing_values_null(places: Connection) -> None:
    assert places.execute("SELECT * FROM places ORDER BY rowid").fetchall() == [
        ("0510", "city", 1, 1, 31.6, "2020-04-21"),
        ("0028", "it's", 2, 0, None, None),
    ]


def test_numbers_compare_as_numbers(places: Connection) -> None:
    assert places.execute("SELECT code FROM places WHERE share > 9").fetchall() == [("0510",)]


def test_keys_and_constraints_are_held_by_the_database(places: Connection) -> None:
    insert = "INSERT INTO places (code, kind, level, is_set) VALUES"
    assert refuses(places, f"{insert} ('0510', NULL, 1, 1)") == "UNIQUE constraint failed: places.code"
    assert refuses(places, f"{insert} ('1', 'city', 1, 1)") == "UNIQUE constraint failed: places.kind, places.level"
    assert refuses(places, f"{insert} (NULL, NULL, 1, 1)") == "NOT NULL constraint failed: places.code"
    # What the message names differs between versions of SQLite.
    for values in ("'1', 'town', 1, 1", "'1', NULL, 9, 1", "'1', NULL, 0, 1", "'1', NULL, 1, 2"):
        assert refuses(places, f"{insert} ({values})").startswith("CHECK constraint failed: ")
    assert refuses(places, "INSERT INTO visits VALUES ('0999', NULL)") == "FOREIGN KEY constraint failed"


def test_the_schema_says_what_columns_are_called_and_which_key_is_not_held(places: Connection) -> None:
    statements = dict(places.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    assert '  "code" TEXT NOT NULL, -- Code\n' in statements["places"]
    assert '\n  -- not held here: FOREIGN KEY ("kind") REFERENCES "places" ("kind")\n)' in statements["visits"]


def test_the_database_is_whole_and_has_no_free_page(places: Connection) -> None:
    checks = ("integrity_check", "foreign_key_check", "freelist_count")
    assert [places.execute(f"PRAGMA {check}").fetchall() for check in checks] == [[("ok",)], [], [(0,)]]


def test_the_database_says_of_which_package_it_is(places: Connection) -> None:
    assert dict(places.execute("SELECT * FROM _package")) == {
        "name": "mine",
        "title": "Mine",
        "version": "1.0.0",
        "citation": "Mine (n.d.) [Data set]. Version 1.0.0.",
    }


def test_the_number_of_the_sqlite_that_wrote_it_does_not_show(release: Release) -> None:
    data = release({"places": (ROWS, PLACES)}).files["mine.sqlite"]
    assert (data[24:28], data[92:100]) == (bytes(4), bytes(8))


def test_names_and_titles_cannot_break_out_of_the_schema(release: Release, database: Open) -> None:
    evil = {"fields": [{"name": 'a"); DROP TABLE t; --', "title": "x\n) -- \x00 y"}, {"name": "b c"}]}
    connection = database(release({"t": ('"a""); DROP TABLE t; --",b c\n1,2\n', evil)}))
    assert connection.execute("SELECT * FROM t").fetchall() == [("1", "2")]


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"t": ("a,A\n1,2\n", {"fields": [{"name": "a"}, {"name": "A"}]})}, "SQLite tells no two fields of t apart"),
        ({"sqlite_x": ("a\n1\n", {"fields": [{"name": "a"}]})}, "SQLite keeps the name sqlite_x for itself"),
        ({"t": ("a\x00\n1\n", {"fields": [{"name": "a\x00"}]})}, "SQLite refuses it: "),
        ({"_Package": ("a\n1\n", {"fields": [{"name": "a"}]})}, "SQLite tells no two tables apart by case alone"),
    ],
)
def test_what_sqlite_cannot_hold_is_left_out_with_the_reason(release: Release, tables: Any, reason: str) -> None:
    assembled = release(tables)
    assert "mine.sqlite" not in assembled.files
    assert assembled.left_out["mine.sqlite"].startswith(reason)
    assert f"- There is no `mine.sqlite`: {reason}" in assembled.files["README.md"].decode()


def test_a_value_that_sqlite_takes_for_wrong_leaves_the_database_out(release: Release) -> None:
    schema = {"fields": [{"name": "a", "type": "integer", "constraints": {"minimum": 5}}]}
    assembled = release({"t": ("a\n1\n", schema)})
    assert assembled.left_out["mine.sqlite"].startswith("SQLite refuses it: CHECK constraint failed")


def test_a_key_that_sqlite_compares_in_another_way_leaves_the_database_out(release: Release) -> None:
    assembled = release({"places": (ROWS, PLACES), "visits": ("place,kind\n0999,\n", VISITS)})
    reason = "a row of visits refers to none of places as SQLite compares values"
    assert assembled.left_out == {"mine.sqlite": reason}
