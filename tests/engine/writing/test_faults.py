"""Commands that are killed, or fail, at every step of what they write."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from talent_dataset import validate
from talent_dataset.engine.errors import InterruptedWarning
from talent_dataset.engine.writing import recover

if TYPE_CHECKING:
    from tests.engine.writing.conftest import Writer

Files = dict[str, bytes]

MESSY = b"word,id\r\nb,10\r\na,9\r\n"
CLEAN = b"id,word\n9,a\n10,b\n"
OLD = {"out/old": b"old", "out/b/d": b"old"}
NEW = {"out/a": b"new", "out/b/c": b"new"}
KINDS = ("kill", "kill-after", "full", "error")


def package(table: bytes) -> Files:
    """A package of one table, whose descriptor says the size and the hash of its file."""
    words = {
        "name": "words",
        "type": "table",
        "path": "words.csv",
        "bytes": len(table),
        "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
        "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "word"}], "primaryKey": ["id"]},
    }
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": profile, "name": "p", "version": "1.0.0", "created": "2026-01-02T00:00:00Z"}
    return {"datapackage.json": json.dumps({**descriptor, "resources": [words]}).encode(), "words.csv": table}


def put(folder: Path, files: Files) -> None:
    """Have these files in a folder, and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def seen(folder: Path) -> Files:
    """The files that anybody sees."""
    files = {f"/{f.relative_to(folder).as_posix()}": f for f in folder.rglob("*") if f.is_file()}
    return {name[1:]: file.read_bytes() for name, file in files.items() if "/." not in name}


def hidden(folder: Path) -> list[str]:
    """What nobody sees."""
    return sorted(f.name for f in folder.rglob(".*"))


def faults(steps: int, stride: int) -> Iterator[tuple[str, int]]:
    """Each kind of fault, at steps that lie so far apart; each kind begins at another one."""
    return ((kind, at) for number, kind in enumerate(KINDS) for at in range(1 + number, steps + 1, stride))


EACH = pytest.mark.parametrize("stride", [5, pytest.param(1, marks=pytest.mark.full)], ids=["few", "each"])


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder, in memory where there is one: writers wait for the disk."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made there has a name of its own
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@EACH
def test_at_whatever_step_format_fails_each_file_is_whole_and_the_next_run_puts_all_right(
    place: Path, writer: Writer, stride: int
) -> None:
    before, after = package(MESSY), package(CLEAN)
    put(place, before)
    how, steps = writer(place, "format")
    assert (how, seen(place)) == ("0\n", after)
    for kind, at in faults(steps, stride):
        put(place, before)
        writer(place, "format", at=at, kind=kind)
        assert all(data in (before[name], after[name]) for name, data in seen(place).items()), (kind, at)
        assert len(seen(place)) == len(after)
        how, _ = writer(place, "format")
        assert (how[:2], seen(place), hidden(place)) == ("0\n", after, []), (kind, at)
    assert validate(place).is_valid


def test_what_a_killed_run_left_is_removed_by_the_next_and_told(place: Path, writer: Writer) -> None:
    put(place, package(MESSY))
    assert writer(place, "format", at=1, kind="kill", names=["replace"])[0] == "killed"
    assert len(hidden(place)) == 1
    how, _ = writer(place, "format")
    told = "0 warning: A run that wrote words.csv was interrupted; what it left was removed."
    assert (" ".join(how.split()), hidden(place)) == (told, [])


@EACH
@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "two renames"])
def test_at_whatever_step_a_folder_is_replaced_it_is_the_old_or_the_new_one_after_the_next_run(
    place: Path, writer: Writer, stride: int, *, exchanges: bool
) -> None:
    put(place, OLD)
    how, steps = writer(place, "folder", exchanges=exchanges)
    assert (how, seen(place), hidden(place)) == ("0\n", NEW, [])
    for kind, at in faults(steps, stride):
        put(place, OLD)
        writer(place, "folder", at=at, kind=kind, exchanges=exchanges)
        # Where two names change places at once, nobody ever finds no folder.
        assert seen(place) in (OLD, NEW, *([] if exchanges else [{}])), (kind, at)
        how, _ = writer(place, "folder", exchanges=exchanges)
        assert (how[:2], seen(place), hidden(place)) == ("0\n", NEW, []), (kind, at)


