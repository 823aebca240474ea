from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from talent_dataset.provenance.ledger import Ledger
from talent_dataset.provenance.selftest import self_test
from talent_dataset.provenance.selftest.change import Perturbation, PerturbedCell, RowChange, applied, put, taken_out
from talent_dataset.provenance.selftest.trial import PERTURBATIONS

DOCUMENT = "The library in Aldmoor lent 1,240 books on 3 May 2021. It has two rooms."


@pytest.fixture
def books(books_package: Callable[..., Path], ledger: Callable[..., Ledger]) -> Ledger:
    tables = {"loans": [{"loan_id": "a", "place": "Aldmoor"}, {"loan_id": "b", "place": "Aldmoor"}]}
    words = {"source_id": "d1", "quote": "Aldmoor", "table": "loans", "field": "place"}
    entries = [words | {"row_id": "a", "span_sha256": "0" * 64}, words | {"row_id": "b", "concludes": "Aldmoor"}]
    return ledger(books_package({"d1": DOCUMENT}, tables, entries))


def lines(ledger: Ledger) -> list[str]:
    """What every kind of perturbation would do, some times each."""
    said = []
    for one in PERTURBATIONS:
        for target in one.targets(ledger)[:2]:
            said += [str(one.change(ledger, target, Random(seed))) for seed in range(3)]  # noqa: S311
    return said


def test_every_kind_of_perturbation_has_a_name_of_its_own() -> None:
    names = [one.name for one in PERTURBATIONS]
    assert len(names) == len(set(names)) >= 12


def test_a_change_says_what_it_does(books: Ledger) -> None:
    row = books.tables["loans"].rows[0]
    assert str(put(row, "place", "Aldmor")) == "loans/a: place 'Aldmoor' -> 'Aldmor'"
    assert str(taken_out(row)) == "loans/a: taken out"


def test_a_change_to_the_same_is_none(books: Ledger) -> None:
    assert put(books.tables["loans"].rows[0], "place", "Aldmoor") is None


def test_a_change_gives_another_ledger_and_leaves_the_one_it_was_made_from(books: Ledger) -> None:
    change = put(books.tables["evidence"].rows[0], "row_id", "b")
    assert change is not None
    changed = applied(books, [change])
    assert [entry.row_id for entry in changed.evidence] == ["b", "b"]
    assert [entry.row_id for entry in books.evidence] == ["a", "b"]


def test_a_change_of_the_key_changes_the_id_of_the_row(books: Ledger) -> None:
    change = put(books.tables["loans"].rows[0], "loan_id", "c")
    assert change is not None
    assert sorted(applied(books, [change]).tables["loans"].by_id) == ["b", "c"]


def test_what_is_taken_out_is_gone(books: Ledger) -> None:
    changed = applied(books, [taken_out(books.tables["evidence"].rows[0])])
    assert [entry.row_id for entry in changed.evidence] == ["b"]


def test_the_same_seed_gives_the_same_perturbations(books: Ledger) -> None:
    def drawn(seed: int) -> Any:
        changes: list[str] = []

        def keep(ledger: Ledger, target: PerturbedCell, random: Random) -> RowChange | None:
            change = MISSPELT.change(ledger, target, random)
            changes.append(str(change))
            return change

        self_test(books, each=5, seed=seed, perturbations=[Perturbation("name", "", MISSPELT.targets, keep)])
        return changes

    assert drawn(7) == drawn(7) != drawn(8)


MISSPELT = next(one for one in PERTURBATIONS if one.name == "name")


def test_what_the_audit_notices_is_caught_and_what_it_does_not_survives_with_its_words(books: Ledger) -> None:
    lost = next(one for one in PERTURBATIONS if one.name == "entry")
    unseen = Perturbation(
        "unseen", "nothing looks at it", lost.targets, lambda _, t, __: put(t[0], "reason", "x"), "why"
    )
    outcome = self_test(books, each=9, perturbations=[lost, unseen])
    said = [(kind.name, kind.tried, kind.caught, kind.survivors, kind.blind_spot) for kind in outcome.kinds]
    assert said[0][:4] == ("entry", 2, 2, ())
    survivors = ("evidence/e1: reason '' -> 'x'", "evidence/e0: reason '' -> 'x'")
    assert (said[1][:3], sorted(said[1][3]), said[1][4]) == (("unseen", 2, 0), sorted(survivors), "why")
    assert (outcome.tried, outcome.caught) == (4, 2)


def test_books_without_anything_of_a_kind_try_none_of_it(books: Ledger) -> None:
    conflicts = [one for one in PERTURBATIONS if one.name == "conflict"]
    assert [kind.tried for kind in self_test(books, perturbations=conflicts).kinds] == [0]


def test_how_far_it_is_gets_told(books: Ledger) -> None:
    told: list[tuple[str, int, int]] = []
    lost = [one for one in PERTURBATIONS if one.name == "entry"]
    self_test(books, each=9, perturbations=lost, advance=lambda *at: told.append(at))
    assert told == [("entry", 1, 2), ("entry", 2, 2)]


def test_no_perturbation_fails_on_small_books(books: Ledger) -> None:
    assert len(lines(books)) > 20
