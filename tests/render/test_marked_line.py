"""A line of a file with a cell marked under it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from talent_dataset.engine.issues import Issue
from talent_dataset.render.columns import columns
from talent_dataset.render.issue_text import marked_line


def shown(excerpt: str, width: int = 80, **more: Any) -> list[str]:
    return [line.text for line in marked_line(Issue(code="c/d", message="m", excerpt=excerpt, **more), width)]


def test_the_cell_is_marked_under_the_line() -> None:
    assert shown("id,ordinal", line=1, column=4, cell="ordinal") == [
        "      1 | id,ordinal",
        "        |    ^^^^^^^",
    ]


def test_a_chinese_character_is_marked_two_columns_wide() -> None:
    assert shown("协议,第一次,x", line=12, column=4, cell="第一次") == [
        "     12 | 协议,第一次,x",
        "        |      ^^^^^^",
    ]


@pytest.mark.parametrize(
    ("excerpt", "cell", "text", "marks"),
    [
        ("a,deyang ,x", "deyang ", "a,deyang·,x", "  ^^^^^^^"),
        ('a," x  ",x', " x  ", 'a,"·x··",x', "  ^^^^^^"),
        ("a,\tx,x", "\tx", "a,\\tx,x", "  ^^^"),
        ("a,x\u00a0,x", "x\u00a0", "a,x\\xa0,x", "  ^^^^^"),
        ("a,,x", "", "a,,x", "  ^"),
        ('a,"say ""no""",x', 'say "no"', 'a,"say ""no""",x', "  ^^^^^^^^^^^^"),
        ('a,"first', "first\nsecond", 'a,"first', "  ^^^^^^"),
        ('  "n\\"x", 1', 'n"x', '  "n\\"x", 1', "  ^^^^^^"),
        ("a,12", "twelve", "a,12", "  ^"),
    ],
)
def test_what_cannot_be_seen_is_made_visible_and_quotes_belong_to_the_cell(
    excerpt: str, cell: str, text: str, marks: str
) -> None:
    assert shown(excerpt, line=2, column=3, cell=cell) == [f"      2 | {text}", f"        | {marks}"]


def test_of_a_line_too_wide_the_neighbours_of_the_cell_are_shown() -> None:
    line = ",".join(f"cell{number}" for number in range(20))
    assert shown(line, 50, line=2, column=line.index("cell10") + 1, cell="cell10") == [
        "      2 | ...7,cell8,cell9,cell10,cell11,cell12...",
        "        |                  ^^^^^^",
    ]


def test_a_fault_of_the_record_shows_the_line_alone() -> None:
    assert shown("a,b,c", line=3, column=1) == ["      3 | a,b,c"]


def test_a_character_that_is_wrong_is_marked_alone() -> None:
    assert shown('1,"a" b', line=3, column=6) == ['      3 | 1,"a"·b', "        |      ^"]


def test_a_label_is_marked_where_it_stands_once() -> None:
    assert shown("id,nom", line=1, cell="nom") == ["      1 | id,nom", "        |    ^^^"]
    assert shown("id,id", line=1, cell="id") == ["      1 | id,id"]


@pytest.mark.parametrize("known", [{"line": 1}, {"line": 1, "column": 9, "cell": "x"}])
def test_a_blank_line_and_a_place_beyond_the_line_mark_nothing(known: dict[str, Any]) -> None:
    assert shown("  ", **known) == []


def test_without_the_line_of_the_file_nothing_is_shown() -> None:
    assert marked_line(Issue(code="c/d", message="m", line=1, column=1, cell="x"), 80) == []


@given(before=st.text(max_size=60), cell=st.text(max_size=60), after=st.text(max_size=60), width=st.integers(30, 120))
@example(before="\U00012544\U00018d09", cell="", after="", width=30)
def test_any_cell_is_marked_within_the_width_and_under_itself(before: str, cell: str, after: str, width: int) -> None:
    issue = Issue(code="c/d", message="m", excerpt=before + cell + after, line=7, column=len(before) + 1, cell=cell)
    for line in marked_line(issue, width):
        assert columns(line.text) <= width
