from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.errors import CannotCheckError, InvalidDataError
from talent_dataset.release.format import Formatted, format_package

SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "word"}], "primaryKey": ["id"]}
WORDS: dict[str, Any] = {"name": "words", "type": "table", "path": "data/words.csv", "schema": SCHEMA}
MESSY = "word,id\r\nb,10\r\na,9\r\n"
CLEAN = b"id,word\n9,a\n10,b\n"


def test_a_file_is_brought_into_canonical_form_and_stays_so(package: Callable[..., Path]) -> None:
    folder = package({"data/words.csv": MESSY}, WORDS)
    assert format_package(folder) == Formatted(("data/words.csv",), ("data/words.csv",))
    assert (folder / "data/words.csv").read_bytes() == CLEAN
    assert format_package(folder).was_canonical


def test_a_check_writes_nothing(package: Callable[..., Path]) -> None:
    folder = package({"data/words.csv": MESSY}, WORDS)
    assert not format_package(folder, check=True).was_canonical
    assert (folder / "data/words.csv").read_bytes() == MESSY.encode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"schema": None}, "it has no schema"),
        ({"path": ["data/words.csv", "data/more.csv"]}, "it is not one plain file on this disk"),
        ({"path": "data/words.csv.gz", "compression": "gz"}, "it is not one plain file on this disk"),
        ({"path": None, "data": [{"id": 1}]}, "it is not one plain file on this disk"),
        ({"path": "data/words.json", "format": "json"}, "it is not CSV"),
        ({"encoding": "gbk"}, "its encoding is gbk"),
        ({"dialect": {"commentChar": "#"}}, "its dialect has more than a delimiter and a quote"),
        ({"dialect": {"delimiter": "||"}}, "its dialect has more than a delimiter and a quote"),
        ({"dialect": {"header": False}}, "its dialect has more than a delimiter and a quote"),
    ],
)
def test_what_has_no_canonical_form_is_left_alone_with_the_reason(
    package: Callable[..., Path], change: dict[str, Any], reason: str
) -> None:
    resource = {name: value for name, value in {**WORDS, **change}.items() if value is not None}
    folder = package({"data/words.csv": MESSY, "data/more.csv": MESSY}, resource)
    assert format_package(folder) == Formatted((), (), (("words", reason),))
    assert (folder / "data/words.csv").read_bytes() == MESSY.encode()


def test_nothing_is_written_when_one_table_is_broken(package: Callable[..., Path]) -> None:
    broken = {**WORDS, "name": "broken", "path": "data/broken.csv"}
    folder = package({"data/words.csv": MESSY, "data/broken.csv": "id,word\n1\n"}, WORDS, broken)
    with pytest.raises(InvalidDataError) as caught:
        format_package(folder)
    assert caught.value.message == (
        "data/broken.csv cannot be formatted: line 2 ends a record of 1 cells, the header has 2."
    )
    assert (folder / "data/words.csv").read_bytes() == MESSY.encode()


def test_bytes_that_are_not_utf8_are_not_formatted(package: Callable[..., Path]) -> None:
    folder = package({"data/words.csv": b"id,word\n1,\xff\n"}, WORDS)
    with pytest.raises(InvalidDataError, match=r"data/words\.csv cannot be formatted: it is not UTF-8\."):
        format_package(folder)


def test_a_file_that_is_not_there_is_named(package: Callable[..., Path]) -> None:
    with pytest.raises(InvalidDataError, match=r"There is no file data/words\.csv\."):
        format_package(package({"x": ""}, WORDS))


def test_a_descriptor_that_cannot_be_used_is_an_error(package: Callable[..., Path]) -> None:
    folder = package({"x": ""})
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidDataError, match="cannot be used"):
        format_package(folder)


def test_a_folder_without_a_package_cannot_be_formatted(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match=r"holds no datapackage\.json"):
        format_package(tmp_path)


def test_a_folder_that_may_not_be_written_is_named(
    package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = package({"data/words.csv": MESSY}, WORDS)
    # Modes do not bind the superuser, whom tests may run as.
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(CannotCheckError, match=r"words\.csv cannot be written: Permission denied\."):
        format_package(folder)
