"""A report holds long texts cut, and says so; short ones whole."""

from __future__ import annotations

import pytest

from talent_dataset.engine.issues import Issue
from talent_dataset.engine.validation.tally import LONGEST, Tally

WHOLE = "x" * LONGEST
LONG = WHOLE + "x"
CUT = WHOLE + "..."


def kept(issue: Issue) -> Issue:
    tally = Tally()
    tally.add(issue)
    (found,) = tally.issues(["t"])
    return found


def issue(text: str, *, longest: str) -> Issue:
    parts = {part: text if part == longest else "x" for part in ("message", "hint", "cell", "cells", "key")}
    return Issue(
        code="cell/type",
        resource="t",
        row=2,
        message=parts["message"],
        hint=parts["hint"],
        cell=parts["cell"],
        cells={"a": parts["cells"], "b": None},
        key={"id": parts["key"], "n": 1},
    )


@pytest.mark.parametrize("part", ["message", "hint", "cell", "cells", "key"])
def test_a_text_that_is_too_long_is_cut_and_the_others_stay(part: str) -> None:
    assert kept(issue(LONG, longest=part)) == issue(CUT, longest=part)


@pytest.mark.parametrize("part", ["message", "hint", "cell", "cells", "key"])
def test_a_text_of_the_greatest_length_stays_whole(part: str) -> None:
    assert kept(issue(WHOLE, longest=part)) == issue(WHOLE, longest=part)


def test_what_is_not_there_is_not_made_up() -> None:
    bare = Issue(code="cell/type", resource="t", message=LONG)
    found = kept(bare)
    assert (found.cell, found.cells, found.key) == (bare.cell, bare.cells, bare.key)
