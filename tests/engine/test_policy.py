"""Severities that users change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.policy import Policy, Setting, parse_settings, read_policy

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_setting_the_declared_severity_stands() -> None:
    assert Policy().severity("cell/formula", "events", "warning") == "warning"


def test_the_setting_of_a_resource_goes_before_that_of_all() -> None:
    policy = Policy(
        (Setting(code="row/blank", level="info", resource="events"), Setting(code="row/blank", level="warning"))
    )
    assert policy.severity("row/blank", "events", "error") == "info"
    assert policy.severity("row/blank", "places", "error") == "warning"


def test_the_later_of_two_settings_decides() -> None:
    policy = Policy((Setting(code="row/blank", level="info"), Setting(code="row/blank", level="warning")))
    assert policy.severity("row/blank", None, "error") == "warning"


def test_a_silence_needs_a_reason() -> None:
    with pytest.raises(CannotCheckError) as caught:
        Setting(code="row/blank", level="silent", reason=" ")
    assert caught.value.message == "row/blank: a rule is silenced without a reason"


def test_a_pyproject_gives_levels_and_reasons(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(
        '[tool.talent-dataset.rules]\n"cell/formula" = { level = "silent", reason = "shown as text" }\n'
        '"events:row/blank" = "error"\n',
        encoding="utf-8",
    )
    assert read_policy(file).settings == (
        Setting(code="cell/formula", level="silent", reason="shown as text"),
        Setting(code="row/blank", level="error", resource="events"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.talent-dataset.rules]\n'cell/type' = 'fatal'\n", "cell/type: 'fatal' is no severity"),
        ("[tool.talent-dataset.rules]\n'cell/type' = { why = 'x' }\n", "cell/type: unknown why"),
        ("[tool.talent-dataset.rules]\n'cell/type' = { reason = 'x' }\n", "cell/type: the level is missing"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_code(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CannotCheckError) as caught:
        read_policy(file)
    assert caught.value.message == message


def test_a_pyproject_that_is_not_toml_is_refused_with_its_path(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("rules = {", encoding="utf-8")
    with pytest.raises(CannotCheckError, match=r"pyproject\.toml"):
        read_policy(file)


def test_options_of_the_command_line_become_settings() -> None:
    assert parse_settings(["row/blank=error"], ["events:cell/formula=shown as text"]) == (
        Setting(code="row/blank", level="error"),
        Setting(code="cell/formula", level="silent", reason="shown as text", resource="events"),
    )


def test_an_option_without_an_equals_sign_is_refused() -> None:
    with pytest.raises(CannotCheckError) as caught:
        parse_settings(["row/blank"], [])
    assert caught.value.message == "'row/blank' is not of the form CODE=LEVEL"


def test_a_pyproject_names_the_skips_that_are_allowed_and_the_checks_that_are_required(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text('[tool.talent-dataset]\nallow-skipped = ["a/b"]\nrequire = ["t:c/d", "e/f"]\n', encoding="utf-8")
    assert read_policy(file) == Policy((), ("a/b",), ("t:c/d", "e/f"))


@pytest.mark.parametrize("key", ["allow-skipped", "require"])
def test_codes_that_are_no_list_are_refused(tmp_path: Path, key: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(f'[tool.talent-dataset]\n{key} = "a/b"\n', encoding="utf-8")
    with pytest.raises(CannotCheckError) as caught:
        read_policy(file)
    assert caught.value.message == f"{key} of [tool.talent-dataset] must be a list of codes"
    assert caught.value.hint == f'Write {key} = ["file/remote"].'


def test_a_skip_is_allowed_or_a_check_required_everywhere_or_in_one_resource() -> None:
    policy = Policy((), ("a/b", "t:c/d"), ("t:e/f",))
    assert [policy.allows(*each) for each in [("a/b", None), ("a/b", "u"), ("c/d", "t"), ("c/d", "u")]] == [
        True,
        True,
        True,
        False,
    ]
    assert [policy.requires("e/f", name) for name in ("t", "u", None)] == [True, False, False]


def test_what_is_said_later_of_a_code_goes_before_what_was_said_earlier() -> None:
    earlier = Policy((), ("a/b", "c/d"), ("e/f",))
    later = Policy((), ("e/f",), ("a/b",))
    assert earlier.updated(later) == Policy((), ("c/d", "e/f"), ("a/b",))
