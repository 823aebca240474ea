"""The registry of checks: what runs, what is skipped and why, and what is struck."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from talent_dataset.engine.issues import Issue
from talent_dataset.engine.report import Skipped
from talent_dataset.provenance.audit import BALANCES, CHECKS, AuditCheck, audit
from talent_dataset.provenance.ledger import Ledger
from talent_dataset.render.explanation import explanations

Make = Callable[..., Path]
Read = Callable[..., Ledger]

TEXTS = {"d1": "Linden", "d2": "Elm"}
TOWNS = [{"id": "linden", "name": "Linden"}]


def at_each_source(ledger: Ledger) -> Iterator[Issue]:
    for source in ledger.sources.values():
        yield ledger.issue(source.row, "source/document", "Here.", name="sha256")


@pytest.fixture
def books(books_package: Make, ledger: Read) -> Callable[..., Ledger]:
    def read(texts: str | None = None, lost: str = "") -> Ledger:
        folder = books_package(TEXTS, {"towns": TOWNS})
        if lost:
            (folder / "seeds" / "texts" / f"{lost}.txt").unlink()
        return ledger(folder, texts)

    return read


def test_a_check_is_a_function_of_the_ledger(books: Callable[..., Ledger]) -> None:
    found = audit(books(), [AuditCheck("source/document", at_each_source)])
    assert [(each.code, each.row, each.field, each.key) for each in found.issues] == [
        ("source/document", 2, "sha256", {"source_id": "d1"}),
        ("source/document", 3, "sha256", {"source_id": "d2"}),
    ]
    assert (found.run, found.skipped) == (1, ())


def test_a_check_without_any_document_is_skipped_and_says_why(books: Callable[..., Ledger]) -> None:
    found = audit(books(""), [AuditCheck("source/document", at_each_source, needs=("documents",))])
    reason = "no folder with documents was given (--texts DIR, or TALENT_DATASET_TEXTS)"
    assert (found.issues, found.run, found.skipped) == (
        (),
        0,
        (Skipped("source/document", reason, "evidence", "not-at-hand"),),
    )


def test_a_check_runs_on_the_documents_at_hand_and_names_the_others(books: Callable[..., Ledger]) -> None:
    found = audit(books(lost="d2"), [AuditCheck("source/document", at_each_source, needs=("documents",))])
    reason = "d2: no document in the folder has its sha256, nor most of its quotes"
    assert (found.run, found.skipped) == (1, (Skipped("source/document", reason, "evidence", "not-at-hand"),))


def test_a_check_of_a_table_that_the_books_do_not_name_is_skipped_once(books: Callable[..., Ledger]) -> None:
    twice = [AuditCheck("figures/list", at_each_source, needs=("figures",))] * 2
    assert audit(books(), twice).skipped == (
        Skipped("figures/list", "the books name no table of figures", sort="not-there"),
    )


def test_every_check_has_a_code_that_is_explained() -> None:
    assert {check.code for check in CHECKS} - set(explanations()) == set()


def test_every_part_of_the_balance_has_a_name_of_its_own(books: Callable[..., Ledger]) -> None:
    ledger = books()
    names = [name for part in BALANCES for name in part(ledger)]
    assert len(names) == len(set(names))


def test_the_checks_do_not_depend_on_their_order(books: Callable[..., Ledger]) -> None:
    forth, back = audit(books()), audit(books(), CHECKS[::-1])
    assert sorted(map(str, forth.issues)) == sorted(map(str, back.issues))
    assert forth.balance == back.balance
