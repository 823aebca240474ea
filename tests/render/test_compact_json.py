"""JSON for people to edit: what fits on a line stands on one."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.render.json_text import compact_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=20,
)


def test_what_fits_stands_on_one_line_and_the_rest_is_indented() -> None:
    data = {"name": "towns", "fields": [{"name": "id", "type": "string"}, {"name": "name", "type": "string"}]}
    assert compact_json(data, width=40) == (
        "{\n"
        '  "name": "towns",\n'
        '  "fields": [\n'
        '    {"name": "id", "type": "string"},\n'
        '    {"name": "name", "type": "string"}\n'
        "  ]\n"
        "}\n"
    )


@given(VALUES, st.integers(1, 120))
def test_it_says_the_same_at_any_width(data: object, width: int) -> None:
    assert json.loads(compact_json(data, width=width)) == data
