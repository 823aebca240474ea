"""Dates and times in formats of the user's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.cast import Column, column


def made(type: str, format: str) -> Column:
    return column(Field(name="a", type=type, format=format), 0)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2020-01-01 10:00", None),
        ("2020-01-01 10:00 CST", None),
        ("2020-01-01 10:00 XYZ", None),
        ("2020-01-01 10:00 UTC", UTC),
        ("2020-01-01T10:00:00Z", UTC),
        ("2020-01-01 10:00 +08:00", timezone(timedelta(hours=8))),
    ],
)
def test_only_a_zone_that_tells_its_offset_counts(text: str, zone: timezone | None) -> None:
    assert made("datetime", "any").python(text) == datetime(2020, 1, 1, 10, tzinfo=zone)


def test_an_offset_of_more_than_a_day_is_none() -> None:
    with pytest.raises(ValueError, match="not a datetime in any common form"):
        made("datetime", "any").python("2020-01-01T10:00:00+99:00")


def test_no_cell_has_a_format_without_directives() -> None:
    with pytest.raises(ValueError, match="not a date in the format YYYY-MM-DD, which no date has"):
        made("date", "YYYY-MM-DD").python("YYYY-MM-DD")
