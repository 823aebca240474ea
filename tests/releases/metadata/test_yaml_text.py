from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.releases.metadata.citation_file import yaml_text

TEXT = st.text(min_size=1)
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXT | st.booleans() | st.integers(),
    lambda inner: (
        st.lists(inner.filter(lambda one: not isinstance(one, list)), min_size=1)
        | st.dictionaries(st.from_regex(r"[a-z]{3,5}-x", fullmatch=True), inner, min_size=1)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.from_regex(r"[a-z]{3,5}-x", fullmatch=True), VALUES, min_size=1))
def test_what_is_written_is_read_again(values: dict[str, Any]) -> None:
    assert yaml.safe_load(yaml_text(values)) == values


@given(
    st.sampled_from(
        [
            "yes",
            "No",
            "~",
            "null",
            "1.0",
            "2020-01-01",
            "0x1",
            "1e3",
            "a: b",
            "# a",
            "- a",
            "",
            " a",
            "a\nb",
            "\x85",
            "\ufeff",
        ]
    )
)
def test_a_text_stays_a_text(text: str) -> None:
    assert yaml.safe_load(yaml_text({"a": [text]})) == {"a": [text]}


def test_what_is_not_there_is_not_written() -> None:
    assert yaml_text({"a": None, "b": "", "c": [], "d": {}, "e": "x"}) == "e: x\n"
