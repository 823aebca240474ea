"""Every code is explained, and its examples do what they say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import talent_dataset
from talent_dataset.engine.errors import UnknownNameError
from talent_dataset.engine.policy import Policy, parse_settings
from talent_dataset.render.explanation import Example, Explanation, explanation, explanations, nearest_codes

SOURCE = Path(talent_dataset.__file__).parent
PUBLIC = [
    "descriptor/json",
    "descriptor/package",
    "descriptor/resource",
    "descriptor/dialect",
    "descriptor/schema",
    "descriptor/field",
    "descriptor/constraint",
    "descriptor/key",
    "descriptor/path",
    "descriptor/reference",
    "file/missing",
    "file/remote",
    "file/format",
    "file/encoding",
    "file/bytes",
    "file/hash",
    "file/compression",
    "file/too-large",
    "header/missing",
    "header/blank",
    "header/duplicate",
    "header/extra-field",
    "header/missing-field",
    "header/field-name",
    "header/field-order",
    "header/unmatched",
    "row/missing-cell",
    "row/extra-cell",
    "row/blank",
    "row/primary-key",
    "row/unique-key",
    "row/rule",
    "cell/type",
    "cell/required",
    "cell/unique",
    "cell/enum",
    "cell/categories",
    "cell/pattern",
    "cell/minimum",
    "cell/maximum",
    "cell/exclusive-minimum",
    "cell/exclusive-maximum",
    "cell/min-length",
    "cell/max-length",
    "cell/json-schema",
    "cell/formula",
    "cell/derived",
    "cell/edtf",
    "table/foreign-key",
    "descriptor/books",
    "evidence/backing",
    "evidence/orphan",
    "evidence/quote",
    "evidence/value",
    "evidence/unit",
    "evidence/thing",
    "evidence/concludes",
    "evidence/basis",
    "evidence/computed",
    "evidence/restored",
    "evidence/prose",
    "evidence/language",
    "source/document",
    "policy/unused",
]
SCOPES = {code.partition("/")[0] for code in PUBLIC} | {"evidence", "figures", "conflicts", "source", "books", "rule"}
CODE = re.compile(rf"({'|'.join(sorted(SCOPES))})/[a-z]+(-[a-z]+)*")


def _codes_of(module: Path) -> set[str]:
    """Texts of a module that look like codes."""
    texts = (node.value for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}


@pytest.mark.parametrize("code", PUBLIC)
def test_a_public_code_is_explained(code: str) -> None:
    assert code in explanations()


def test_a_code_that_the_source_uses_is_explained() -> None:
    # A release tells no issues: what looks like their codes there are the kinds of a difference.
    modules = (module for module in SOURCE.rglob("*.py") if "releases" not in module.relative_to(SOURCE).parts)
    used = {code for module in modules for code in _codes_of(module)}
    assert used - set(explanations()) == set()


@pytest.mark.parametrize("one", explanations().values(), ids=lambda one: one.code)
def test_an_explanation_is_made_of_whole_sentences(one: Explanation) -> None:
    assert not one.title.endswith(".")
    assert all(text.endswith((".", ").")) and text[0].isupper() for text in (one.why, one.mend) if text)
    assert one.rule.endswith(".")


@pytest.mark.parametrize("one", explanations().values(), ids=lambda one: one.code)
def test_clauses_are_addresses_of_the_standard_or_of_what_it_cites(one: Explanation) -> None:
    hosts = (
        "https://datapackage.org/",
        "https://www.rfc-editor.org/rfc/",
        "https://www.w3.org/TR/",
        "https://owasp.org/",
        "https://www.loc.gov/standards/",
    )
    assert all(address.startswith(hosts) for _, address in one.clauses)


@pytest.mark.parametrize("one", explanations().values(), ids=lambda one: one.code)
def test_an_example_fits_a_screen(one: Explanation) -> None:
    shown = [text for example in (one.bad, one.good) for _, text in example.parts()]
    assert max(len(line) for text in shown for line in text.split("\n")) <= 72


def _codes_found(example: Example, folder: Path) -> set[str]:
    """Codes of the issues in an example, written to a folder, and of what keeps it from being fully checked."""
    for name, content in example.contents().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    policy = Policy(parse_settings(example.severity, example.silence))
    report = talent_dataset.validate(folder, policy=policy)
    return {*report.totals, *(skip.code for skip in report.checks.skipped if skip.counts)}


RUN = [one for one in explanations().values() if not one.not_run]


@pytest.mark.parametrize("one", RUN, ids=lambda one: one.code)
def test_the_bad_example_yields_its_code(one: Explanation, tmp_path: Path) -> None:
    assert one.example_code in _codes_found(one.bad, tmp_path)


@pytest.mark.parametrize("one", RUN, ids=lambda one: one.code)
def test_the_good_example_yields_nothing(one: Explanation, tmp_path: Path) -> None:
    assert _codes_found(one.good, tmp_path) == set()


def test_an_example_that_cannot_be_run_says_why() -> None:
    assert {one.code: one.not_run for one in explanations().values() if one.not_run} == {
        "file/too-large": "the smallest file that breaks it is large",
    }


def test_the_name_of_any_rule_is_explained_as_a_rule() -> None:
    assert explanation("row/end-after-start").code == "row/rule"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cell/typ", ["cell/type"]),
        ("Cell/Type", ["cell/type"]),
        ("type", ["cell/type"]),
        ("cell-type", ["cell/type"]),
        ("primary_key", ["row/primary-key"]),
        ("missing", ["conflicts/missing", "file/missing", "header/missing"]),
        ("row/primarykey", ["row/primary-key"]),
        ("nonsense", []),
    ],
)
def test_a_misspelt_code_finds_those_that_were_meant(typed: str, meant: list[str]) -> None:
    assert nearest_codes(typed) == meant


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        explanation("cell/typ")
    assert (caught.value.message, caught.value.hint) == (
        "There is no code 'cell/typ'.",
        "Did you mean cell/type? `talent-dataset explain` lists all codes.",
    )
