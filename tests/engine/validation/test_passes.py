"""The boxes of a validation, each made by hand: a table opened, passed, passed again; the order of tables."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor import parse_schema
from talent_dataset.engine.descriptor.model import Resource
from talent_dataset.engine.reading.cast import column
from talent_dataset.engine.reading.table import Batch, TextTable
from talent_dataset.engine.rules.keys import Reference
from talent_dataset.engine.validation.plan import HeldKeys, OpenTable, Ties, open_table, parents_first
from talent_dataset.engine.validation.table import first_pass, second_pass
from talent_dataset.engine.validation.tally import Tally

SHIPS = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "port", "type": "string"}],
    "primaryKey": "id",
}


def _opened(batches: Sequence[dict[str, list[str]]], tally: Tally) -> OpenTable:
    """A table of text that stands in no file: record 1 is the header."""
    schema = parse_schema(SHIPS).schema
    assert schema is not None

    def read() -> TextTable:
        frames = [pl.DataFrame(batch) for batch in batches]
        firsts = [2 + sum(frame.height for frame in frames[:n]) for n in range(len(frames))]
        rows = (Batch(frame, first) for frame, first in zip(frames, firsts, strict=True))
        return TextTable(("id", "port"), rows, fields=dict(enumerate(schema.fields)), names=("id", "port"))

    return open_table(Resource(name="ships", schema=schema), read, tally)


def test_a_first_pass_tells_what_is_wrong_with_cells_and_counts_what_it_read() -> None:
    tally = Tally()
    checked = first_pass(
        _opened([{"0": ["1", "x"], "1": ["A", "B"]}, {"0": ["3"], "1": ["C"]}], tally), Ties(), {}, tally
    )
    assert (checked.rows, checked.is_whole, checked.suspects) == (3, True, ())
    assert tally.totals() == {"cell/type": 1}
    assert [(issue.row, issue.field, issue.cell) for issue in tally.issues(["ships"])] == [(3, "id", "x")]


def test_a_first_pass_notes_hashes_that_repeat_and_a_second_tells_the_rows() -> None:
    tally = Tally()
    checked = first_pass(
        _opened([{"0": ["1", "2"], "1": ["A", "B"]}, {"0": ["01"], "1": ["C"]}], tally), Ties(), {}, tally
    )
    assert [(each.key.names, len(each.hashes), each.are_proved) for each in checked.suspects] == [(("id",), 1, False)]
    assert tally.totals() == {}
    second_pass(checked, [], tally)
    assert [(issue.code, issue.row, issue.key) for issue in tally.issues(["ships"])] == [
        ("row/primary-key", 4, {"id": "01"})
    ]


def test_a_first_pass_keeps_only_what_others_ask_for() -> None:
    tally = Tally()
    table = _opened([{"0": ["1", "2"], "1": ["A", "A"]}], tally)
    bare = first_pass(table, Ties(), {}, tally)
    assert (bare.kept.shape, dict(bare.held), bare.texts) == ((0, 0), {}, ())
    table = _opened([{"0": ["1", "2"], "1": ["A", "A"]}], tally)
    ties = Ties(held={("port",): (table.plan.columns["port"],)}, wanted=("id",))
    checked = first_pass(table, ties, {}, tally, keeps_text=True)
    assert checked.kept.to_dict(as_series=False) == {"id": [1, 2]}
    assert checked.kept_rows.to_list() == [2, 3]
    assert checked.held["port",].to_dict(as_series=False) == {"0": ["A"]}
    assert [(frame.rows(), rows.to_list()) for frame, rows in checked.texts] == [([("1", "A"), ("2", "A")], [2, 3])]


def test_a_reference_to_what_is_known_is_checked_as_rows_pass_and_a_late_one_as_they_pass_again() -> None:
    held = pl.DataFrame({"0": ["A"]})
    issues = []
    for is_late in (False, True):
        tally = Tally()
        table = _opened([{"0": ["1", "2"], "1": ["A", "B"]}], tally)
        reference = Reference((table.plan.columns["port"],), "ports", ("name",))
        known: dict[str, HeldKeys] = {} if is_late else {"ports": {("name",): held}}
        checked = first_pass(table, Ties(references=(reference,)), known, tally)
        second_pass(checked, [(reference, held)] if is_late else [], tally)
        issues.append(tally.issues(["ships"]))
    assert issues[0] == issues[1]
    assert [(issue.code, issue.row, issue.cell) for issue in issues[0]] == [("table/foreign-key", 3, "B")]


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sets(st.sampled_from("abcdefg")), min_size=1))
def test_every_table_comes_once_and_behind_those_it_refers_to_unless_they_refer_back(
    asked: dict[str, set[str]],
) -> None:
    schema = parse_schema(SHIPS).schema
    assert schema is not None
    key = (column(schema.fields[0], 0),)
    names = list(asked)
    edges = {name: {each for each in asked[name] if each in asked} for name in names}
    order = parents_first(
        {name: Ties(references=tuple(Reference(key, each, ("id",)) for each in sorted(edges[name]))) for name in names}
    )
    assert sorted(order) == sorted(names)
    reached = {name: _reached(name, edges) for name in names}
    for name in names:
        for parent in edges[name]:
            if name not in reached[parent]:
                assert order.index(parent) < order.index(name)


def _reached(name: str, edges: dict[str, set[str]]) -> set[str]:
    found, waiting = set[str](), [name]
    while waiting:
        for each in edges[waiting.pop()] - found:
            found.add(each)
            waiting.append(each)
    return found
