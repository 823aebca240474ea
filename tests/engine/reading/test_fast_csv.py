from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.model import Dialect
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading import delimited, fast_csv, fast_csv_proof
from talent_dataset.engine.reading.bytes import TextFile
from talent_dataset.engine.reading.delimited import Start
from talent_dataset.engine.reading.fast_csv import Plain, is_plain
from talent_dataset.engine.reading.table import Batch, Faults

BYTES = st.lists(
    st.sampled_from(
        [
            b"a",
            b"b,c",
            b",",
            b'"',
            b"\n",
            b"\r\n",
            b'"x"',
            b'"a,\nb"',
            b'""',
            b"\r",
            b"\xef\xbb\xbf",
            b"\x01",
            b"\xc3\xa9",
            b" ",
            b"\0",
        ]
    ),
    max_size=24,
).map(b"".join)


def rows(batches: list[Batch], width: int) -> dict[str, Any]:
    frames = [batch.frame for batch in batches]
    found: dict[str, Any] = {"cells": [row for frame in frames for row in frame.rows()], "row": []}
    for batch in batches:
        consecutive = range(batch.first_row, batch.first_row + batch.frame.height)
        found["row"] += list(consecutive) if batch.rows is None else batch.rows.to_list()
    for name in ("extra", "blank"):
        found[name] = [row for b in batches for row in (getattr(b, name) if getattr(b, name) is not None else [])]
    found["issues"] = [issue for batch in batches for issue in batch.issues]
    assert all(frame.columns == [str(n) for n in range(width)] for frame in frames)
    assert all(dtype == pl.String for frame in frames for dtype in frame.dtypes)
    return found


def both(data: bytes, width: int, folder: Path, size: int) -> tuple[dict[str, Any], dict[str, Any], Plain, TextFile]:
    path = folder / "t.csv"
    path.write_bytes(data)
    source, start = TextFile(path), Start(1, 1, 0)
    names = tuple(f"c{n}" for n in range(width))
    fast_issues: list[Issue] = []
    slow_issues: list[Issue] = []
    plain = Plain(source, Dialect(), start, Faults("t", "t.csv", names), fast_issues, size=size)
    fast = rows(list(plain.batches()), width)
    slow = rows(list(delimited.batches(source, Dialect(), start, Faults("t", "t.csv", names), slow_issues)), width)
    return fast | {"late": fast_issues}, slow | {"late": slow_issues}, plain, source


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=BYTES, width=st.integers(1, 3), size=st.sampled_from([1, 7, 1000]))
def test_the_fast_path_reads_what_the_tokenizer_reads(data: bytes, width: int, size: int, tmp_path: Path) -> None:
    fast, slow, plain, source = both(data, width, tmp_path, size)
    assert fast == slow
    wanted = [(row, position) for row in fast["row"] for position in (None, 0, width - 1)]
    assert plain.locate(wanted) == delimited.locate(source, Dialect(), Start(1, 1, 0), wanted)


@pytest.mark.parametrize("data", [b"a,b\r", b'a,"b"\r', b"\r", b"a,b\n\r"])
def test_a_carriage_return_that_ends_the_file_is_not_taken_for_half_a_line_end(data: bytes, tmp_path: Path) -> None:
    fast, slow, _, _ = both(data, 2, tmp_path, 1000)
    assert fast == slow


def test_a_stray_quote_is_read_slowly_and_the_rest_fast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_csv, "SMALLEST_CHUNK", 16)
    data = b"1,aaaa\n" * 40 + b'2,5" pipe\n' + b"3,bbbb\n" * 40
    fast, slow, plain, source = both(data, 2, tmp_path, 64)
    assert fast == slow
    wanted = [(row, 1) for row in fast["row"]]
    assert plain.locate(wanted) == delimited.locate(source, Dialect(), Start(1, 1, 0), wanted)
    assert [stretch.is_proved for stretch in plain._stretches].count(False) == 1


def test_reading_goes_on_behind_bad_bytes_however_late(tmp_path: Path) -> None:
    data = b"1,a\n" * 1000 + b"2,\xff\n" + b"3,b\n" * 10
    fast, slow, _, _ = both(data, 2, tmp_path, 100)
    assert fast == slow
    assert (len(fast["cells"]), fast["cells"][1000], fast["late"]) == (1011, ("2", "\ufffd"), [])


@pytest.mark.parametrize(
    "dialect",
    [
        Dialect(skip_initial_space=True),
        Dialect(comment_char="#"),
        Dialect(comment_rows=(5,)),
        Dialect(delimiter="||"),
        Dialect(delimiter="§"),
        Dialect(line_terminator=";"),
        Dialect(line_terminator="\r"),
        Dialect(quote_char="”"),
        Dialect(escape_char="\\"),
        Dialect(double_quote=False),
    ],
)
def test_odd_dialects_are_left_to_the_tokenizer(dialect: Dialect, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n")
    assert is_plain(TextFile(path), Dialect(), Start(2, 2, 4))
    assert not is_plain(TextFile(path), dialect, Start(2, 2, 4))


def test_a_file_with_an_old_end_mark_is_left_to_the_tokenizer(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n\x1a")
    assert not is_plain(TextFile(path), Dialect(), Start(1, 1, 0))


def test_chunks_are_of_a_size_that_bounds_memory() -> None:
    assert fast_csv_proof.CHUNK_BYTES <= 1 << 25
