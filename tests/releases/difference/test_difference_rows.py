from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.releases.difference import ChangedRow, Examples, Rows, WholeRow, diff
from talent_dataset.releases.difference.compared_table import ComparedTable as TableOfPackage
from talent_dataset.releases.difference.compared_table import open_table
from talent_dataset.releases.difference.matching import compare_rows

if TYPE_CHECKING:
    import polars as pl

FIELDS = [{"name": "id", "type": "integer"}, {"name": "v", "type": "number"}, {"name": "s"}]
KEY = {"primaryKey": ["id"]}
Table = Callable[..., dict[str, Any]]
Cells = tuple[str, ...]


def rows_of(old: dict[str, Any], new: dict[str, Any], **options: Any) -> Rows:
    (rows,) = diff(old, new, **options).tables
    return rows


def written(rows: list[Cells], names: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, *rows])
    return out.getvalue()


def test_rows_are_matched_by_key_and_cells_compared_as_values(table: Table) -> None:
    old = table("id,v,s\n1,1.0,a\n2,5,b\n3,7,\n", FIELDS, **KEY)
    new = table("id,v,s\n4,7,d\n02,6,b\n1,1,a\n", FIELDS, **KEY)
    assert rows_of(old, new) == Rows(
        resource="t",
        key=("id",),
        old=3,
        new=3,
        added=1,
        removed=1,
        changed=1,
        cells={"v": 1},
        respelled={"id": 1, "v": 1},
        examples=Examples(
            added=(WholeRow({"id": "4"}, {"id": "4", "v": "7", "s": "d"}),),
            removed=(WholeRow({"id": "3"}, {"id": "3", "v": "7", "s": None}),),
            changed=(ChangedRow({"id": "02"}, {"v": ("5", "6")}),),
        ),
    )


def test_rows_without_a_key_are_a_multiset(table: Table) -> None:
    old = table("v\n1\n1\n1.0\n2\n", [FIELDS[1]])
    new = table("v\n2\n3\n1\n1.0\n", [FIELDS[1]])
    assert rows_of(old, new) == Rows(
        resource="t",
        old=4,
        new=4,
        added=1,
        removed=1,
        examples=Examples(added=(WholeRow({}, {"v": "3"}),), removed=(WholeRow({}, {"v": "1"}),)),
    )


def test_of_rows_that_share_a_key_as_many_are_matched_as_there_are(table: Table) -> None:
    old = table("id,v,s\n1,1,a\n1,2,a\n", FIELDS, **KEY)
    new = table("id,v,s\n1,2,a\n1,3,a\n1,4,a\n", FIELDS, **KEY)
    found = rows_of(old, new)
    assert (found.added, found.removed, found.changed, dict(found.cells)) == (1, 0, 1, {"v": 1})


def test_what_counts_as_missing_is_what_each_side_says(table: Table) -> None:
    old = table("id,v,s\n1,1,-\n2,2,-\n3,3,\n", FIELDS, missingValues=["", "-"], **KEY)
    new = table("id,v,s\n1,1,-\n2,2,\n3,3,\n", FIELDS, **KEY)
    found = rows_of(old, new)
    assert (dict(found.cells), dict(found.respelled)) == ({"s": 1}, {"s": 1})
    assert found.examples.changed == (ChangedRow({"id": "1"}, {"s": (None, "-")}),)


def test_the_same_text_is_another_value_where_it_is_read_otherwise(table: Table) -> None:
    german = [FIELDS[0], {"name": "v", "type": "number", "decimalChar": ",", "groupChar": "."}]
    english = [FIELDS[0], {"name": "v", "type": "number", "groupChar": ","}]
    old = table('id,v\n1,"1,500"\n2,"2,5"\n3,7\n', german, **KEY)
    new = table('id,v\n1,"1,500"\n2,2.5\n3,7\n', english, **KEY)
    found = rows_of(old, new)
    assert (dict(found.cells), dict(found.respelled)) == ({"v": 1}, {"v": 1})
    assert found.examples.changed == (ChangedRow({"id": "1"}, {"v": ("1,500", "1,500")}),)


def test_cells_are_compared_as_text_where_the_type_changed(table: Table) -> None:
    old = table("id,s\n1,05\n2,7\n", [FIELDS[0], {"name": "s"}], **KEY)
    new = table("id,s\n1,5\n2,7\n", [FIELDS[0], {"name": "s", "type": "integer"}], **KEY)
    assert dict(rows_of(old, new).cells) == {"s": 1}


def test_an_integer_that_became_a_number_is_the_same(table: Table) -> None:
    old = table("id\n5\n", [FIELDS[0]], **KEY)
    new = table("id\n5.0\n", [{"name": "id", "type": "number"}], **KEY)
    found = rows_of(old, new)
    assert (found.added, found.removed, dict(found.respelled)) == (0, 0, {"id": 1})


