"""Lines of a file as they stand there."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset import validate
from talent_dataset.engine.descriptor.model import Dialect
from talent_dataset.engine.reading import bytes as module
from talent_dataset.engine.reading.bytes import TextFile, text_source

if TYPE_CHECKING:
    import pytest


def of(text: str, *wanted: int, dialect: Dialect | None = None) -> dict[int, str]:
    return module.lines(text_source(text), dialect or Dialect(), wanted)


def test_lines_are_given_by_their_number_without_their_ends() -> None:
    assert of("a\r\nb\n\nd", 1, 2, 3, 4, 5) == {1: "a", 2: "b", 4: "d"}


def test_the_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("\ufeffid\n川\n".encode())
    assert module.lines(TextFile(tmp_path / "t.csv", mark=3), Dialect(), [1, 2]) == {1: "id", 2: "川"}


def test_lines_that_end_as_the_dialect_says() -> None:
    assert of("a\rb\r", 2, dialect=Dialect(line_terminator="\r")) == {2: "b"}
    assert of("a\rb\r", 1) == {}


def test_a_line_that_nobody_could_read_is_not_shown() -> None:
    long = "x" * (module.LONGEST + 1)
    assert of(f"a\n{long}\nc\n{long}", 1, 2, 3, 4) == {1: "a", 3: "c"}


@given(
    texts=st.lists(st.text(alphabet="ab川,", min_size=1, max_size=30), min_size=1, max_size=30),
    wanted=st.sets(st.integers(1, 31)),
    chunk=st.integers(1, 20),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_the_file_is_cut_for_reading_lines_are_whole(
    texts: list[str], wanted: set[int], chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CHUNK", chunk)
    assert of("\n".join(texts), *wanted) == {n: text for n, text in enumerate(texts, start=1) if n in wanted}


def report(folder: Path, path: str, data: bytes, **more: Any) -> list[tuple[str, int | None, str | None]]:
    (folder / path).write_bytes(data)
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "名"}]}
    resource = {"name": "t", "path": path, "type": "table", "schema": schema, **more}
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return [(issue.code, issue.line, issue.excerpt) for issue in validate(folder / "datapackage.json").issues]


def test_an_issue_has_the_line_in_which_it_stands(tmp_path: Path) -> None:
    assert report(tmp_path, "t.csv", "id,x\n1,甲\nx,乙\n3\n".encode()) == [
        ("header/field-name", 1, "id,x"),
        ("cell/type", 3, "x,乙"),
        ("row/missing-cell", 4, "3"),
    ]


def test_whatever_the_encoding_and_the_compression(tmp_path: Path) -> None:
    data = gzip.compress("id,名\nx,乙\n".encode("gb18030"))
    assert report(tmp_path, "t.csv.gz", data, encoding="gb18030", compression="gz") == [("cell/type", 2, "x,乙")]


def test_formats_without_lines_have_no_excerpts() -> None:
    schema = {"fields": [{"name": "t", "type": "integer", "constraints": {"maximum": 1}}]}
    found = validate({"resources": [{"name": "t", "data": [["t"], [2]], "schema": schema, "type": "table"}]})
    assert [(issue.code, issue.excerpt) for issue in found.issues if issue.code.startswith("cell")] == [
        ("cell/maximum", None)
    ]
