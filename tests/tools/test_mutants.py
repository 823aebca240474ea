"""The mutants of the full tier: each still finds what it is to break."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("mutants", ROOT / "tools" / "mutants.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutants"] = module
    spec.loader.exec_module(module)
    return module


def test_every_mutant_breaks_one_place_that_is_there_and_names_tests_that_are(tool: ModuleType) -> None:
    for name, mutant in tool.MUTANTS.items():
        text = (ROOT / "src" / "talent_dataset" / mutant.file).read_text(encoding="utf-8")
        assert tool.mutated(text, name, mutant) != text
        assert all((ROOT / each).exists() for each in mutant.tests), name


def test_a_mutant_that_no_longer_fits_is_told(tool: ModuleType) -> None:
    name, mutant = next(iter(tool.MUTANTS.items()))
    with pytest.raises(SystemExit, match=r"stands 0 times in engine/reading/types/kind\.py"):
        tool.mutated("nothing of the kind", name, mutant)


def test_an_unknown_mutant_is_refused_with_the_names_there_are(
    tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(["nope"]) == 2
    assert "no such mutant: nope (there are: bound, length, required" in capsys.readouterr().out
