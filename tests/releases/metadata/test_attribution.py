from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from talent_dataset.engine.reading.opening import open_package
from talent_dataset.releases.metadata.attribution import licence_files

LINKED = {"name": "CC-BY-4.0", "title": "Attribution", "path": "https://creativecommons.org/licenses/by/4.0/"}


def texts(folder: Path) -> dict[str, bytes]:
    opened = open_package(folder)
    assert opened.parsed.package is not None
    return dict(licence_files(opened.parsed.package, opened.files))


def table(**more: Any) -> dict[str, Any]:
    return {"name": "t", "path": "t.csv", **more}


def test_the_file_beside_the_descriptor_is_taken(package: Callable[..., Path]) -> None:
    files: dict[str, str | bytes] = {"t.csv": "a\n", "LICENSE.md": "Do as you like.", "COPYING": "old"}
    assert texts(package(files, table(), licenses=[LINKED])) == {"LICENSE.md": b"Do as you like."}


def test_files_that_the_descriptor_names_go_before_it(package: Callable[..., Path]) -> None:
    files: dict[str, str | bytes] = {"t.csv": "a\n", "LICENSE": "x", "legal/terms.txt": "Pay.", "own.txt": "Mine."}
    licensed = package(files, table(licenses=[{"path": "own.txt"}]), licenses=[{"path": "legal/terms.txt"}])
    assert texts(licensed) == {"legal/terms.txt": b"Pay.", "own.txt": b"Mine."}


def test_without_a_file_the_licence_is_named_with_its_link(package: Callable[..., Path]) -> None:
    assert texts(package({"t.csv": "a\n"}, table(), licenses=[LINKED])) == {
        "LICENSE.txt": b"The data are released under:\n\n"
        b"CC-BY-4.0\n  Attribution\n  https://creativecommons.org/licenses/by/4.0/\n"
    }


def test_data_without_a_licence_have_no_file_of_one(package: Callable[..., Path]) -> None:
    assert texts(package({"t.csv": "a\n"}, table())) == {}
