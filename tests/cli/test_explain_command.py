"""``talent-dataset explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.cli import main
from talent_dataset.render.explanation import explanations

if TYPE_CHECKING:
    import pytest


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "row/primary-key"]) == 0
    assert capsys.readouterr().out.startswith("row/primary-key  error\nA primary key is repeated.\n\nrule\n")


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(explanations())


def test_a_misspelt_code_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "cell/tpye"]) == 2
    assert capsys.readouterr().err == (
        "error: There is no code 'cell/tpye'.\n"
        "       Did you mean cell/type? `talent-dataset explain` lists all codes.\n"
    )
