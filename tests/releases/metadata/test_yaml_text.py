from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.releases.metadata.yaml_metadata import yaml_text

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


def test_no_text_hides_anything_or_turns_the_direction_of_a_line() -> None:
    text = "a\u202eb\u200bc\u2066d\xade"
    written = yaml_text({"a": text})
    assert written == 'a: "a\\u202eb\\u200bc\\u2066d\\u00ade"\n'
    assert yaml.safe_load(written) == {"a": text}


def test_what_is_a_number_to_one_version_of_yaml_alone_stands_in_quotes() -> None:
    assert yaml_text({"a": ["1e3", "0o7", "12:30", "y"]}) == 'a:\n- "1e3"\n- "0o7"\n- "12:30"\n- "y"\n'
