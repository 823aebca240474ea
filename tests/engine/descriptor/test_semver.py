from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.semver import SemVer

# The order that clause 11 of the specification gives, with one more release at each end.
ORDERED = [
    "0.9.9",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.10",
    "1.2.0",
    "10.0.0",
]


def version(text: str) -> SemVer:
    found = SemVer.parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(ORDERED)))
def test_precedence_is_that_of_the_specification(lower: str, higher: str) -> None:
    assert version(lower) < version(higher)


def test_build_metadata_do_not_count() -> None:
    assert version("1.0.0+a") == version("1.0.0+b")


@pytest.mark.parametrize(
    "text", ["1", "1.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "1.0.0 ", "1.0.0\n", "１.0.0", ""]
)
def test_what_is_no_version_is_none(text: str) -> None:
    assert SemVer.parse(text) is None


words = st.lists(st.from_regex(r"(0|[1-9][0-9]{0,3}|[0-9]{0,2}[a-z-][0-9a-z-]{0,3})", fullmatch=True), max_size=3)


@given(st.tuples(*[st.integers(0, 999)] * 3), words, st.sampled_from(["", "b1", "001"]))
def test_parse_and_str_are_inverse(numbers: tuple[int, int, int], prerelease: list[str], build: str) -> None:
    made = SemVer(*numbers, tuple(prerelease), build)
    parsed = version(str(made))
    assert (parsed, str(parsed)) == (made, str(made))
