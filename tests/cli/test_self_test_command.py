from __future__ import annotations

from talent_dataset.cli.evidence.self_test import trial_lines
from talent_dataset.provenance.selftest import PerturbationKind, TrialOutcome
from talent_dataset.render import plain

OUTCOME = TrialOutcome(
    (
        PerturbationKind("digit", "a digit of a number is another", 1200, (), ""),
        PerturbationKind(
            "stretch", "a quote is another of its source", 9, ("evidence/e1: start '1' -> '2'", "b", "c"), "why not"
        ),
        PerturbationKind("unseen", "something else", 2, ("x",), ""),
    ),
    seed=7,
)


def test_a_trial_is_a_line_a_kind_then_what_was_not_noticed_and_why() -> None:
    assert plain(trial_lines(OUTCOME, width=60, limit=2)) == (
        "kind      tried  caught  what was put wrong\n"
        "digit     1,200   1,200  a digit of a number is another\n"
        "stretch       9       6  a quote is another of its source\n"
        "unseen        2       1  something else\n"
        "\n"
        "stretch: 3 not noticed; why not\n"
        "  evidence/e1: start '1' -> '2'\n"
        "  b\n"
        "  and 1 more\n"
        "\n"
        "unseen: 1 not noticed; they should have been caught: this is\n"
        "a gap in the checks\n"
        "  x\n"
        "\n"
        "1,207 of 1,211 perturbations caught (99.7%), seed 7.\n"
    )


def test_nothing_tried_is_no_success() -> None:
    outcome = TrialOutcome((PerturbationKind("digit", "a digit", 0, (), ""),), seed=0)
    last = list(trial_lines(outcome))[-1]
    assert (last.text, last.spans[1].style) == ("0 of 0 perturbations caught (nothing was tried), seed 0.", "bad")
