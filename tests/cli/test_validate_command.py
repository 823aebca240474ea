"""``talent-dataset validate`` on real packages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from talent_dataset.cli import main
from talent_dataset.render.json_text import report_schema

SCHEMA = {"fields": [{"name": "id"}, {"name": "名称"}, {"name": "ordinal", "type": "integer"}], "primaryKey": ["id"]}
GOOD = "id,名称,ordinal\nlaunch,发布会,1\nforum,论坛,2\n"
BAD = "id,名称,ordinal\nlaunch,发布会,first\nforum,论坛,2\nlaunch,会议,3\n"

NO_REASON = """\
error: row/blank: a rule is silenced without a reason
       Add the reason; it is shown in every report.
"""


def _package(folder: Path, text: str, **properties: Any) -> Path:
    """A package of one table."""
    folder.mkdir(exist_ok=True)
    resource = {"name": "events", "path": "events.csv", "schema": SCHEMA, **properties}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": profile, "name": "example", "version": "1.0.0", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "events.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test runs in a folder of its own, as wide as a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def _out(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, times left out."""
    return re.sub(r"in \d+\.\d s", "in 0.0 s", capsys.readouterr().out)


def test_a_valid_package_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path("p"), GOOD)
    assert main(["validate", "p"]) == 0
    lines = _out(capsys).splitlines()
    assert lines[0] == "example  1.0.0  datapackage.json"
    assert lines[3].split()[:3] == ["events", "2", "3"]
    assert lines[-2] == "Valid."


def test_an_invalid_package_exits_with_1_and_each_issue_has_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path("p"), BAD)
    assert main(["validate", "p/datapackage.json"]) == 1
    shown = _out(capsys)
    assert (
        "\np/events.csv:2:12  error  cell/type\n    at    resource events, row 2, field ordinal, key id=launch\n"
        in shown
    )
    assert "\n      2 | launch,发布会,first\n        |               ^^^^^\n" in shown
    assert "\np/events.csv:4:1  error  row/primary-key\n    at    resource events, row 4, key id=launch\n" in shown
    assert "\ntotals\n    cell/type        1\n    row/primary-key  1\n" in shown
    assert "\nNot valid: 2 errors.\n" in shown


def test_the_package_of_the_folder_needs_no_path(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), BAD)
    assert main(["validate"]) == 1
    assert "\nevents.csv:2:12  error  cell/type\n" in _out(capsys)


def test_a_zip_is_a_package(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.make_archive("p", "zip", _package(Path("p"), BAD))
    assert main(["validate", "p.zip"]) == 1
    assert "\np.zip/events.csv:2:12  error  cell/type\n" in _out(capsys)


def test_a_path_that_is_not_there_exits_with_2_and_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "nowhere"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("error: ")
    assert "nowhere" in printed.err


def test_a_folder_without_a_package_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert main(["validate", "empty"]) == 2
    assert "datapackage.json" in capsys.readouterr().err


def test_no_path_and_no_package_exits_with_2_and_never_checks_our_own_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 2
    assert capsys.readouterr().err.startswith("error: There is no package here")


def test_a_broken_descriptor_is_a_report_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    Path("datapackage.json").write_text('{"resources": [}', encoding="utf-8")
    assert main(["validate"]) == 1
    assert "error  descriptor/json\n" in _out(capsys)


def test_a_missing_data_file_is_a_report_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), GOOD)
    Path("events.csv").unlink()
    assert main(["validate"]) == 1
    assert "events.csv  error  file/missing\n" in _out(capsys)


def test_json_keeps_to_the_published_schema(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), BAD)
    assert main(["validate", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(report_schema()).validate(report)
    assert report["valid"] is False
    assert report["package"] == {"name": "example", "version": "1.0.0", "path": "datapackage.json"}
    assert report["totals"] == {"cell/type": 1, "row/primary-key": 1}
    places = [{key: issue.get(key) for key in ("code", "path", "row", "line", "column")} for issue in report["issues"]]
    assert places == [
        {"code": "cell/type", "path": "events.csv", "row": 2, "line": 2, "column": 12},
        {"code": "row/primary-key", "path": "events.csv", "row": 4, "line": 4, "column": 1},
    ]


@pytest.mark.parametrize(("limit", "shown"), [("0", 0), ("3", 3), ("all", 30)])
def test_a_limit_changes_neither_totals_nor_verdict(limit: str, shown: int, capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), "id,名称,ordinal\n" + "".join(f"a{n},x,no\n" for n in range(30)))
    assert main(["validate", "--format", "json", "--limit", limit]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (len(report["issues"]), report["totals"], report["valid"]) == (shown, {"cell/type": 30}, False)


def test_the_limit_is_20_of_each_code(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), "id,名称,ordinal\n" + "".join(f"a{n},x,no\n" for n in range(30)))
    assert main(["validate"]) == 1
    shown = _out(capsys)
    assert "    cell/type  30  (20 shown)\n" in shown
    assert (
        "    also  lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,\n          21 and 10 more\n"
        in shown
    )


def test_quiet_is_one_line_for_each_cause_and_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), "id,名称,ordinal\na,x,no\nb,x,no\nc,x,none\n")
    assert main(["validate", "-q"]) == 1
    first, second, *verdict = _out(capsys).splitlines()
    assert first == "events.csv:2:5: error cell/type: `no` is not an integer such as 42. (2 errors)"
    assert second == "events.csv:4:5: error cell/type: `none` is not an integer such as 42."
    assert verdict[0] == "Not valid: 3 errors."


