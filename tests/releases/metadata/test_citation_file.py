from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.metadata import citation_cff
from talent_dataset.releases.metadata.attribution import _KNOWN

Described = Callable[..., DataPackage]
ALL: dict[str, Any] = {
    "title": "Things: a #1 list",
    "description": "Two lines\nand “quotes”, a \\ and a \u0085 \u2028.",
    "version": "1.0",
    "created": "2026-11-22T10:00:00Z",
    "id": "doi:10.1234/things",
    "homepage": "https://example.org/things",
    "keywords": ["no", "2020-01-01", "a: b", "事", "no"],
    "licenses": [{"name": "CC-BY-4.0"}, {"name": "MIT"}],
    "contributors": [
        {"title": "Ada Example", "givenName": "Ada", "familyName": "Example", "email": "ada@example.org"},
        {"title": "An Institute", "path": "https://example.org"},
        {"roles": ["editor"]},
    ],
}


def complaints(tmp_path: Path, text: str) -> str:
    """What an independent program has against a citation file."""
    file = tmp_path / "CITATION.cff"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_everything_that_the_format_has_a_place_for_is_told(described: Described, tmp_path: Path) -> None:
    text = citation_cff(described(**ALL))
    assert (
        text
        == r"""cff-version: "1.2.0"
message: "If you use this dataset, please cite it as below."
type: dataset
title: "Things: a #1 list"
abstract: "Two lines\nand “quotes”, a \\ and a \N \L."
version: "1.0"
date-released: "2026-11-22"
authors:
- family-names: Example
  given-names: Ada
  email: "ada@example.org"
- name: An Institute
  website: "https://example.org"
keywords:
- "no"
- "2020-01-01"
- "a: b"
- "事"
license:
- "CC-BY-4.0"
- MIT
url: "https://example.org/things"
identifiers:
- type: doi
  value: "10.1234/things"
"""
    )
    assert complaints(tmp_path, text) == ""


def test_nobody_is_anonymous(described: Described, tmp_path: Path) -> None:
    text = citation_cff(described())
    assert "title: Untitled data package\nauthors:\n- name: anonymous\n" in text
    assert complaints(tmp_path, text) == ""


def test_a_licence_of_another_kind_is_told_by_its_address(described: Described, tmp_path: Path) -> None:
    text = citation_cff(described(licenses=[{"name": "own", "path": "https://example.org/own"}]))
    assert 'license-url: "https://example.org/own"' in text
    assert complaints(tmp_path, text) == ""


def test_the_check_refuses_what_is_none(described: Described, tmp_path: Path) -> None:
    assert "MIS" in complaints(tmp_path, citation_cff(described(licenses=[{"name": "MIT"}])).replace("MIT", "MIS"))


@pytest.mark.parametrize("language", ["zh"])
def test_another_language_does_as_well(described: Described, language: str) -> None:
    assert 'title: "事物"' in citation_cff(described(**{"proof:data": {"title": {language: "事物"}}}))


def test_every_licence_that_is_known_is_known_to_the_format(described: Described, tmp_path: Path) -> None:
    licences = [{"name": licence.spdx} for licence in _KNOWN.values()]
    assert complaints(tmp_path, citation_cff(described(licenses=licences))) == ""
