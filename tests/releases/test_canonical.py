from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.model import Dialect, Field, Schema
from talent_dataset.engine.writing.canonical import NotCanonicalizableError, canonical

SCHEMA = Schema(fields=(Field(name="id"), Field(name="n", type="integer"), Field(name="note")), primary_key=("id",))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5)


def test_rows_are_sorted_by_primary_key_and_fields_stand_as_in_the_schema() -> None:
    assert canonical("n,id,note\n2,b,x\n1,a,y\n", SCHEMA) == "id,n,note\na,1,y\nb,2,x\n"


def test_a_key_of_numbers_is_sorted_by_value() -> None:
    schema = Schema(fields=(Field(name="n", type="integer"),), primary_key=("n",))
    assert canonical("n\n10\nx\n9\n-1\n", schema) == "n\n-1\n9\n10\nx\n"


def test_rows_keep_their_order_where_there_is_no_key() -> None:
    assert canonical("id\nb\na\n", Schema(fields=(Field(name="id"),))) == "id\nb\na\n"


def test_rows_keep_their_order_where_a_part_of_the_key_is_not_in_the_file() -> None:
    assert canonical("n,note\n2,x\n1,y\n", SCHEMA) == "n,note\n2,x\n1,y\n"


def test_columns_that_the_schema_does_not_know_come_last() -> None:
    assert canonical("extra,id,n,note\n1,a,2,\n", SCHEMA) == "id,n,note,extra\na,2,,1\n"


def test_marks_line_ends_blank_lines_and_needless_quotes_go() -> None:
    assert canonical('\ufeffid,n,note\r\n"a",1,"x"\r\n\r\n', SCHEMA) == "id,n,note\na,1,x\n"


def test_quotes_stay_where_they_are_needed() -> None:
    assert canonical('id,n,note\na,1,"x, ""y""\nz"', SCHEMA) == 'id,n,note\na,1,"x, ""y""\nz"\n'


def test_the_dialect_gives_delimiter_and_quote() -> None:
    dialect = Dialect(delimiter=";", quote_char="'")
    assert canonical("id;n;note\na;1;'x;y'\n", SCHEMA, dialect) == "id;n;note\na;1;'x;y'\n"


def test_an_empty_cell_of_a_single_column_is_not_lost() -> None:
    schema = Schema(fields=(Field(name="id"),), primary_key=("id",))
    assert canonical('id\nb\n""\n', schema) == 'id\n""\nb\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("id,n,note\na,1\n", "line 2 ends a record of 2 cells, the header has 3"),
        ('id,n,note\na,1,"x', "line 2: unexpected end of data"),
        ("id,id\n", "a label of the header is repeated"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotCanonicalizableError) as caught:
        canonical(text, SCHEMA)
    assert str(caught.value) == reason


@given(rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=8), order=st.permutations(["id", "n", "note"]))
def test_the_canonical_form_is_its_own_and_keeps_every_cell(rows: list[tuple[str, ...]], order: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([order, *rows])
    once = canonical(out.getvalue(), SCHEMA)
    again = list(csv.DictReader(io.StringIO(once, newline="")))
    assert canonical(once, SCHEMA) == once
    assert sorted(map(repr, again)) == sorted(
        repr(dict(sorted(zip(order, row, strict=True), key=lambda item: ["id", "n", "note"].index(item[0]))))
        for row in rows
    )
