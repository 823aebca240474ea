"""Lists of words in files of plain text, beside the modules that ask them."""

from __future__ import annotations

from pathlib import Path


def words(language: str, name: str) -> tuple[str, ...]:
    """The words of a file in ``lists``, in order; lines that start with ``#`` are comments."""
    lines = (Path(__file__).parent / language / "lists" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
