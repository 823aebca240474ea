"""Tables that the tests declare."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from talent_dataset.declare import Derived, Field, Table, Term, Vocabulary, both, rule

KINDS = Vocabulary(
    Term("iron", both("iron", "铁"), both("Iron is mined.", "开采铁矿。")),
    Term("salt", both("salt", "盐"), both("Salt is mined.", "开采盐矿。")),
)


class Regions(Table):
    """Where mines are."""

    region_id: str = Field(primary_key=True, pattern="[a-z]+")
    name: str = Field(nullable=True)

    class Config(Table.Config):
        title = both("Regions", "地区")


class Mines(Table):
    """A table with one of everything."""

    mine_id: str = Field(
        primary_key=True, pattern="[a-z]+(-[a-z]+)*", role="editorial", reason=both("Made up.", "自拟。")
    )
    kind: str = Field(vocabulary=KINDS, title=both("Kind", "种类"), description=both("What is mined.", "所采的矿。"))
    depth: Decimal = Field(ge=0, lt=Decimal("4000.5"), scale=1, unit="metre", nullable=True)
    shafts: int = Field(gt=0, le=99, nullable=True)
    grade: float = Field(ge=0.5, nullable=True)
    is_open: bool = Field()
    opened_on: str = Field(edtf=True, nullable=True, title=both("Opened on", "开采日期"))
    opened_on_earliest: dt.date = Derived("opened_on", by="edtf-earliest")
    opened_on_latest: dt.date = Derived("opened_on", by="edtf-latest")
    closed: dt.date = Field(ge=dt.date(1900, 1, 1), nullable=True)
    inspected: dt.datetime = Field(nullable=True)
    shift: dt.time = Field(nullable=True)
    seams: list[str] = Field(max_length=4, nullable=True)
    code: str = Field(unique=True, min_length=2, max_length=5, nullable=True)
    region_id: str = Field(references=Regions, nullable=True)
    part_of: str = Field(references="mines.mine_id", nullable=True)

    class Config(Table.Config):
        title = both("Mines", "矿山")
        description = both("One row is a mine.", "每行为一座矿山。")
        unique_keys = (("kind", "depth"),)
        groups = (("depth", "shafts"),)
        rules = (
            rule(
                "open-or-closed",
                "NOT is_open OR closed IS NULL",
                both("An open mine is not closed.", "在采矿山没有关闭日期。"),
                hint=both("Empty closed.", "请清空 closed。"),
            ),
            rule("opened-before-closed", "opened_on_earliest <= closed"),
        )
        table_rules = (
            rule(
                "part-in-region",
                "SELECT mines.* FROM mines INNER JOIN mines AS whole ON mines.part_of = whole.mine_id "
                "WHERE mines.region_id <> whole.region_id",
                both("A part is in the region of the whole.", "矿山与其所属矿山同在一地。"),
            ),
        )


@pytest.fixture(scope="session")
def mines() -> type[Mines]:
    """A table with one of everything."""
    return Mines


@pytest.fixture(scope="session")
def regions() -> type[Regions]:
    """The table that it refers to."""
    return Regions
