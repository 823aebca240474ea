"""The vocabulary names what is there, and no word twice."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest


def rows(root: Path) -> list[list[str]]:
    """The cells of each word: the word, in Chinese, what it means, where it stands, what it is not called."""
    lines = (root / "docs" / "vocabulary.md").read_text(encoding="utf-8").splitlines()
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [cells for cells in found if cells[0] != "word"]


def test_each_word_has_one_meaning(root: Path) -> None:
    words = [word.strip() for cells in rows(root) for word in cells[0].split(",")]
    assert sorted(words) == sorted(set(words))
    assert all(len(cells) == 5 and cells[2] and cells[3] and cells[4] for cells in rows(root))


def named(root: Path) -> list[str]:
    dotted = re.compile(r"`([a-z_]+(?:\.\w+)*)`")
    return sorted({name for cells in rows(root) for name in dotted.findall(cells[3]) if name != "__init__.py"})


def test_what_the_vocabulary_names_is_there(root: Path) -> None:
    assert [name for name in named(root) if not _is_there(f"talent_dataset.{name}")] == []


def _is_there(name: str) -> bool:
    module, _, attribute = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        try:
            return hasattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError:
            return False
    return True


@pytest.mark.parametrize("name", ["talent_dataset.no_module", "talent_dataset.engine.issues.NoClass"])
def test_what_is_not_there_is_seen(name: str) -> None:
    assert not _is_there(name)
