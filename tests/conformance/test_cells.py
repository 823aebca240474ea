"""The vectors of the suite through columns and their checks: a proof never passes what its mask refuses."""

from __future__ import annotations

from typing import Any

import polars as pl

from conformance.adapters.talent_dataset import column_of
from conformance.cases import vectors
from talent_dataset.engine.reading.cast import Column
from talent_dataset.engine.rules.field_checks import checks


def test_no_proof_passes_a_cell_that_its_mask_refuses_and_each_fault_has_a_message() -> None:
    found = [(vector["id"], code) for vector in vectors("cells") for code in unproven(vector)]
    assert found == []


def unproven(vector: dict[str, Any]) -> list[str]:
    """The checks of a vector whose proof differs from their mask, or that say nothing of the cell."""
    made, _ = column_of(vector)
    frame = pl.DataFrame({"0": [vector["cell"]]}).with_columns(made.value)
    codes = []
    for check in checks(made):
        proof = frame.select(check.clean).item()
        [offends] = frame.select(offends=check.offends).get_column("offends").to_list()
        if offends and (proof or not check.message(vector["cell"])):
            codes.append(check.code)
        check.advice(vector["cell"])
    return codes


def repeats(made: Column, cells: list[str]) -> list[int]:
    """The cells that repeat the value of an earlier one, which must share their key."""
    frame = pl.DataFrame({"0": cells}).with_columns(made.value)
    keys = frame.select(key=made.key).get_column("key").hash().to_list()
    first: dict[Any, int] = {}
    found = []
    for row, cell in enumerate(cells):
        value = made.canonical(cell)
        if value is not None and first.setdefault(value, row) != row:
            assert keys[row] == keys[first[value]]
            found.append(row)
    return found


def test_every_column_repeats_what_its_vector_says() -> None:
    all_vectors = vectors("columns")
    found = {vector["id"]: repeats(column_of(vector)[0], vector["cells"]) for vector in all_vectors}
    expected = {vector["id"]: vector["expected"] and vector["expected"]["rows"] for vector in all_vectors}
    assert {id: rows for id, rows in found.items() if expected[id] not in (None, rows)} == {}
    assert all_vectors