def test_computed_columns_are_compared_wherever_they_stand(table: Table) -> None:
    on = {"name": "on", "proof:data": {"edtf": True}}
    day = {"name": "on_earliest", "type": "date"}
    derived = {"derived": [{"name": "on_earliest", "from": "on", "by": "edtf-earliest"}]}
    old = table("id,on,on_earliest\n1,2020-04,2020-04-01\n2,2021,2021-01-01\n", [FIELDS[0], on, day], **KEY)
    old["resources"][0]["schema"]["proof:data"] = derived
    new = table("id,on\n1,2020-04\n2,2022\n", [FIELDS[0], on], **KEY, **{"proof:data": derived})
    assert dict(rows_of(old, new).cells) == {"on": 1, "on_earliest": 1}


def test_a_table_with_another_key_is_matched_by_the_new_one_where_both_have_its_fields(table: Table) -> None:
    old = table("id,v,s\n1,1,a\n2,2,b\n", FIELDS, primaryKey=["s"])
    new = table("id,v,s\n1,1,c\n2,2,b\n", FIELDS, **KEY)
    found = rows_of(old, new)
    assert (found.key, found.changed, dict(found.cells)) == (("id",), 1, {"s": 1})


def test_a_table_whose_key_is_gone_is_matched_by_the_old_one_or_as_wholes(table: Table) -> None:
    old = table("id,v,s\n1,1,a\n2,2,b\n", FIELDS, **KEY)
    assert rows_of(old, table("id,v,s\n1,1,c\n2,2,b\n", FIELDS)).key == ("id",)
    found = rows_of(old, table("number,v,s\n1,1,c\n2,2,b\n", [{**FIELDS[0], "name": "number"}, *FIELDS[1:]]))
    assert (found.key, found.added, found.removed) == ((), 1, 1)


def test_tables_that_share_no_field_differ_in_how_many_rows_they_have(table: Table) -> None:
    found = rows_of(table("a\n1\n2\n", [{"name": "a"}]), table("b\n1\n2\n3\n", [{"name": "b"}]))
    assert (found.old, found.new, found.added, found.removed, found.changed) == (2, 3, 1, 0, 0)


def test_tables_without_rows_are_compared_too(table: Table) -> None:
    empty, one = table("id,v,s\n", FIELDS, **KEY), table("id,v,s\n1,1,a\n", FIELDS, **KEY)
    assert (rows_of(empty, one).added, rows_of(one, empty).removed) == (1, 1)
    assert diff(empty, empty).is_empty


def test_examples_are_the_first_by_key_and_totals_exact(table: Table) -> None:
    old = table("id,v,s\n", FIELDS, **KEY)
    new = table("id,v,s\n" + "".join(f"{n},1,a\n" for n in (30, 4, 100, 9, 2)), FIELDS, **KEY)
    found = rows_of(old, new, limit=3)
    assert (found.added, [row.key["id"] for row in found.examples.added]) == (5, ["2", "4", "9"])
    assert rows_of(old, new, limit=0).examples == Examples()
    assert len(rows_of(old, new, limit=None).examples.added) == 5


def test_a_table_that_cannot_be_read_whole_is_not_compared(table: Table) -> None:
    good = table("id,v,s\n1,1,a\n", FIELDS, **KEY)
    for broken in ("id,v,s\n1,1,a,too,many\n", 'id,v,s\n1,1,"never closed\n'):
        with pytest.raises(CannotCheckError, match=r"The table t cannot be compared"):
            diff(good, table(broken, FIELDS, **KEY))


# Laws, against an independent program: the csv module, dictionaries and Python's decimals.

NUMBERS = st.sampled_from(["", "0", "1", "1.0", "01", "-0", "2.5", "2.50", "25e-1", "7", "NaN", "x"])
WORDS = st.sampled_from(["", "a", "b", "a,b", '"', "line\nbreak", "中文"])


@st.composite
def keyed(draw: st.DrawFn) -> list[Cells]:
    keys = draw(st.lists(st.integers(0, 12), unique=True, max_size=10))
    spelt = [draw(st.sampled_from([str(key), f"0{key}", f"+{key}"])) for key in keys]
    return [(key, draw(NUMBERS), draw(WORDS)) for key in spelt]


def value(text: str) -> Any:
    if text in {"", "NaN", "x"}:
        return text
    return Decimal(text).normalize() + 0


def slowly(old: list[Cells], new: list[Cells]) -> tuple[Any, ...]:
    """What a person would do with two dictionaries."""
    ours, theirs = ({int(row[0]): row for row in rows} for rows in (old, new))
    both = [key for key in ours if key in theirs]
    cells: Counter[str] = Counter()
    respelled: Counter[str] = Counter()
    changed = set()
    for key in both:
        for name, is_number, before, after in zip(
            ("id", "v", "s"), (True, True, False), ours[key], theirs[key], strict=True
        ):
            if (value(before) != value(after)) if is_number else before != after:
                cells[name] += 1
                changed.add(key)
            elif before != after:
                respelled[name] += 1
    return (
        sorted(theirs.keys() - ours.keys()),
        sorted(ours.keys() - theirs.keys()),
        sorted(changed),
        dict(cells),
        dict(respelled),
    )


