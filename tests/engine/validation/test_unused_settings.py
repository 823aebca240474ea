"""A setting that matches nothing is itself told."""

from __future__ import annotations

from typing import Any

import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.policy import Policy, Setting

PACKAGE: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "resources": [{"name": "t", "data": [{"n": "x"}], "schema": {"fields": [{"name": "n", "type": "integer"}]}}],
}
MISPELT = Setting(code="cell/tpye", level="silent", reason="known")
MATCHING = Setting(code="cell/type", level="warning")


def _unused(*settings: Setting) -> list[Issue]:
    report = validate(PACKAGE, policy=Policy(settings))
    return [issue for issue in report.issues if issue.code == "policy/unused"]


def test_a_silence_that_matches_nothing_is_a_warning() -> None:
    assert _unused(MISPELT) == [
        Issue(
            code="policy/unused",
            severity="warning",
            message="cell/tpye is silenced (known), and nothing of the kind was found.",
            hint="Take the setting out, or correct its code or resource.",
        )
    ]


def test_a_severity_of_another_resource_matches_nothing() -> None:
    found = _unused(Setting(code="cell/type", level="warning", resource="u"))
    assert [issue.message for issue in found] == [
        "cell/type in u is set to warning, and nothing of the kind was found."
    ]


@pytest.mark.parametrize("other", [MATCHING, Setting(code="cell/type", level="error", resource="t")])
def test_a_setting_that_another_goes_before_is_not_unused(other: Setting) -> None:
    assert _unused(MATCHING, other) == []


def test_a_warning_of_an_unused_setting_can_be_silenced() -> None:
    quiet = Setting(code="policy/unused", level="silent", reason="settings are shared by many packages")
    report = validate(PACKAGE, policy=Policy((MISPELT, quiet)))
    assert "policy/unused" not in report.totals
    assert [(one.code, one.count) for one in report.checks.silenced] == [("policy/unused", 1)]


def test_the_silence_of_unused_settings_itself_needs_no_match() -> None:
    quiet = Setting(code="policy/unused", level="silent", reason="settings are shared by many packages")
    assert validate(PACKAGE, policy=Policy((quiet,))).checks.silenced == ()
