"""The runner of the suite judges any validator, and outlives it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from conformance import judge
from conformance.__main__ import main
from conformance.adapters import frictionless
from conformance.cases import HERE, Case, as_packages, packages, vectors
from conformance.validators import Commands, registered, translated, words

WRONG = {"type": "type-error", "resource": "t", "row": 4, "field": "v"}
CASE = Case("a", "types", Path("a"), valid=False, errors=[WRONG], level="located", confidence="must", timeout=60)


@pytest.mark.parametrize(
    ("report", "levels", "why"),
    [
        ({"valid": False, "errors": [WRONG]}, (True, True, True), ""),
        ({"valid": False, "errors": [WRONG, WRONG]}, (True, True, True), ""),
        ({"valid": False, "errors": [WRONG | {"row": 3}]}, (True, True, False), "wrong located"),
        ({"valid": False, "errors": [WRONG, WRONG | {"row": 5}]}, (True, True, False), "wrong located"),
        ({"valid": False, "errors": [WRONG, {"type": "blank-row"}]}, (True, False, False), "wrong types"),
        ({"valid": False, "errors": []}, (True, False, False), "wrong types"),
        ({"valid": True, "errors": []}, (False, False, False), "missed"),
        ({"crash": "exit 1", "errors": []}, (False, False, False), "crash: exit 1"),
        ({"timeout": 60, "errors": []}, (False, False, False), "timeout: 60"),
        ({"errors": []}, (False, False, False), "no report"),
    ],
)
def test_a_report_is_right_as_far_as_it_says_what_is_wrong_and_where(
    report: dict[str, Any], levels: tuple[bool, ...], why: str
) -> None:
    outcome = judge.package(CASE, report)
    assert (tuple(outcome.levels.values()), outcome.why) == (levels, why)


def test_an_error_in_a_valid_package_is_a_false_alarm() -> None:
    case = Case("a", "types", Path("a"), valid=True, errors=[], level="located", confidence="must", timeout=60)
    outcome = judge.package(case, {"valid": False, "errors": [WRONG]})
    assert (outcome.levels, outcome.why) == ({"verdict": False}, "false alarm")


def test_where_nothing_decides_any_verdict_will_do_and_a_crash_will_not() -> None:
    case = Case("a", "types", Path("a"), valid=None, errors=[WRONG], level="located", confidence="open", timeout=60)
    assert [judge.package(case, {"valid": valid, "errors": []}).agrees for valid in (True, False)] == [True, True]
    assert not judge.package(case, {"crash": "exit 1", "errors": []}).agrees


def test_where_several_types_will_do_each_of_them_does() -> None:
    wanted = {"type": "primary-key|constraint-error", "row": 3}
    found = [
        judge.covers(wanted, {"type": type_, "row": 3}, "located") for type_ in ("primary-key", "constraint-error")
    ]
    assert (found, judge.covers(wanted, {"type": "type-error", "row": 3}, "located")) == ([True, True], False)


def test_cells_are_judged_row_by_row_and_by_the_reason_for_which_they_are_refused(tmp_path: Path) -> None:
    groups = [group for _, group in as_packages("cells", tmp_path) if len(group) > 3 and _decides(group)]
    group = groups[0]
    wrong = [row for row, vector in enumerate(group, start=2) if vector["expected"] == "error"]
    right = [{"type": "type-error", "row": row, "field": "v"} for row in wrong]
    assert all(outcome.agrees for outcome in judge.cells(group, {"valid": False, "errors": right}))
    one_missed = {"valid": False, "errors": right[1:]}
    assert [o.id for o in judge.cells(group, one_missed) if not o.agrees] == [group[wrong[0] - 2]["id"]]
    other_reason = {"valid": False, "errors": [error | {"type": "blank-row"} for error in right]}
    assert [o.levels for o in judge.cells(group, other_reason) if not o.agrees] == [
        {"verdict": True, "types": False} for _ in wrong
    ]
    assert not any(outcome.agrees for outcome in judge.cells(group, {"crash": "exit 1"}))


def _decides(group: list[dict[str, Any]]) -> bool:
    kinds = {vector.get("errorKind") for vector in group}
    return kinds == {None, "type"} and all(vector["confidence"] == "must" for vector in group)


def test_a_column_is_judged_by_the_rows_that_repeat(tmp_path: Path) -> None:
    [vector] = next(group for _, group in as_packages("columns", tmp_path) if group[0]["cells"] == ["a", "b", "a"])
    found = {row: _column(vector, [row]) for row in (2, 3, 4)}
    assert found == {2: False, 3: False, 4: True}


def _column(vector: dict[str, Any], rows: list[int]) -> bool:
    errors = [{"type": "unique-error", "row": row} for row in rows]
    [outcome] = judge.columns([vector], {"valid": not errors, "errors": errors})
    return outcome.agrees


def test_names_are_translated_one_by_one_or_by_pattern_and_constraints_named() -> None:
    names = {"descriptor/path": "unsafe-path", "descriptor/*": "descriptor", "cell/enum": "constraint-error:enum"}
    types = ["descriptor/path", "descriptor/schema", "cell/enum", "row/own"]
    assert translated({"errors": [{"type": type_} for type_ in types]}, names)["errors"] == [
        {"type": "unsafe-path"},
        {"type": "descriptor"},
        {"type": "constraint-error", "constraint": "enum"},
        {"type": "row/own"},
    ]


MOODY = """
import sys, time
for line in sys.stdin:
    if "die" in line:
        sys.exit(3)
    if "sleep" in line:
        time.sleep(60)
    print('{"valid": true, "errors": []}' if "good" in line else "[]", flush=True)