def test_quiet_shortens_the_text_and_json_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), "id,名称,ordinal\na,x,1\n")
    assert main(["validate", "--quiet", "--format", "json"]) == 2
    assert capsys.readouterr().err == (
        "error: --quiet shortens the text, and --format json has none.\n       Leave one of them out.\n"
    )


def test_a_report_can_be_written_to_a_file_and_the_verdict_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), BAD)
    assert main(["validate", "--output", "report.txt"]) == 1
    assert _out(capsys).splitlines()[0] == "Not valid: 2 errors."
    assert "events.csv:2:12  error  cell/type\n" in Path("report.txt").read_text("utf-8")


def test_a_report_that_cannot_be_written_is_told_first(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), BAD)
    assert main(["validate", "--output", "gone/report.txt"]) == 2
    assert capsys.readouterr().err == "error: There is no folder gone to write report.txt into.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "error: s.json cannot be read: No such file or directory.\n"),
        (
            '{"resources": []}',
            "error: s.json is the descriptor of a package, not a Table Schema.\n       Validate the descriptor itself",
        ),
    ],
)
def test_a_schema_that_is_none_exits_with_2_and_says_why(
    content: str | None, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path("s.json").write_text(content, encoding="utf-8")
    Path("t.csv").write_text("id\n1\n", encoding="utf-8")
    assert main(["validate", "t.csv", "--schema", "s.json"]) == 2
    assert capsys.readouterr().err.startswith(message)


def test_one_table_file_is_checked_against_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path("p"), BAD)
    Path("s.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    assert main(["validate", "p/events.csv", "--schema", "s.json"]) == 1
    shown = _out(capsys)
    assert shown.startswith("events.csv\n\nresource ")
    assert "\np/events.csv:2:12  error  cell/type\n" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["validate", "--schema", "s.json"], "error: --schema describes one table file, and no PATH names it.\n"),
        (
            ["validate", "p", "--installed"],
            "error: --installed takes neither a PATH nor a --schema.\n       Leave one of them out.\n",
        ),
        (
            ["validate", "--silence", "row/blank="],
            NO_REASON,
        ),
        (
            ["validate", "--severity", "row/blank=loud"],
            "error: row/blank: 'loud' is no severity\n       Write one of error, warning, info, silent.\n",
        ),
    ],
)
def test_a_wrong_call_is_one_message(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), GOOD)
    assert main(arguments) == 2
    assert capsys.readouterr().err == message


def test_a_severity_can_be_changed(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), GOOD + "\n")
    assert main(["validate"]) == 1
    assert main(["validate", "--severity", "row/blank=warning"]) == 0
    assert "events.csv:4:1  warning  row/blank\n" in _out(capsys)


def test_a_silence_shows_in_the_report_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), GOOD + "\n")
    assert main(["validate", "--silence", "events:row/blank=they part the years"]) == 0
    shown = _out(capsys)
    assert "\nsilenced\n    row/blank in events (1): they part the years\n" in shown
    assert "\nValid.\n" in shown


def test_a_project_sets_severities_and_the_command_line_goes_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), GOOD + "\n")
    Path("pyproject.toml").write_text('[tool.talent-dataset.rules]\n"row/blank" = "warning"\n', encoding="utf-8")
    assert main(["validate"]) == 0
    assert main(["validate", "--severity", "row/blank=error"]) == 1
    assert "Not valid: 1 error." in _out(capsys)


