"""A verdict never covers what was not read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.policy import Policy, parse_settings
from talent_dataset.engine.report import Report, Skipped, Sort

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
WEB = "https://example.org/x"
ON_THE_WEB = "it is on the web, and nothing is fetched: https://example.org/x"
IDS = {"fields": [{"name": "id", "type": "integer"}]}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("id\n1\n", encoding="utf-8")


def table(name: str = "t", **properties: Any) -> dict[str, Any]:
    return {"name": name, "path": f"{name}.csv", "type": "table", "schema": IDS} | properties


def checked(*resources: dict[str, Any], policy: Policy | None = None, **properties: Any) -> Report:
    descriptor = {"$schema": PROFILE, "resources": list(resources), **properties}
    Path("datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return validate("datapackage.json", policy=policy)


def child(reference: dict[str, Any]) -> dict[str, Any]:
    return table(schema={**IDS, "foreignKeys": [{"fields": "id", "reference": {"fields": "id", **reference}}]})


UNREAD: dict[str, tuple[list[dict[str, Any]], Skipped]] = {
    "a table on the web": ([table(path=WEB)], Skipped("file/remote", ON_THE_WEB, "t")),
    "a part of a table on the web": ([table(path=[WEB])], Skipped("file/remote", ON_THE_WEB, "t")),
    "a file on the web that is no table": ([{"name": "t", "path": WEB}], Skipped("file/remote", ON_THE_WEB, "t")),
    "a schema on the web": (
        [table(schema=WEB)],
        Skipped("descriptor/reference", f"its schema is not read: {ON_THE_WEB}", "t"),
    ),
    "a dialect on the web": (
        [table(dialect=WEB)],
        Skipped("descriptor/reference", f"its dialect is not read: {ON_THE_WEB}", "t"),
    ),
    "a format that nobody reads": (
        [{"name": "t", "path": "t.csv", "format": "mdb", "schema": IDS}],
        Skipped("file/format", "there is no reader for the format 'mdb'", "t"),
    ),
    "a table that says it is one, of a format that nobody reads": (
        [table(format="mdb")],
        Skipped("file/format", "there is no reader for the format 'mdb'", "t"),
    ),
    "a format of a misspelt name": (
        [table(format="cvs")],
        Skipped("file/format", "there is no reader for the format 'cvs'; is 'csv' meant?", "t"),
    ),
    "a parent in another package": (
        [child({"resource": "p", "package": WEB})],
        Skipped("table/foreign-key", "The key refers to another package, which is not read.", "t"),
    ),
    "a parent without a schema": (
        [child({"resource": "p"}), {"name": "p", "path": "t.csv", "type": "table"}],
        Skipped("table/foreign-key", 'The resource "p" has no schema to say what its fields are.', "t"),
    ),
    "a hash that nobody computes": (
        [table(hash="crc99:ab")],
        Skipped(
            "file/hash",
            "the hash algorithm 'crc99' is not known here (md5, sha1, sha256, sha512, sha224, sha384, blake2s, blake2b "
            "are)",
            "t",
        ),
    ),
    "a pattern that no engine matches in linear time": (
        [table(schema={"fields": [{"name": "id", "type": "string", "constraints": {"pattern": "1*+"}}]})],
        Skipped("cell/pattern", "id: possessive quantifiers such as *+ are not supported", "t"),
    ),
}


@pytest.mark.parametrize(("resources", "skip"), UNREAD.values(), ids=UNREAD)
def test_what_the_package_has_and_was_not_read_keeps_it_from_being_valid(
    resources: list[dict[str, Any]], skip: Skipped
) -> None:
    report = checked(*resources)
    assert (report.verdict, report.is_valid, report.errors, report.checks.skipped) == (
        "not-fully-checked",
        False,
        0,
        (skip,),
    )


@pytest.mark.parametrize(("resources", "skip"), UNREAD.values(), ids=UNREAD)
def test_what_was_not_read_can_be_accepted_by_name_and_no_other_name(
    resources: list[dict[str, Any]], skip: Skipped
) -> None:
    for code in (skip.code, f"t:{skip.code}"):
        report = checked(*resources, policy=Policy(allow_skipped=(code,)))
        assert (report.verdict, [each.allowed for each in report.checks.skipped]) == ("valid", [True])
    for code in (f"u:{skip.code}", "row/unique-key"):
        report = checked(*resources, policy=Policy(allow_skipped=(code,)))
        assert (report.verdict, dict(report.totals)) == ("not-fully-checked", {"policy/unused": 1})


def test_a_parent_on_the_web_leaves_the_keys_to_it_unread() -> None:
    report = checked(child({"resource": "p"}), table("p", path=WEB))
    assert report.verdict == "not-fully-checked"
    assert report.checks.skipped == (
        Skipped("file/remote", ON_THE_WEB, "p"),
        Skipped("table/foreign-key", "'p' was not read", "t"),
    )


def test_the_profile_of_somebody_else_has_rules_that_were_not_run() -> None:
    properties: dict[str, Any] = {"$schema": WEB}
    report = checked(table(), **properties)
    reason = f"The rules of the profile {WEB} are its own, and are not fetched."
    assert (report.verdict, report.checks.skipped) == ("not-fully-checked", (Skipped("descriptor/package", reason),))


def test_a_rule_that_could_take_too_much_was_not_run() -> None:
    Path("t.csv").write_text("id\n" + "1\n" * 3000, encoding="utf-8")
    sql = "SELECT a.id FROM t AS a JOIN t AS b ON a.id = b.id JOIN t AS c ON a.id = c.id WHERE a.id < 0"
    rules: dict[str, Any] = {"proof:data": {"rules": [{"name": "r", "resource": "t", "sql": sql}]}}
    report = checked(table(), **rules)
    [skip] = report.checks.skipped
    assert (report.verdict, skip.code, skip.resource, skip.sort) == ("not-fully-checked", "row/r", "t", "unread")
    assert skip.reason.startswith("its joins could make ")


def test_a_table_of_a_package_for_which_no_frame_was_given_was_not_read() -> None:
    from talent_dataset.engine.descriptor import parse_package

    package = parse_package({"$schema": PROFILE, "resources": [table("a"), table("b")]}).package
    report = validate({"a": pl.DataFrame({"id": [1]})}, schema=package)
    assert (report.verdict, report.checks.skipped) == (
        "not-fully-checked",
        (Skipped("file/missing", "no frame was given for this table", "b"),),
    )


FULL: dict[str, tuple[list[dict[str, Any]], int]] = {
    # Its file is there, its records have the same shape, and its one column is checked.
    "a table": ([table()], 3),
    "a table whose cells may be anything": ([{"name": "t", "path": "t.csv", "type": "table"}], 4),
    "a table in the descriptor": ([{"name": "t", "type": "table", "data": [["id"], ["1"]]}], 4),
    "a file that is no table": ([{"name": "t", "path": "t.csv", "format": "bin"}], 1),
    "data in the descriptor that are no table": ([{"name": "t", "data": {"a": 1}}], 1),
}


@pytest.mark.parametrize(("resources", "run"), FULL.values(), ids=FULL)
def test_that_the_descriptor_was_checked_is_no_check_of_data(resources: list[dict[str, Any]], run: int) -> None:
    report = checked(*resources)
    assert (report.verdict, report.checks.run, report.checks.skipped) == ("valid", run, ())


def test_a_check_that_is_required_must_run_whatever_the_reason() -> None:
    code = "file/remote"
    policy = Policy(allow_skipped=(code,), require=(f"t:{code}",))
    report = checked(table(path=WEB), policy=policy)
    skip = Skipped(code, ON_THE_WEB, "t", allowed=True, required=True)
    assert (report.verdict, report.checks.skipped) == ("not-fully-checked", (skip,))


def test_errors_go_before_what_was_not_read() -> None:
    report = checked(table(path=WEB), table("u", path="gone.csv"))
    assert (report.verdict, dict(report.totals), len(report.checks.skipped)) == ("invalid", {"file/missing": 1}, 1)


def test_a_skip_is_not_allowed_by_a_silence() -> None:
    policy = Policy(parse_settings([], ["file/remote=they are on the web"]))
    assert checked(table(path=WEB), policy=policy).verdict == "not-fully-checked"


LOWERED: dict[str, tuple[list[dict[str, Any]], str, Skipped]] = {
    "a file that is not there": (
        [table(path="gone.csv"), table("u", path="t.csv")],
        "file/missing",
        Skipped("file/missing", "There is no file 'gone.csv'.", "t"),
    ),
    "a file that is not there, and is no table": (
        [{"name": "t", "path": "gone.bin"}, table("u", path="t.csv")],
        "file/missing",
        Skipped("file/missing", "There is no file 'gone.bin'.", "t"),
    ),
    "a constraint that is none": (
        [table(schema={"fields": [{"name": "id", "type": "integer", "constraints": {"maximum": "x"}}]})],
        "descriptor/constraint",
        Skipped(
            "descriptor/constraint",
            'The value of "maximum", "x", cannot be read as integer: not an integer such as 42.',
            "t",
        ),
    ),
}


@pytest.mark.parametrize("level", ["warning", "silent"])
@pytest.mark.parametrize(("resources", "code", "skip"), LOWERED.values(), ids=LOWERED)
def test_what_an_error_kept_from_being_read_stays_unread_where_the_error_is_none_to_the_user(
    resources: list[dict[str, Any]], code: str, skip: Skipped, level: str
) -> None:
    settings = parse_settings([], [f"{code}=known"]) if level == "silent" else parse_settings([f"{code}=warning"], [])
    assert checked(*resources).verdict == "invalid"
    report = checked(*resources, policy=Policy(settings))
    assert (report.verdict, report.checks.skipped) == ("not-fully-checked", (skip,))
    assert checked(*resources, policy=Policy(settings, (code,))).verdict == "valid"


def test_a_lowered_fault_of_what_only_describes_the_package_leaves_nothing_unread() -> None:
    report = checked(table(), policy=Policy(parse_settings(["descriptor/package=warning"], [])), contributors="me")
    assert (report.verdict, report.checks.skipped) == ("valid", ())


@pytest.mark.parametrize(("match", "sort"), [("superset", "not-there"), ("partial", "not-there"), ("equal", "unread")])
def test_a_check_of_a_column_that_a_file_may_lack_has_nothing_to_check(match: str, sort: Sort) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "of", "type": "integer"}]
    key = {"fields": "of", "reference": {"fields": "id"}}
    rules = {"rules": [{"name": "r", "sql": "of > 0"}]}
    schema = {
        "fields": fields,
        "fieldsMatch": match,
        "uniqueKeys": [["of"]],
        "foreignKeys": [key],
        "proof:data": rules,
    }
    report = checked(table(schema=schema))
    assert report.verdict == ("valid" if sort == "not-there" else "invalid")
    assert report.checks.skipped == (
        Skipped("row/unique-key", "no column for the field 'of' of the key", "t", sort),
        Skipped("row/r", "no column for the field 'of'", "t", sort),
        Skipped("table/foreign-key", "no column for the field 'of'", "t", sort),
    )


def test_a_check_of_books_that_is_required_is_missed_where_the_package_declares_none() -> None:
    report = checked(table(), policy=Policy(require=("evidence/quote", "t:cell/type")))
    reason = "the package declares no books (proof:data.books) to hold against documents"
    skip = Skipped("evidence/quote", reason, sort="not-there", required=True)
    assert (report.verdict, report.checks.skipped) == ("not-fully-checked", (skip,))
