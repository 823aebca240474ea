from __future__ import annotations

import os
from pathlib import Path

from talent_dataset.checking import examine
from talent_dataset.engine.validation.tally import Tally
from talent_dataset.provenance.bookkeeping import read_ledger
from talent_dataset.provenance.selftest import self_test
from talent_dataset.provenance.selftest.trial import PERTURBATIONS

# A duplicate takes a figure that sources have twice; ours are all held by evidence.
OF_NOTHING = {"duplicate"}
EACH = 3 if os.environ.get("TALENT_DATASET_TIER") == "full" else 1


def test_whatever_is_put_wrong_in_the_books_of_the_dataset_is_noticed_unless_no_machine_could(
    root: Path, texts: Path
) -> None:
    ledger = read_ledger(examine(root / "datapackage", Tally(0), texts=texts))
    assert ledger is not None
    outcome = self_test(ledger, each=EACH, seed=1)
    assert {kind.name for kind in outcome.kinds if kind.tried < EACH} == OF_NOTHING
    assert {kind.name: kind.survivors for kind in outcome.kinds if kind.survivors and not kind.blind_spot} == {}
    assert len(outcome.kinds) == len(PERTURBATIONS)


def test_most_is_noticed_without_the_documents(root: Path) -> None:
    ledger = read_ledger(examine(root / "datapackage", Tally(0), texts=""))
    assert ledger is not None
    cells = ("digit", "sign", "comparator", "unit", "day", "entity", "code", "name", "hash", "conclusion", "prose")
    outcome = self_test(ledger, each=2, seed=1, perturbations=[one for one in PERTURBATIONS if one.name in cells])
    assert {kind.name: (kind.tried, kind.survivors) for kind in outcome.kinds} == dict.fromkeys(cells, (2, ()))