def found_by(rows: Rows) -> tuple[Any, ...]:
    examples = rows.examples
    each = ([int(row.key["id"] or "") for row in kind] for kind in (examples.added, examples.removed, examples.changed))
    return (*each, dict(rows.cells), dict(rows.respelled))


@dataclass(frozen=True, slots=True)
class InPieces(TableOfPackage):
    """A table that is read a few rows at a time, as a large one is."""

    size: int = 1

    def frames(self) -> Iterator[pl.DataFrame]:
        for frame in TableOfPackage.frames(self):
            yield from frame.iter_slices(self.size)


def in_pieces(package: dict[str, Any], size: int) -> InPieces:
    opened = open_package(package)
    assert opened.parsed.package is not None
    one = open_table(opened.parsed.package.resources[0], opened.files)
    return InPieces(one.resource, one.files, one.schema, one.cells, size)


BUDGETS = st.sampled_from([1 << 27, 200, 50])


@given(keyed(), keyed(), BUDGETS, st.integers(1, 4))
def test_it_finds_what_a_slow_program_finds_in_memory_and_on_disk(
    table: Table, old: list[Cells], new: list[Cells], budget: int, size: int
) -> None:
    packages = [table(written(rows, ["id", "v", "s"]), FIELDS, **KEY) for rows in (old, new)]
    rows = compare_rows(*(in_pieces(package, size) for package in packages), limit=None, budget=budget)
    assert found_by(rows) == slowly(old, new)
    assert (rows.old, rows.new) == (len(old), len(new))
    assert (rows.added, rows.removed, rows.changed) == tuple(map(len, found_by(rows)[:3]))


PAIRS = st.lists(st.tuples(st.sampled_from(["", "1", "1.0", "2"]), st.sampled_from(["a", "b"])), max_size=12)


@given(PAIRS, PAIRS, BUDGETS, st.integers(1, 4))
def test_without_a_key_it_finds_what_counting_finds(
    table: Table, old: list[Cells], new: list[Cells], budget: int, size: int
) -> None:
    packages = [table(written(rows, ["v", "s"]), FIELDS[1:]) for rows in (old, new)]
    rows = compare_rows(*(in_pieces(package, size) for package in packages), limit=None, budget=budget)
    ours, theirs = (Counter((value(v), s) for v, s in each) for each in (old, new))
    assert (rows.added, rows.removed, rows.changed) == ((theirs - ours).total(), (ours - theirs).total(), 0)


def test_cells_that_change_places_in_a_row_are_changed(table: Table) -> None:
    fields = [FIELDS[0], {"name": "a"}, {"name": "b"}]
    old, new = table("id,a,b\n1,x,y\n", fields, **KEY), table("id,a,b\n1,y,x\n", fields, **KEY)
    assert dict(rows_of(old, new).cells) == {"a": 1, "b": 1}


@settings(max_examples=25)
@given(keyed())
def test_a_package_does_not_differ_from_itself_in_any_order_of_rows(table: Table, rows: list[Cells]) -> None:
    one, other = (table(written(each, ["id", "v", "s"]), FIELDS, **KEY) for each in (rows, rows[::-1]))
    assert diff(one, other).is_empty


@settings(max_examples=25)
@given(keyed(), keyed())
def test_the_other_way_round_it_is_mirrored(table: Table, old: list[Cells], new: list[Cells]) -> None:
    ours, theirs = (table(written(each, ["id", "v", "s"]), FIELDS, **KEY) for each in (old, new))
    there, back = rows_of(ours, theirs), rows_of(theirs, ours)
    assert replace(back, examples=Examples()) == replace(
        there, old=there.new, new=there.old, added=there.removed, removed=there.added, examples=Examples()
    )
    assert (back.examples.added, back.examples.removed) == (there.examples.removed, there.examples.added)
    assert [row.cells for row in back.examples.changed] == [
        {name: cells[::-1] for name, cells in row.cells.items()} for row in there.examples.changed
    ]


@settings(max_examples=25)
@given(keyed(), keyed())
def test_what_it_shows_makes_the_old_table_the_new_one(table: Table, old: list[Cells], new: list[Cells]) -> None:
    ours, theirs = (table(written(each, ["id", "v", "s"]), FIELDS, **KEY) for each in (old, new))
    examples = rows_of(ours, theirs, limit=None).examples
    made = {int(row[0]): dict(zip(("id", "v", "s"), row, strict=True)) for row in old}
    for gone in examples.removed:
        del made[int(gone.key["id"] or "")]
    for row in examples.added:
        made[int(row.key["id"] or "")] = {name: cell or "" for name, cell in row.cells.items()}
    for one in examples.changed:
        made[int(one.key["id"] or "")] |= {name: after or "" for name, (_, after) in one.cells.items()}
    wanted = {int(row[0]): (value(row[1]), row[2]) for row in new}
    assert {key: (value(cells["v"]), cells["s"]) for key, cells in made.items()} == wanted
