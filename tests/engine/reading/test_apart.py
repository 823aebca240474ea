"""Files that would end the process that reads them end another."""

from __future__ import annotations

import gc
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.reading import apart
from talent_dataset.engine.reading.apart import BrokenFrameError, FrameFile, frame_file

DAMAGED = "it is damaged, or what it says of its sizes is wrong"
FRAME = pl.DataFrame({"a": range(100), "b": ["x" * 20] * 100})


def arrow(frame: pl.DataFrame, **options: Any) -> bytes:
    target = io.BytesIO()
    frame.write_ipc(target, **options)
    return target.getvalue()


def read(file: FrameFile, start: int = 0, size: int = 1_000) -> pl.DataFrame:
    return file.rows(start, size, [pl.col(name) for name in file.schema()])


@pytest.fixture
def sound(tmp_path: Path) -> FrameFile:
    (tmp_path / "sound.arrow").write_bytes(arrow(FRAME))
    return frame_file(tmp_path / "sound.arrow", "arrow")


def test_rows_and_columns_come_as_they_are(sound: FrameFile) -> None:
    assert sound.schema() == FRAME.schema
    assert read(sound).equals(FRAME)
    assert sound.rows(98, 5, [pl.col("a").cast(pl.String)]).rows() == [("98",), ("99",)]
    assert read(sound, 100).rows() == []


def test_a_wild_length_anywhere_in_a_file_is_a_fault_of_the_file_only(sound: FrameFile, tmp_path: Path) -> None:
    data, wild = arrow(FRAME, compression="zstd"), (1 << 47).to_bytes(8, "little")
    ends = set()
    for at in range(0, len(data) - 8, 4):
        path = tmp_path / f"{at}.arrow"
        path.write_bytes(data[:at] + wild + data[at + 8 :])
        try:
            read(frame_file(path, "arrow"))
        except BrokenFrameError as error:
            ends.add(str(error))
    assert DAMAGED in ends
    assert not any("{" in end for end in ends)
    assert read(sound).equals(FRAME)


def test_a_reader_that_dies_is_replaced(sound: FrameFile) -> None:
    assert sound.schema()
    assert sound.reader._process is not None
    sound.reader._process.kill()
    with pytest.raises(BrokenFrameError, match=DAMAGED):
        sound.schema()
    assert read(sound).equals(FRAME)


def test_a_reader_that_takes_too_long_is_ended(sound: FrameFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0)
    with pytest.raises(BrokenFrameError, match=DAMAGED):
        read(sound)


@pytest.mark.skipif(sys.platform != "linux", reason="no other system knows this limit of memory")
def test_a_reader_takes_no_more_memory_than_it_may(sound: FrameFile) -> None:
    many = pl.concat_list([pl.col("a")] * 10).list.eval(pl.element().repeat_by(10_000_000)).explode()
    with pytest.raises(BrokenFrameError, match=DAMAGED):
        sound.rows(0, 100, [many])


def test_files_share_a_reader_that_ends_with_the_last_of_them(sound: FrameFile, tmp_path: Path) -> None:
    other = frame_file(tmp_path / "other.arrow", "arrow")
    assert other.reader is sound.reader
    read(sound)
    process = sound.reader._process
    assert process is not None
    del other
    object.__setattr__(sound, "reader", None)
    gc.collect()
    assert process.returncode == 0


def test_nothing_of_the_current_folder_is_imported(tmp_path: Path) -> None:
    (tmp_path / "polars.py").write_text("raise SystemExit('a stranger ran')")
    (tmp_path / "t.arrow").write_bytes(arrow(FRAME))
    program = "from talent_dataset.engine.reading.apart import frame_file as f; from pathlib import Path; "
    program += f"import os; os.chdir({str(tmp_path)!r}); print(f(Path('t.arrow'), 'arrow').schema().names())"
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("['a', 'b']\n", "")


@pytest.mark.parametrize("name", ["t.arrow", "t.parquet"])
def test_a_file_that_breaks_off_amid_its_rows_is_an_issue(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = io.BytesIO()
    if name == "t.arrow":
        FRAME.write_ipc(target, compression="zstd")
    else:
        FRAME.write_parquet(target)
    data = target.getvalue()
    (tmp_path / name).write_bytes(data[:200] + b"\xff" * 40 + data[240:])
    (tmp_path / "datapackage.json").write_text(f'{{"resources": [{{"name": "t", "path": "{name}", "type": "table"}}]}}')
    report = validate(tmp_path)
    assert "file/format" in report.totals
    assert capfd.readouterr() == ("", "")
