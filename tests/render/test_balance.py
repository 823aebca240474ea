"""The balance of the books as tables that people read."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.render.balance import balance_lines
from talent_dataset.render.columns import columns
from talent_dataset.render.lines import plain

COUNTS = ("backed", "of", "read", "signed", "computed")
GRADES = ("exact", "repaired", "re-anchored", "elsewhere", "nowhere")


def cells(*numbers: int) -> dict[str, int]:
    return dict(zip(COUNTS, numbers, strict=True))


def source(name: str, state: str, quotes: int, *grades: int) -> dict[str, Any]:
    return {"source": name, "state": state, "quotes": quotes, **dict(zip(GRADES, grades, strict=True))}


BOOKS: dict[str, Any] = {
    "cells": {
        **cells(1011, 1012, 1000, 10, 1),
        "by_table": [{"table": "towns", **cells(1000, 1000, 1000, 0, 0)}, {"table": "人口", **cells(11, 12, 0, 10, 1)}],
    },
    "sources": {
        "verified": 1,
        "copied": 1,
        "of": 2,
        "by_source": [source("d1", "verified", 9, 8, 1, 0, 0, 0), source("d2", "copied", 4, 0, 0, 3, 0, 1)],
    },
    "figures": {
        "booked": 9,
        "found": 10,
        "captured": 5,
        "by_source": [
            {"source": "d1", "booked": 6, "found": 6, "captured": 3},
            {"source": "d2", "booked": 3, "found": 4, "captured": 2},
        ],
    },
    "quotes": [
        {"source": "d1", "characters": 200, "quoted": 30},
        {"source": "d2", "characters": 100, "quoted": 0},
    ],
    "conflicts": {"open": 1, "all": 3},
}
TEXT = """\
books
  cells  backed     of   read  signed  computed
  towns   1,000  1,000  1,000       0         0
  人口       11     12      0      10         1
  all     1,011  1,012  1,000      10         1

  sources    document  quotes  found  figures  booked  captured  quoted
  d1         verified       9      9        6       6       50%     15%
  d2           copied       4      3        4       3       50%      0%
  all      1 verified      13     12       10       9       50%     10%

  conflicts: 1 open of 3
"""


def test_the_balance_is_told_by_table_and_by_source() -> None:
    assert plain(balance_lines(BOOKS, 80)) == TEXT


def test_what_a_package_does_not_keep_is_left_out() -> None:
    books = {"cells": {"by_table": [{"table": "towns", **cells(1, 1, 1, 0, 0)}]}, "conflicts": {"open": 0, "all": 0}}
    assert plain(balance_lines(books, 80)) == (
        "books\n  cells  backed  of  read  signed  computed\n  towns       1   1     1       0         0\n"
    )


@given(st.text(min_size=1), st.integers(30, 120))
def test_no_line_is_wider_than_the_screen_whatever_tables_and_sources_are_called(name: str, width: int) -> None:
    books = {
        "cells": {"by_table": [{"table": name, **cells(1, 1, 1, 0, 0)}]},
        "sources": {"by_source": [source(name, "verified", 9, 8, 1, 0, 0, 0)]},
        "figures": {"by_source": [{"source": name, "booked": 6, "found": 6, "captured": 3}]},
        "quotes": [{"source": name, "characters": 200, "quoted": 30}],
    }
    assert all(columns(line.text) <= width for line in balance_lines(books, width))
