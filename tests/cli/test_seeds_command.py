"""``talent-dataset seeds``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talent_dataset.cli import main

TEXT = "On 3 May 2021 the town of Linden opened a fair for 1,200 people at 35 mills."
MEASURED = (
    "source_id",
    "file",
    "sha256",
    "bytes",
    "characters",
    "language",
    "figure_count",
    "figures_sha256",
    "finder",
)
LISTED = (
    "figure_id", "source_id", "start", "end", "text", "kind", "value", "upper", "comparator", "scale", "unit", "date",
    "idiom", "booked_as", "duplicate_of", "reason", "note",
)  # fmt: skip
PLACED = ("evidence_id", "table", "row_id", "field", "source_id", "start", "end", "quote", "basis")
SCANNED = """\
fair  fair.txt  a new source
    en, 76 characters, 76 bytes
    3 figures: 3 new

written: data/sources.csv
written: data/figures.csv
written: data/evidence.csv
written: seeds/manifest.csv
`talent-dataset evidence figures fair` shows the figures that are not booked
yet.
"""


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of which there is nothing but a descriptor, and a document."""
    tables = {"sources": MEASURED, "evidence": PLACED, "figures": LISTED}
    books = {name: name for name in tables}
    resources = [
        {
            "name": name,
            "path": f"data/{name}.csv",
            "schema": {"fields": [{"name": each} for each in fields], "primaryKey": [fields[0]]},
        }
        for name, fields in tables.items()
    ]
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    package = {"$schema": profile, "name": "fresh", "proof:data": {"books": books}, "resources": resources}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (tmp_path / "seeds" / "texts").mkdir(parents=True)
    (tmp_path / "seeds" / "texts" / "fair.txt").write_bytes(TEXT.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_a_new_document_fills_the_books_of_a_fresh_package(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seeds", "scan", "seeds/texts/fair.txt"]) == 0
    assert capsys.readouterr().out == SCANNED
    assert [row["text"] for row in rows(fresh / "data" / "figures.csv")] == ["3 May 2021", "1,200", "35"]
    (source,) = rows(fresh / "data" / "sources.csv")
    (listed,) = rows(fresh / "seeds" / "manifest.csv")
    assert listed == {name: source[name] for name in listed}
    assert (source["file"], source["figure_count"]) == ("fair.txt", "3")


def test_scanning_again_writes_nothing(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["seeds", "scan", "seeds/texts/fair.txt"])
    before = {file: file.read_bytes() for file in fresh.rglob("*.csv")}
    capsys.readouterr()
    assert main(["seeds", "scan", "seeds/texts/fair.txt"]) == 0
    assert "3 figures: 3 as they were\n\nnothing to write: the books have it all\n" in capsys.readouterr().out
    assert {file: file.read_bytes() for file in fresh.rglob("*.csv")} == before


def test_bookings_are_kept(fresh: Path) -> None:
    main(["seeds", "scan", "seeds/texts/fair.txt"])
    figures = fresh / "data" / "figures.csv"
    booked = figures.read_text("utf-8").replace("mills,,false,,,,", "mills,,false,set-aside,,background,Not ours.")
    figures.write_text(booked, encoding="utf-8")
    assert main(["seeds", "scan", "seeds/texts/fair.txt"]) == 0
    assert figures.read_text("utf-8") == booked


def test_a_dry_run_writes_nothing(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seeds", "scan", "seeds/texts/fair.txt", "--dry-run"]) == 0
    assert capsys.readouterr().out.endswith("nothing written, as this is a dry run\n")
    assert list(fresh.rglob("*.csv")) == []


def test_what_has_changed_is_told(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["seeds", "scan", "seeds/texts/fair.txt"])
    document = fresh / "seeds" / "texts" / "fair.txt"
    document.write_bytes(TEXT.replace("35 mills", "9 dogs").encode())
    capsys.readouterr()
    assert main(["seeds", "scan", str(document)]) == 2
    assert "has not the bytes of the source fair" in capsys.readouterr().err
    assert main(["seeds", "scan", str(document), "--source", "fair"]) == 0
    told = capsys.readouterr().out.splitlines()[:5]
    assert told == [
        "fair  fair.txt  its bytes have changed",
        "    en, 74 characters, 74 bytes",
        "    3 figures: 2 as they were, 1 new, 1 gone",
        "    + '9' at 67  dogs",
        "    - '35'  was not booked",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["scan", "gone.txt"], "error: There is no document gone.txt."),
        (["scan", "a.txt", "b.txt", "--source", "x"], "error: --source names one document, and several are given."),
        (["scan", "seeds/texts/fair.txt", "--package", "gone"], "error: "),
    ],
)
def test_a_wrong_call_is_told(fresh: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert fresh.is_dir()
    assert main(["seeds", *words]) == 2
    assert capsys.readouterr().err.startswith(message)


def test_documents_and_lists_that_agree_stand(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["seeds", "scan", "seeds/texts/fair.txt"])
    (fresh / "seeds" / "texts" / "fair.txt").rename(fresh / "seeds" / "texts" / "any-name.txt")
    capsys.readouterr()
    assert main(["seeds", "check"]) == 0
    assert capsys.readouterr().out == "fair  stands       any-name.txt\n\n1 of 1 document stands\n"


def test_a_document_that_is_not_at_hand_could_not_be_checked(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["seeds", "scan", "seeds/texts/fair.txt"])
    (fresh / "seeds" / "texts" / "fair.txt").unlink()
    capsys.readouterr()
    assert main(["seeds", "check"]) == 2
    assert capsys.readouterr().out.startswith("fair  not at hand\n")


def test_a_list_that_is_not_that_of_the_document_differs(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["seeds", "scan", "seeds/texts/fair.txt"])
    figures = fresh / "data" / "figures.csv"
    figures.write_text("".join(figures.read_text("utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    capsys.readouterr()
    assert main(["seeds", "check"]) == 1
    assert capsys.readouterr().out.startswith("fair  differs      fair.txt\n")


def test_a_manifest_that_says_otherwise_differs(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["seeds", "scan", "seeds/texts/fair.txt"])
    manifest = fresh / "seeds" / "manifest.csv"
    manifest.write_text(manifest.read_text("utf-8").replace(",76,76,", ",76,75,"), encoding="utf-8")
    capsys.readouterr()
    assert main(["seeds", "check", "--format", "json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["state"], told["said"]) == ("differs", "The manifest says otherwise: characters.")


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seeds"]) == 2
    assert capsys.readouterr().out.startswith("usage: talent-dataset seeds")
