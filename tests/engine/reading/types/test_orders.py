"""Dates of format ``any``: which number is the day is said by the column, never guessed cell by cell."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.checking import validate
from talent_dataset.declare import Package
from talent_dataset.engine.descriptor.model import Field, Schema
from talent_dataset.engine.reading.cast import in_order, kind_of
from talent_dataset.engine.reading.typed_frame import typed_frame
from talent_dataset.engine.reading.types.orders import decided, orders_of, votes_of
from talent_dataset.engine.report import Report
from talent_dataset.filtering import filter as sift

SCHEMA = {"fields": [{"name": "on", "type": "date", "format": "any"}]}

OPEN = "day and month can be taken for one another, and no cell of the column decides"


def table(folder: Path, *files: list[str], **field: Any) -> Path:
    """A package of one table of dates, in as many files as are given."""
    names = [f"part-{number}.csv" for number in range(len(files))]
    for name, cells in zip(names, files, strict=True):
        (folder / name).write_text("on\n" + "".join(f'"{cell}"\n' for cell in cells), encoding="utf-8")
    schema = {"fields": [{**SCHEMA["fields"][0], **field}]}
    resource = {"name": "t", "path": names, "type": "table", "schema": schema}
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def told(report: Report) -> list[tuple[str, str | None, str]]:
    return [(one.code, one.cell, one.message) for one in report.issues]


def days(*cells: str, type: str = "date") -> list[Any]:
    schema = Schema(fields=(Field(name="on", type=type, format="any"),))
    return typed_frame(schema, pl.DataFrame({"on": cells})).get_column("on").to_list()


def test_one_cell_above_twelve_decides_for_all(tmp_path: Path) -> None:
    folder = table(tmp_path, ["12/01/2024", "13/01/2024", "01/02/2024"])
    assert told(validate(folder)) == []
    assert Package.open(folder).load("t")["on"].to_list() == [date(2024, 1, 12), date(2024, 1, 13), date(2024, 2, 1)]
    assert days("12/01/2024", "01/13/2024") == [date(2024, 12, 1), date(2024, 1, 13)]


def test_a_cell_of_the_last_file_decides_for_the_first(tmp_path: Path) -> None:
    folder = table(tmp_path, ["12/01/2024"] * 3, ["13/01/2024"])
    assert told(validate(folder)) == []
    assert Package.open(folder).load("t")["on"].to_list() == [date(2024, 1, 12)] * 3 + [date(2024, 1, 13)]


def test_bounds_are_compared_in_the_order_that_a_later_cell_decides(tmp_path: Path) -> None:
    folder = table(tmp_path, ["12/01/2024", "13/01/2024"], constraints={"maximum": "2024-02-01"})
    assert told(validate(folder)) == []
    folder = table(tmp_path, ["12/01/2024", "01/13/2024"], constraints={"maximum": "2024-02-01"})
    assert [one.code for one in validate(folder).issues] == ["cell/maximum"]


def test_cells_that_decide_against_most_are_faults(tmp_path: Path) -> None:
    folder = table(tmp_path, ["13/01/2024", "14/01/2024", "01/15/2024", "2024-01-16"])
    assert told(validate(folder)) == [
        (
            "cell/type",
            "01/15/2024",
            "`01/15/2024` is not a date in any common form: it has the month first, and the column the day first.",
        )
    ]


def test_where_as_many_decide_for_either_order_all_that_decide_are_faults(tmp_path: Path) -> None:
    folder = table(tmp_path, ["13/01/2024", "2024-01-16"], ["01/15/2024", "12/12/2024"])
    assert [(one.code, one.cell) for one in validate(folder).issues] == [
        ("cell/type", "13/01/2024"),
        ("cell/type", "01/15/2024"),
    ]


def test_a_column_in_which_no_cell_decides_is_refused_with_both_patterns(tmp_path: Path) -> None:
    report = validate(table(tmp_path, ["12/01/2024", "2024-01-16", "11/11/2024", "10 Jan 1969"]))
    assert told(report) == [
        (
            "cell/type",
            "12/01/2024",
            f"`12/01/2024` is not a date in any common form: {OPEN}.",
        )
    ]
    assert report.issues[0].hint == 'Say which: "format": "%d/%m/%Y" or "%m/%d/%Y".'


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("01/02/03", "31/12/03", "13/02/99"), [date(2003, 2, 1), date(2003, 12, 31), date(1999, 2, 13)]),
        (("01/02/03", "12/31/03"), [date(2003, 1, 2), date(2003, 12, 31)]),
        (("01/02/03", "99/12/31"), [date(2001, 2, 3), date(1999, 12, 31)]),
        (("01/02/03", "31/12/03"), [None, None]),
        (("010203", "123103"), [date(2003, 1, 2), date(2003, 12, 31)]),
        (("1.2.2024", "13.2.2024"), [date(2024, 2, 1), date(2024, 2, 13)]),
        (("1 - 2 - 2024",), [None]),
        (("1/2/3",), [None]),
        (("2024/01/02", "20240102", "2024.1.2", "2 January 2024"), [date(2024, 1, 2)] * 4),
        (("11/11/2024", "11-11-11"), [date(2024, 11, 11), date(2011, 11, 11)]),
    ],
)
def test_numbers_are_read_in_the_order_that_the_cells_leave(cells: tuple[str, ...], expected: list[Any]) -> None:
    assert days(*cells) == expected


def test_batches_decide_together() -> None:
    field = Field(name="on", type="date", format="any")
    first, second = (pl.DataFrame({"3": cells}) for cells in (["12/01/2024"], ["", "13/01/2024"]))
    assert in_order({3: field}, [first])[3].orders == ("DMY", "MDY")
    assert in_order({3: field}, [first, second])[3].orders == ("DMY",)


def test_dates_with_a_time_are_decided_alike() -> None:
    assert days("12/01/2024 03:04", "13/01/2024 5pm", "2024-01-02T03:04:05", type="datetime") == [
        datetime(2024, 1, 12, 3, 4),  # noqa: DTZ001
        datetime(2024, 1, 13, 17),  # noqa: DTZ001
        datetime(2024, 1, 2, 3, 4, 5),  # noqa: DTZ001
    ]
    assert days("12/01/2024 03:04", type="datetime") == [None]


def test_a_cell_alone_that_does_not_decide_has_no_value() -> None:
    kind = kind_of(Field(name="on", type="date", format="any"))
    assert [kind.fits(text) for text in ("12/01/2024", "13/01/2024", "12/12/2024", "2024-01-12")] == [
        False,
        True,
        True,
        True,
    ]


def test_rows_that_are_sifted_keep_the_order_that_all_decided(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": ["1", "x"], "on": ["12/01/2024", "13/01/2024"]})
    file = tmp_path / "t.csv"
    frame.write_csv(file)
    schema = {"fields": [{"name": "id", "type": "integer"}, *SCHEMA["fields"]]}
    resource = {"name": "t", "path": "t.csv", "type": "table", "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    good = sift(tmp_path, resource="t").good
    assert good.rows() == [(1, date(2024, 1, 12))]


@pytest.mark.parametrize("text", ["１２/０１/２０２４", "١٢/٠١/٢٠٢٤", "12/1st/2024", "12_01_2024"])
def test_no_other_way_of_writing_it_is_guessed(text: str) -> None:
    assert days(text) == [None]


@pytest.mark.parametrize(
    "text",
    ["Fri 2024-01-12", "20240112", "2024-01-12T03:04:05Z", "12 January 2024", "January 12th, 2024", "20240112030405"],
)
def test_a_date_that_says_its_month_or_begins_with_its_year_is_read_alone(text: str) -> None:
    assert days(text) == [date(2024, 1, 12)]


def test_frames_are_decided_as_files_are() -> None:
    assert validate(pl.DataFrame({"on": ["12/01/2024", "13/01/2024"]}), schema=SCHEMA).is_valid
    assert not validate(pl.DataFrame({"on": ["12/01/2024"]}), schema=SCHEMA).is_valid


WRITTEN = {"DMY": "%d/%m/%Y", "MDY": "%m/%d/%Y"}


@given(st.lists(st.dates(date(1000, 1, 1)), min_size=1, max_size=8), st.sampled_from(list(WRITTEN)))
def test_what_is_written_in_one_order_is_read_in_it_or_not_at_all(dates: list[date], order: str) -> None:
    cells = [each.strftime(WRITTEN[order]) for each in dates]
    found = days(*cells)
    assert all(value in {None, each} for value, each in zip(found, dates, strict=True))
    if any(each.day > 12 for each in dates):
        assert found == dates


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 99)), max_size=8))
def test_what_a_column_leaves_does_not_depend_on_the_order_of_its_cells(numbers: list[tuple[int, int, int]]) -> None:
    texts = [f"{a:02}/{b:02}/{c:02}" for a, b, c in numbers]
    left = decided(votes_of((text, 1) for text in texts))
    assert left == decided(votes_of((text, 1) for text in reversed(texts)))
    if len(texts) == 1 and orders_of(texts[0]):
        assert left == orders_of(texts[0])
