from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.errors import InvalidDataError, NotFullyCheckedError
from talent_dataset.engine.policy import Policy, parse_settings
from talent_dataset.engine.report import Checks, Report
from talent_dataset.releases import gate
from talent_dataset.releases.build import build
from talent_dataset.releases.gate import check_ourselves, opened_once, second_opinion, sound_package

TABLE: dict[str, Any] = {
    "name": "t",
    "type": "table",
    "path": "t.csv",
    "schema": {"fields": [{"name": "n", "type": "integer"}]},
}
# Fine by the standard: a pattern is an XSD regular expression. To frictionless it is none.
LETTERS = {"fields": [{"name": "n", "type": "string", "constraints": {"pattern": r"\p{L}+"}}]}

Writer = Callable[..., Path]


@pytest.fixture
def letters(package: Writer) -> Path:
    return package({"t.csv": "n\nx\n"}, {**TABLE, "schema": LETTERS})


def fails(out: bytes, err: bytes = b"") -> Callable[..., subprocess.CompletedProcess[bytes]]:
    return lambda *_, **__: subprocess.CompletedProcess([], 1, out, err)


def report_on(folder: Path, policy: Policy | None = None) -> Report:
    return sound_package(opened_once(folder), folder, None, policy).report


def test_a_sound_package_has_a_report_without_errors(package: Writer) -> None:
    assert report_on(package({"t.csv": "n\n1\n"}, TABLE)).errors == 0


def test_an_invalid_package_is_refused_with_its_report(package: Writer) -> None:
    with pytest.raises(InvalidDataError, match=r"is not valid \(1 error\), so nothing is written") as caught:
        report_on(package({"t.csv": "n\nx\n"}, TABLE))
    assert caught.value.report.totals == {"cell/type": 1}


def test_an_open_conflict_is_refused_though_it_is_a_warning(monkeypatch: pytest.MonkeyPatch, package: Writer) -> None:
    report = Report(package={}, totals={"conflicts/open": 2}, checks=Checks(run=1))
    monkeypatch.setattr(gate, "validate", lambda *_, **__: report)
    with pytest.raises(InvalidDataError, match="has 2 open conflicts of sources") as caught:
        report_on(package({"t.csv": "n\n1\n"}, TABLE))
    assert caught.value.report is report


def test_a_package_of_which_nothing_was_checked_is_refused(monkeypatch: pytest.MonkeyPatch, package: Writer) -> None:
    monkeypatch.setattr(gate, "validate", lambda *_, **__: Report(package={}))
    with pytest.raises(NotFullyCheckedError, match="is not fully checked"):
        report_on(package({"t.csv": "n\n1\n"}, TABLE))


def test_a_result_that_is_invalid_is_our_fault(package: Writer) -> None:
    with pytest.raises(AssertionError, match="the build of a valid package is not valid"):
        check_ourselves(package({"t.csv": "n\nx\n"}, TABLE))


def test_frictionless_accepts_a_valid_package(package: Writer) -> None:
    assert second_opinion(package({"t.csv": "n\n1\n"}, TABLE) / "datapackage.json") == ""


def test_frictionless_tells_its_first_error_and_how_many_there_are(package: Writer) -> None:
    told = second_opinion(package({"t.csv": "n\nx\ny\n"}, TABLE) / "datapackage.json")
    assert told.startswith('Type error in the cell "x" in row "2" and field "n"')
    assert told.endswith("(and 1 more)")


def test_no_module_of_the_package_is_run(package: Writer) -> None:
    folder = package({"t.csv": "n\n1\n", "frictionless.py": "raise SystemExit(3)"}, TABLE)
    assert second_opinion(folder / "datapackage.json") == ""


def test_an_exception_of_frictionless_is_told_by_its_last_line(
    monkeypatch: pytest.MonkeyPatch, package: Writer
) -> None:
    monkeypatch.setattr(subprocess, "run", fails(b"", b"Traceback ...\nre.error: bad escape\n"))
    assert (
        second_opinion(package({"t.csv": "n\n1\n"}, TABLE) / "datapackage.json")
        == "it ended in an exception: re.error: bad escape"
    )


def test_a_frictionless_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, package: Writer) -> None:
    monkeypatch.setattr(gate, "_SECONDS", 0)
    told = second_opinion(package({"t.csv": "n\n1\n"}, TABLE) / "datapackage.json")
    assert told == "it came to no end within 0 seconds"


def test_what_frictionless_refuses_is_not_released(letters: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidDataError, match="is valid, but frictionless does not accept what would be written"):
        build(letters, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_frictionless_refuses_is_released_for_a_reason_that_the_readme_gives(
    letters: Path, tmp_path: Path
) -> None:
    built = build(letters, tmp_path / "out", despite="it reads no classes of Unicode")
    assert built.objection
    readme = (built.folder / "README.md").read_text(encoding="utf-8")
    assert "- frictionless does not accept this package: it reads no classes of Unicode\n" in readme


def test_a_reason_that_is_not_needed_is_not_given(package: Writer, tmp_path: Path) -> None:
    built = build(package({"t.csv": "n\n1\n"}, TABLE), tmp_path / "out", despite="it might object").folder
    assert "it might object" not in (built / "README.md").read_text(encoding="utf-8")


def test_a_bare_install_of_frictionless_accepts_what_is_downloaded(package: Writer, tmp_path: Path) -> None:
    built = build(package({"t.csv": "n\n1\n"}, TABLE), tmp_path / "out").folder
    # The readers of Parquet, of Excel and of SQL are extras, and absent from a bare install.
    hidden = "import sys\nfor name in ('pyarrow', 'fastparquet', 'openpyxl', 'sqlalchemy', 'pandas'):\n"
    code = f"{hidden}    sys.modules[name] = None\nfrom frictionless import Package\n"
    code += f"print(Package({str(built / 'datapackage.json')!r}).validate().valid)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")
    assert {one["format"] for one in json.loads((built / "datapackage.json").read_bytes())["resources"]} == {"csv"}


WEB = "https://example.org/s.json"


def test_what_was_not_fully_checked_is_not_released_unless_what_was_skipped_is_allowed(package: Writer) -> None:
    folder = package({"t.csv": "n\n1\n"}, {**TABLE, "schema": WEB})
    with pytest.raises(NotFullyCheckedError) as caught:
        report_on(folder)
    assert caught.value.message == f"{folder} is not fully checked, so nothing is written."
    assert [skip.code for skip in caught.value.report.checks.skipped] == ["descriptor/reference"]
    assert report_on(folder, Policy(allow_skipped=("descriptor/reference",))).is_valid


def test_a_table_that_nobody_read_is_not_written_as_an_empty_one_whatever_is_allowed(package: Writer) -> None:
    folder = package({"u.csv": "n\n1\n"}, {**TABLE, "path": "https://example.org/t.csv"})
    with pytest.raises(NotFullyCheckedError) as caught:
        report_on(folder, Policy(allow_skipped=("file/remote",)))
    assert caught.value.message == (
        f"t of {folder} was not read, so it cannot be written: it is on the web, and nothing is fetched: "
        "https://example.org/t.csv."
    )


def test_an_error_is_released_by_no_policy(package: Writer) -> None:
    lowered = Policy(parse_settings(["cell/type=warning"], []))
    with pytest.raises(InvalidDataError, match="is not valid"):
        report_on(package({"t.csv": "n\nx\n"}, TABLE), lowered)