"""


@pytest.fixture
def moody(tmp_path: Path) -> Iterator[Commands]:
    """A validator that dies, sleeps, or talks nonsense when it is asked to."""
    script = tmp_path / "moody.py"
    script.write_text(MOODY, encoding="utf-8")
    with closing(Commands(f"python '{script.as_posix()}'")) as commands:
        yield commands


def test_a_validator_that_dies_hangs_or_talks_nonsense_is_told_and_asked_on(moody: Commands) -> None:
    good = {"valid": True, "errors": []}
    asked = [("good", 60), ("die", 60), ("good", 60), ("sleep", 1), ("good", 60), ("nonsense", 60), ("good", 60)]
    found = [moody.report(Path(path), timeout) for path, timeout in asked]
    ended, late, nonsense = "the process has ended", {"timeout": 1}, "no object"
    crashes = [{"crash": ended, "errors": []}, late | {"errors": []}, {"crash": nonsense, "errors": []}]
    assert found == [good, crashes[0], good, crashes[1], good, crashes[2], good]


def test_a_command_with_a_place_for_the_path_is_started_for_each_package() -> None:
    code = "import json, sys; print(json.dumps({'valid': sys.argv[1], 'errors': []}))"
    assert Commands(f'python -c "{code}" {{}}').report(Path("a b"), 60) == {"valid": "a b", "errors": []}
    assert Commands('python -c "raise SystemExit(3)" {}').report(Path("a"), 60) == {"crash": "exit 3", "errors": []}
    assert Commands('python -c "import time; time.sleep(60)" {}').report(Path("a"), 1) == {"timeout": 1, "errors": []}


def test_what_frictionless_says_is_told_in_the_words_of_the_suite() -> None:
    names = words(Path(registered()["frictionless"]["mapping"]))
    cases = {case.id: case for case in packages()}
    found = translated(frictionless.report(str(cases["constraint-enum"].path)), names)
    error = {"type": "constraint-error", "constraint": "enum", "resource": "t", "row": 3, "field": "v"}
    assert found == {"valid": False, "errors": [error]}
    by_cell = {
        (vector["type"], vector["cell"]): vector for vector in vectors("cells") if vector["area"] == "type/integer"
    }
    assert frictionless.value(by_cell["integer", "1"]) == {"value": 1}


def test_the_command_tells_what_differs_and_fails_where_the_standard_decides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    yes = tmp_path / "yes.py"
    yes.write_text("import sys\nfor _ in sys.stdin: print('{\"valid\": true}', flush=True)\n", encoding="utf-8")
    assert main(["--reports", f"{Path(sys.executable).as_posix()} '{yes.as_posix()}'"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert "packages constraint-enum (must): missed" in told
    assert "| valid | 7/7 |  |  |" in told


def test_a_call_names_a_validator_or_a_command() -> None:
    with pytest.raises(SystemExit, match="Give a NAME of"):
        main([])
    assert {*registered()} == {file.stem for file in (HERE / "mappings").glob("*.json")}
