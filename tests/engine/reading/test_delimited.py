from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import Dialect
from talent_dataset.engine.reading.bytes import TextFile
from talent_dataset.engine.reading.delimited import Head, join, read_head


def head(folder: Path, text: str, **dialect: Any) -> Head:
    path = folder / "t.csv"
    path.write_bytes(text.encode())
    mark = 3 if text.startswith("\ufeff") else 0
    return read_head(TextFile(path, mark=mark), Dialect(**dialect, declared=frozenset({_camel(k) for k in dialect})))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


@pytest.mark.parametrize(
    ("text", "dialect", "labels", "place"),
    [
        ("a,b\n1,2\n", {}, ("a", "b"), (2, 2, 4)),
        ("\ufeffa,b\n1,2\n", {}, ("a", "b"), (2, 2, 7)),
        ('"a\nb",é\r\n1,2\n', {}, ("a\nb", "é"), (2, 3, 10)),
        ("a,b\n1,2\n", {"header": False}, None, (1, 1, 0)),
        ("# x\na,b\n1,2\n", {"comment_char": "#"}, ("a", "b"), (3, 3, 8)),
        ("title\na,b\n1,2\n", {"comment_rows": (1,)}, ("a", "b"), (3, 3, 10)),
        ("title\na,b\n1,2\n", {"header_rows": (2,)}, ("a", "b"), (3, 3, 10)),
        ("# x\na,b\n1,2\n", {"header_rows": (1,), "comment_char": "#"}, ("a", "b"), (3, 3, 8)),
        ("fruit\nid,name\n1,2\n", {"header_rows": (1, 2)}, ("fruit id", "fruit name"), (3, 3, 14)),
        ("fruit\nid,name\n1,2\n", {"header_rows": (1, 2), "header_join": "-"}, ("fruit-id", "fruit-name"), (3, 3, 14)),
        ("", {}, None, (1, 1, 0)),
        ("\n\n", {}, None, (3, 3, 2)),
    ],
)
def test_the_header_and_where_the_records_begin(
    text: str, dialect: dict[str, Any], labels: tuple[str, ...] | None, place: tuple[int, int, int], tmp_path: Path
) -> None:
    found = head(tmp_path, text, **dialect)
    assert (found.labels, (found.row, found.line, found.offset)) == (labels, place)


def test_the_first_record_gives_the_width_where_there_is_no_header(tmp_path: Path) -> None:
    assert head(tmp_path, "\n#c\n1,2,3\n1\n", header=False, comment_char="#").width == 3


def test_cells_above_stand_for_the_columns_to_their_right() -> None:
    assert join([["id", "fruit", "", "veg"], ["", "name", "count", "name", "count"]], " ") == (
        "id",
        "fruit name",
        "fruit count",
        "veg name",
        "veg count",
    )