def test_a_package_that_is_not_fully_checked_exits_with_2_unless_what_was_skipped_is_allowed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _package(Path(), "", path="https://example.org/e.csv")
    assert main(["validate"]) == 2
    assert _out(capsys).endswith(
        "\nNot fully checked: 1 resource was not read (events: it is on the web, and\n"
        "nothing is fetched: https://example.org/e.csv).\n0 checks on 0 cells in 0.0 s\n"
        "To accept what was skipped: --allow-skipped file/remote\n"
    )
    assert main(["validate", "--allow-skipped", "events:file/remote"]) == 0
    assert "\nValid; skipped as allowed: file/remote in events.\n" in _out(capsys)
    assert main(["validate", "--allow-skipped", "file/remote", "--require", "file/remote"]) == 2


def test_a_project_says_which_skips_count_and_the_command_line_goes_before_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _package(Path(), "", path="https://example.org/e.csv")
    Path("pyproject.toml").write_text('[tool.talent-dataset]\nallow-skipped = ["file/remote"]\n', encoding="utf-8")
    assert main(["validate"]) == 0
    assert main(["validate", "--require", "file/remote"]) == 2
    Path("pyproject.toml").write_text('[tool.talent-dataset]\nrequire = ["file/remote"]\n', encoding="utf-8")
    assert main(["validate", "--allow-skipped", "file/remote"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("option", ["--allow-skipped", "--require"])
def test_a_code_that_nobody_knows_is_never_skipped_and_so_refused(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _package(Path(), GOOD)
    assert main(["validate", option, "events:evidence/qoute"]) == 2
    assert capsys.readouterr().err == (
        "error: There is no code 'evidence/qoute'.\n"
        "       Did you mean evidence/quote? `talent-dataset explain` lists all codes.\n"
    )


def test_a_silence_that_matches_nothing_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    _package(Path(), GOOD)
    assert main(["validate", "--silence", "row/blank=they part the years"]) == 0
    shown = _out(capsys)
    assert "warning  policy/unused\n" in shown
    assert "\nValid, with 1 finding.\n" in shown


def test_names_and_cells_cannot_forge_output(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b[2J\x1b[HValid.\u202e"
    _package(Path(), f"id,名称,ordinal\na,x,{evil}\n", title=evil, name="events\x1b[1m")
    assert main(["validate"]) == 1
    assert not set(_out(capsys)) & {"\x1b", "\u202e", "\r"}


def test_validating_loads_neither_pandera_nor_frictionless_nor_rich() -> None:
    _package(Path(), GOOD)
    code = (
        "import sys; from talent_dataset.cli import main; code = main(['validate'])\n"
        "print(code, sorted({'pandera', 'frictionless', 'rich', 'talent_dataset.schemas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_validating_text_loads_nothing_that_only_other_formats_need() -> None:
    _package(Path(), GOOD)
    code = (
        # What measures the coverage of the tests is there before.
        "import sys; before = set(sys.modules); from talent_dataset.cli import main; code = main(['validate'])\n"
        "print(code, sorted({'pickle', 'talent_dataset.engine.reading.parquet'} & set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_the_installed_data_are_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--installed"]) == 0
    assert "\nValid" in _out(capsys)


def test_a_table_alone_takes_its_dialect_as_json_or_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_bytes("id;name\n1;Zürich\n".encode("windows-1252"))
    (tmp_path / "s.json").write_text('{"fields": [{"name": "id", "type": "integer"}, {"name": "name"}]}')
    (tmp_path / "d.json").write_text('{"delimiter": ";"}')
    call = ["validate", str(tmp_path / "t.csv"), "--schema", str(tmp_path / "s.json"), "--encoding", "windows-1252"]
    for dialect in ('{"delimiter": ";"}', str(tmp_path / "d.json")):
        assert main([*call, "--dialect", dialect]) == 0
    with pytest.raises(SystemExit):
        main([*call, "--dialect", '{"delimiter"'])
    assert "is not JSON: " in capsys.readouterr().err


def test_a_dialect_without_a_schema_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "t.csv", "--encoding", "utf-8"]) == 2
    assert "--dialect and --encoding are of one table file, which needs a --schema." in capsys.readouterr().err


def test_standard_input_is_not_read_and_the_way_round_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "-"]) == 2
    assert capsys.readouterr().err == (
        "error: Standard input is not read.\n"
        "       Save it to a file, and name that: cat > table.csv; talent-dataset validate table.csv --schema FILE\n"
    )


@pytest.mark.parametrize("setting", [["--severity", "cel/enum=warning"], ["--silence", "t:cel/enum=a reason"]])
def test_a_misspelt_code_of_a_setting_is_refused_with_the_one_that_was_meant(
    setting: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", "--installed", *setting]) == 2
    assert capsys.readouterr().err.splitlines()[:2] == [
        "error: There is no code 'cel/enum'.",
        "       Did you mean cell/enum? `talent-dataset explain` lists all codes.",
    ]
