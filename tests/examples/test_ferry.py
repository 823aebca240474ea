"""The example of books, declared in a descriptor alone, balances with its documents and without them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from talent_dataset.checking import validate
from talent_dataset.cli import main
from talent_dataset.engine.writing.canonical import format_package

if TYPE_CHECKING:
    from pathlib import Path

    from talent_dataset.engine.report import Report


@pytest.fixture
def ferry(root: Path, tmp_path: Path) -> Path:
    """A copy of the example."""
    return shutil.copytree(root / "examples" / "ferry", tmp_path / "ferry")


def _balance(report: Report) -> tuple[dict[str, int], int]:
    """Cells by how they are proved, and how many sources were verified."""
    assert report.books is not None
    cells = {name: report.books["cells"][name] for name in ("backed", "of", "read", "signed", "computed")}
    return cells, report.books["sources"]["verified"]


CELLS = {"backed": 70, "of": 70, "read": 64, "signed": 6, "computed": 0}


def test_it_balances_with_its_documents(ferry: Path) -> None:
    report = validate(ferry, texts=ferry / "seeds" / "texts")
    assert dict(report.totals) == {}
    assert report.checks.skipped == ()
    assert _balance(report) == (CELLS, 3)


def test_it_balances_without_its_documents_and_says_what_was_not_compared(ferry: Path) -> None:
    report = validate(ferry, texts="")
    assert dict(report.totals) == {}
    assert {each.code for each in report.checks.skipped} >= {"evidence/quote", "figures/list"}
    assert _balance(report) == (CELLS, 0)


def test_it_has_no_program_and_is_in_canonical_form(ferry: Path) -> None:
    assert list(ferry.rglob("*.py")) == []
    assert format_package(ferry, check=True).changed == ()


@pytest.mark.parametrize("texts", ["seeds/texts", ""])
@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("statistics.csv", ",312,", ",321,", "evidence/value"),
        ("statistics.csv", "60,>,", "60,=,", "evidence/value"),
        ("statistics.csv", "12,=,dollar", "12,=,minute", "evidence/unit"),
        ("statistics.csv", "month,capacity,,heron", "month,capacity,,plover", "evidence/thing"),
        ("ships.csv", ",2009", ",2010", "evidence/value"),
        ("events.csv", "agreement,agreement,", "agreement,opening,", "evidence/concludes"),
        ("events.csv", "On 3 April", "On 4 April", "evidence/prose"),
        ("conflicts.csv", "resolved,this", "open,", "conflicts/open"),
        ("figures.csv", "set-aside,,,,,vague", ",,,,,", "figures/unbooked"),
    ],
)
def test_what_is_put_wrong_is_noticed(ferry: Path, file: str, old: str, new: str, code: str, texts: str) -> None:
    table = ferry / "data" / file
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert code in dict(validate(ferry, texts=texts and ferry / texts).totals)


def test_a_quote_that_is_moved_is_noticed_where_the_document_is_at_hand(ferry: Path) -> None:
    evidence = ferry / "data" / "evidence.csv"
    text = evidence.read_text(encoding="utf-8")
    evidence.write_text(text.replace(",Two ships,", ",Ten ships,"), encoding="utf-8")
    assert "evidence/quote" in dict(validate(ferry, texts=ferry / "seeds" / "texts").totals)


def test_the_commands_of_its_readme_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.delenv("TALENT_DATASET_TEXTS", raising=False)
    readme = (root / "examples" / "ferry" / "README.md").read_text(encoding="utf-8")
    commands = [line.split()[2:] for line in readme.splitlines() if line.startswith("$ talent-dataset ")]
    assert [main(command) for command in commands] == [0, 0, 0]
