"""The curator's tools, on the example that is declared in its descriptor alone."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from talent_dataset.checking import validate
from talent_dataset.cli import main
from talent_dataset.cli.evidence import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

PRICE = ["statistics", "price", "value", "--source", "opening"]


@pytest.fixture
def ferry(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, in which the commands run."""
    monkeypatch.delenv("TALENT_DATASET_TEXTS", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    folder = shutil.copytree(root / "examples" / "ferry", tmp_path / "ferry")
    monkeypatch.chdir(folder)
    return folder


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _take_out(folder: Path, *ids: str) -> None:
    """Take entries out of the evidence."""
    file = folder / "data" / "evidence.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if line.partition(",")[0] not in ids), encoding="utf-8")


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_by_examples_within_80_columns(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["evidence", name, "--help"])
    shown = capsys.readouterr().out
    assert f"\nexamples:\n  talent-dataset evidence {name}" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_without_a_command_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence"]) == 2
    assert capsys.readouterr().out.startswith("usage: talent-dataset evidence")


# show


@pytest.mark.usefixtures("ferry")
def test_show_gives_the_words_behind_a_cell_with_their_context(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "show", "statistics", "validity", "value"]) == 0
    assert capsys.readouterr().out == (
        "statistics  validity\n"
        "  value, comparator, unit  90 | = | day\n"
        "    stated  notice, characters 217-224  line 4 of notice.txt\n"
        "    ...rooms. Tickets stay valid for [90 days]. Ferry office, Kesmouth, telep...\n"
    )


def test_show_does_without_documents_and_says_so(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(ferry / "seeds" / "texts")
    assert main(["evidence", "show", "statistics", "validity", "value"]) == 0
    shown = capsys.readouterr().out
    assert "    [90 days]\n" in shown
    assert "No context of notice: no folder with documents was given" in shown


def test_show_finds_the_words_in_another_copy_of_the_document(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = ferry / "seeds" / "texts" / "notice.txt"
    copy.write_text("From the web:\n" + copy.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    assert main(["evidence", "show", "statistics", "validity", "value"]) == 0
    assert "    stated  notice, characters 217-224  line 5 of notice.txt, re-anchored\n" in capsys.readouterr().out


def test_show_tells_where_words_stand_that_are_not_at_their_place(
    ferry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = ferry / "data" / "evidence.csv"
    text = evidence.read_text(encoding="utf-8")
    evidence.write_text(text.replace("notice,217,224", "notice,216,223"), encoding="utf-8")
    assert main(["evidence", "show", "statistics", "validity", "value"]) == 0
    assert "characters 216-223  line 4 of notice.txt, elsewhere\n" in capsys.readouterr().out


@pytest.mark.usefixtures("ferry")
def test_show_gives_every_factual_cell_of_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "show", "events", "mondays", "--format", "json"]) == 0
    cells = _json(capsys)
    assert [(each["cells"], len(each["entries"])) for each in cells] == [
        ({"kind": "timetable"}, 1),
        ({"held_on": "2022-06-01"}, 1),
    ]
    assert cells[0]["entries"][0]["concludes"] == "timetable"


@pytest.mark.usefixtures("ferry")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["statistic", "price"], "There is no table 'statistic' whose cells need evidence."),
        (["evidence", "e"], "There is no table 'evidence' whose cells need evidence."),
        (["statistics", "prize"], "'statistics' has no row 'prize'."),
        (["statistics", "price", "valu"], "'statistics' has no field 'valu'."),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evidence", "show", *words]) == 2
    assert f"error: {message}\n" in capsys.readouterr().err


def test_a_package_without_books_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    assert main(["evidence", "missing"]) == 2
    assert "keeps no books that could be used" in capsys.readouterr().err


# missing


@pytest.mark.usefixtures("ferry")
def test_nothing_is_missing_where_the_books_balance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "missing"]) == 0
    assert capsys.readouterr().out == "70 of 70 factual cells are borne out.\n"


def test_missing_lists_cells_that_are_said_together_once(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _take_out(ferry, "statistics-validity-value-1", "statistics-validity-line-id-1")
    assert main(["evidence", "missing"]) == 1
    assert capsys.readouterr().out == (
        "statistics  validity\n"
        "  line_id                  grey-strait\n"
        "  value, comparator, unit  90 | = | day\n"
        "\n"
        "66 of 70 factual cells are borne out.\n"
    )


def test_missing_tells_entries_that_do_not_bear_their_cell_out(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = ferry / "data" / "ships.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2009", "2010"), encoding="utf-8")
    assert main(["evidence", "missing", "ships", "heron", "--format", "json"]) == 1
    assert {(each["entry"], each["code"]) for each in _json(capsys)} == {
        ("ships-heron-built-1", "evidence/value"),
        ("ships-heron-built-2", "evidence/value"),
    }
    assert main(["evidence", "missing", "lines"]) == 0