def test_a_folder_that_was_killed_between_two_renames_comes_back_with_the_next_writer_beside_it(
    place: Path, writer: Writer
) -> None:
    put(place, OLD)
    writer(place, "folder", at=2, kind="kill", names=["rename"], exchanges=False)
    assert seen(place) == {}
    with pytest.warns(InterruptedWarning) as told:
        recover(place)
    assert [str(one.message) for one in told] == [
        f"A run that wrote {place}/out was interrupted; what it left was finished."
    ]
    assert (seen(place), hidden(place)) == (NEW, [])


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "two renames"])
def test_a_build_over_an_older_one_that_is_killed_as_it_takes_its_place_loses_nothing(
    place: Path, writer: Writer, *, exchanges: bool
) -> None:
    older = {"out/a.txt": b"", "out/SHA256SUMS": f"{hashlib.sha256(b'').hexdigest()}  a.txt\n".encode()}
    put(place, {**package(CLEAN), **older})
    names = ["exchange" if exchanges else "rename"]
    build = ("build", "--out", "out")
    assert writer(place, *build, at=1, kind="kill-after", names=names, exchanges=exchanges)[0] == "killed"
    killed = {name: data for name, data in seen(place).items() if name.startswith("out/")}
    how, _ = writer(place, *build, exchanges=exchanges)
    newer = {name: data for name, data in seen(place).items() if name.startswith("out/")}
    assert (how[:2], killed, hidden(place)) == ("0\n", newer if exchanges else {}, [])
    assert "out/datapackage.json" in newer
    # The older one made room, and nothing of it is left: what was built takes its place all the same.
    assert not older.keys() & newer.keys() - {"out/SHA256SUMS"}


@pytest.mark.parametrize("command", [("validate", "--output", "report.txt"), ("filter", "--out", "sorted")])
def test_a_killed_run_that_wrote_something_new_leaves_nothing_or_all_of_it_and_the_next_tidies_up(
    place: Path, writer: Writer, command: tuple[str, ...]
) -> None:
    put(place, package(CLEAN))
    _, steps = writer(place, *command)
    name = command[-1]
    whole = {path for path in seen(place) if path.startswith(name)}
    for kind, at in faults(steps, 11):
        put(place, package(CLEAN))
        writer(place, *command, at=at, kind=kind)
        written = {path for path in seen(place) if path.startswith(name)}
        assert written in (set(), whole), (kind, at)
        writer(place, *command)
        assert ({path for path in seen(place) if path.startswith(name)}, hidden(place)) == (whole, [])


@EACH
def test_an_entry_that_is_drafted_is_there_whole_or_not_at_all_and_format_makes_the_descriptor_fit(
    root: Path, place: Path, writer: Writer, stride: int
) -> None:
    ferry = root / "examples/ferry"
    files = {f.relative_to(ferry).as_posix(): f.read_bytes() for f in ferry.rglob("*") if f.is_file()}
    evidence = files["data/evidence.csv"]
    left = b"".join(
        line for line in evidence.splitlines(keepends=True) if not line.startswith(b"statistics-price-value-1,")
    )
    assert left != evidence
    before = {**files, "data/evidence.csv": left, "datapackage.json": sealed(files["datapackage.json"], left)}
    draft = ("evidence", "draft", "statistics", "price", "value", "--source", "opening", "--quote", "costs 12 dollars")
    put(place, before)
    how, steps = writer(place, *draft)
    after = seen(place)
    assert (how, after["datapackage.json"]) == ("0\n", sealed(files["datapackage.json"], after["data/evidence.csv"]))
    for kind, at in faults(steps, stride):
        put(place, before)
        writer(place, *draft, at=at, kind=kind)
        assert all(data in (before[name], after[name]) for name, data in seen(place).items()), (kind, at)
        entered = seen(place)["data/evidence.csv"]
        writer(place, "format")
        assert seen(place)["datapackage.json"] == sealed(files["datapackage.json"], entered), (kind, at)
        assert hidden(place) == []


def sealed(descriptor: bytes, evidence: bytes) -> bytes:
    """The descriptor with the hash of the evidence."""
    said = json.loads(descriptor)
    resource = next(one for one in said["resources"] if one["name"] == "evidence")
    resource["hash"] = f"sha256:{hashlib.sha256(evidence).hexdigest()}"
    return json.dumps(said).encode()


def test_of_two_runs_that_replace_a_folder_at_once_one_is_there_whole_whatever_the_order(
    place: Path, writer: Writer, another_writer: Writer
) -> None:
    put(place, OLD)
    _, steps = writer(place, "folder")
    signals = place / "signals"
    for at in range(1, steps + 1, 3):
        put(place, OLD)
        signals.mkdir()
        writer.begin(place, "folder", at=at, kind="wait", signals=str(signals))
        while not (signals / "waiting").exists() and not writer.has_ended():
            time.sleep(0.001)
        # While one waits, another one comes, and leaves alone what the living makes.
        assert another_writer(place, "folder")[0] == "0\n"
        (signals / "go").touch()
        assert writer.end()[0] == "0\n"
        shutil.rmtree(signals)
        assert (seen(place), hidden(place)) == (NEW, []), at
