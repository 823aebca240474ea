"""What happens to a version after it was published stays in its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from talent_dataset.cli import main
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.releases.publishing import publish, unyank, verify, yank

if TYPE_CHECKING:
    from tests.releases.publishing.conftest import Place, Writer

FIRST = {"event": "yank", "reason": "A date is wrong.", "on": "2026-02-03"}
SECOND = {"event": "yank", "reason": "Two dates are wrong.", "on": "2026-02-04"}
LIFTED = {"event": "unyank", "reason": "They were right.", "on": "2026-02-05"}


@pytest.fixture
def published(place: Place, release: Writer) -> Place:
    publish(release("1.0.0"), place.target)
    return place


def test_a_second_reason_counts_and_the_first_stays_in_the_history(published: Place) -> None:
    yank(published.target, "1.0.0", FIRST["reason"], on=FIRST["on"])
    one = published.index()["versions"][0]
    assert (one["yanked"], "history" in one) == ({"reason": FIRST["reason"], "on": FIRST["on"]}, False)
    yank(published.target, "1.0.0", SECOND["reason"], on=SECOND["on"])
    one = published.index()["versions"][0]
    assert one["yanked"] == {"reason": SECOND["reason"], "on": SECOND["on"]}
    assert one["history"] == [FIRST, SECOND]


def test_a_withdrawal_that_is_taken_back_leaves_its_history_and_the_version_is_the_latest_again(
    published: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    yank(published.target, "1.0.0", FIRST["reason"], on=FIRST["on"])
    assert published.index()["latest"] is None
    for _ in range(2):  # an answer that was lost is asked for again
        unyank(published.target, "1.0.0", LIFTED["reason"], on=LIFTED["on"])
    index = published.index()
    assert (index["latest"], index["versions"][0]["yanked"]) == ("1.0.0", None)
    assert index["versions"][0]["history"] == [FIRST, LIFTED]
    assert verify(published.target).to_dict()["versions"][0]["history"] == [FIRST, LIFTED]
    assert main(["versions", published.target]) == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[1:]] == [
        "1.0.0  2026-01-02  latest",
        "withdrawn on 2026-02-03: A date is wrong.",
        "taken back on 2026-02-05: They were right.",
    ]


def test_what_is_not_withdrawn_cannot_be_taken_back(published: Place) -> None:
    with pytest.raises(CannotCheckError, match=r"Version 1\.0\.0 is not withdrawn\."):
        unyank(published.target, "1.0.0", "Why not?")


def test_nothing_is_taken_back_without_a_reason(published: Place) -> None:
    with pytest.raises(CannotCheckError, match="for a reason"):
        unyank(published.target, "1.0.0", "  ")


def test_the_command_takes_back_and_says_what_is_the_latest(
    published: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    yank(published.target, "1.0.0", "Wrong.")
    assert main(["unyank", published.target, "1.0.0", "--reason", "It was right."]) == 0
    assert capsys.readouterr().out == "Version 1.0.0 is withdrawn no more.\nlatest: 1.0.0\n"