# draft


def test_a_draft_writes_the_entry_that_was_there_before(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _rows(ferry, "evidence")
    _take_out(ferry, "statistics-price-value-1")
    assert main(["evidence", "draft", *PRICE, "--quote", "costs 12 dollars"]) == 0
    shown = capsys.readouterr().out
    assert "  value  12  (read by machine)\n" in shown
    assert shown.endswith("evidence.csv. 70 of 70 factual cells are borne out.\n")
    assert _rows(ferry, "evidence") == before
    assert validate(ferry, texts=ferry / "seeds" / "texts").is_valid


def test_a_dry_run_prints_the_row_and_writes_nothing(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _take_out(ferry, "statistics-price-value-1")
    before = _rows(ferry, "evidence")
    assert main(["evidence", "draft", *PRICE, "--quote", "costs 12 dollars", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("statistics-price-value-1\n")
    assert "\nstatistics-price-value-1,statistics,price,value,opening," in shown
    assert _rows(ferry, "evidence") == before


def test_a_cell_may_be_computed_from_others_of_its_row(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _take_out(ferry, "ships-plover-name-en-1")
    computed = ["--basis", "computed", "--derivation", "upper(left(ship_id, 1)) || substr(ship_id, 2)"]
    assert main(["evidence", "draft", "ships", "plover", "name_en", *computed]) == 0
    assert "  name_en  Plover  (computed)\n" in capsys.readouterr().out
    assert validate(ferry, texts=ferry / "seeds" / "texts").is_valid


def test_a_draft_reads_damaged_words_by_their_repair(ferry: Path) -> None:
    _take_out(ferry, "statistics-passengers-first-month-value-1")
    quote = ["--source", "month", "--quote", "旅客近三万人(ren)次"]
    assert main(["evidence", "draft", "statistics", "passengers-first-month", "unit", *quote]) == 0
    entry = next(
        row for row in _rows(ferry, "evidence") if row["row_id"] == "passengers-first-month" and row["field"] == "value"
    )
    assert entry["quote_restored"] == "旅客近三万人次"


def test_a_draft_for_several_rows_is_written_as_a_whole_or_not_at_all(ferry: Path) -> None:
    before = _rows(ferry, "evidence")
    quote = ["--source", "opening", "--quote", "costs 12 dollars"]
    assert main(["evidence", "draft", "statistics", "price", "value", "--also", "validity", *quote]) == 1
    assert _rows(ferry, "evidence") == before


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([*PRICE, "--quote", "12 euros"], 2, "opening does not say '12 euros'."),
        ([*PRICE, "--quote", "二〇〇九年"], 2, "month does."),
        ([*PRICE, "--quote", "Heron"], 2, "The words stand 2 times in opening."),
        ([*PRICE, "--quote", "Heron", "--nth", "3"], 2, "There is no place 3"),
        ([*PRICE, "--quote", "Heron", "--nth", "0"], 2, "There is no place 0"),
        ([*PRICE, "--quote", "about 50 minutes"], 1, "The number 12 is not what the quote 'about 50 minutes' says"),
        ([*PRICE], 2, "--basis stated needs --quote."),
        ([*PRICE, "--quote", "costs", "--derivation", "1"], 2, "--basis stated takes no --derivation."),
        (["statistics", "price", "value", "--source", "closing", "--quote", "x"], 2, "There is no source 'closing'"),
        (["statistics", "price", "indicator", "--source", "opening", "--quote", "x"], 2, "'indicator' is editorial"),
        (["statistics", "price", "period", "--source", "opening", "--quote", "x"], 2, "'period' of 'price' is empty."),
        (["events", "opening", "kind", "--source", "opening", "--quote", "sailed"], 1, "vouch for it with --sign"),
        (["statistics", "price", "value", "--basis", "reference"], 2, "--basis reference needs --reason."),
        (
            ["events", "opening", "kind", "--sign", "--source", "month", "--quote", "码头附近的小店也因此热闹起来"],
            1, "Quotes cover 35.8% of month",
        ),
        (
            ["events", "opening", "kind", "--sign", "--source", "opening", "--quote",
             "School choirs sang on both quays, and the fishing boats of Kesmouth sounded"],
            1, "The quote has 75 characters",
        ),
    ],
)  # fmt: skip
def test_a_draft_that_does_not_hold_is_refused_with_the_reason(
    ferry: Path, words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _rows(ferry, "evidence")
    assert main(["evidence", "draft", *words]) == code
    assert message in " ".join(capsys.readouterr().err.split())
    assert _rows(ferry, "evidence") == before


@pytest.mark.usefixtures("ferry")
def test_a_draft_needs_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "draft", *PRICE, "--quote", "costs", "--texts", ""]) == 2
    assert "The document of opening is not there" in capsys.readouterr().err


# figures and book


def test_figures_shows_those_that_are_not_booked_first(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _take_out(ferry, "statistics-validity-value-1")
    assert main(["evidence", "figures", "notice"]) == 1
    assert capsys.readouterr().out == (
        "notice-0217  duration  90 days\n"
        "    ...rooms. Tickets stay valid for [90 days]. Ferry office, Kesmouth, telep...\n"
        "notice-0027  1 June 2022  events  mondays  held_on\n"
        "notice-0261  555          set aside, metadata\n"
        "\n"
        "3 figures: 1 captured, 1 set aside, 1 unbooked\n"
    )


@pytest.mark.usefixtures("ferry")
def test_figures_can_be_read_by_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "figures", "notice", "--format", "json"]) == 0
    assert [(each["figure_id"], each["fate"], each["captured_by"]) for each in _json(capsys)] == [
        ("notice-0027", "captured", {"table": "events", "row_id": "mondays", "field": "held_on"}),
        ("notice-0217", "captured", {"table": "statistics", "row_id": "validity", "field": "value"}),
        ("notice-0261", "set-aside", None),
    ]


def test_a_booking_is_taken_back_and_made_again(ferry: Path) -> None:
    before = _rows(ferry, "figures")
    assert main(["evidence", "book", "notice-0261", "--clear"]) == 0
    assert [row["booked_as"] for row in _rows(ferry, "figures") if row["figure_id"] == "notice-0261"] == [""]
    assert main(["evidence", "book", "notice-0261", "--set-aside", "metadata"]) == 0
    assert _rows(ferry, "figures") == before


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["notice-0262", "--set-aside", "vague"], 2, "There is no figure 'notice-0262'."),
        (["notice-0261", "--set-aside", "vag"], 2, "A figure is not set aside as 'vag'."),
        (["notice-0217", "--set-aside", "vague"], 1, "The figure is captured by statistics, validity, value"),
        (["opening-0231", "--set-aside", "vague"], 1, "Say it with --note."),
        (["opening-0231", "--duplicate-of", "notice-0217"], 1, "does not say the same"),
    ],
)
def test_a_booking_that_does_not_hold_is_refused_with_the_reason(
    ferry: Path, words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _rows(ferry, "figures")
    assert main(["evidence", "book", *words]) == code
    assert message in " ".join(capsys.readouterr().err.split())
    assert _rows(ferry, "figures") == before


@pytest.mark.parametrize("words", [["figures", "notice"], ["book", "notice-0261", "--clear"]])
def test_books_without_figures_are_told(ferry: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    descriptor = json.loads((ferry / "datapackage.json").read_text(encoding="utf-8"))
    del descriptor["proof:data"]["books"]["figures"]
    (ferry / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert main(["evidence", *words]) == 2
    assert "have no table of figures" in capsys.readouterr().err


# init


def test_books_are_added_to_a_package_and_what_stands_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = {"name": "towns", "path": "towns.csv", "schema": {"fields": [{"name": "id"}]}}
    books = {"things": [{"resource": "towns", "names": ["id"]}]}
    descriptor = {"name": "mine", "resources": [own], "proof:data": {"books": books}}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (tmp_path / "towns.csv").write_text("id\n", encoding="utf-8")
    assert main(["evidence", "init"]) == 0
    new = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert new["resources"][0] == own
    assert new["proof:data"]["books"] == {
        **{name: name for name in ("sources", "evidence", "figures", "repairs", "conflicts")},
        "things": [*books["things"], {"resource": "sources", "names": ["title"]}],
    }
    assert dict(validate(tmp_path, texts="").totals) == {}


def test_a_package_with_books_is_left_alone(ferry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (ferry / "datapackage.json").read_bytes()
    assert main(["evidence", "init"]) == 1
    assert "keeps books already" in capsys.readouterr().err
    assert (ferry / "datapackage.json").read_bytes() == before


def test_an_empty_folder_becomes_a_package_with_books(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "My Tools").mkdir()
    assert main(["evidence", "init", str(tmp_path / "My Tools")]) == 0
    assert json.loads((tmp_path / "My Tools" / "datapackage.json").read_text(encoding="utf-8"))["name"] == "my-tools"
    assert main(["evidence", "missing", "--package", str(tmp_path / "My Tools")]) == 0
    assert capsys.readouterr().out.endswith("0 of 0 factual cells are borne out.\n")
