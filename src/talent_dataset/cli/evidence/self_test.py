"""``talent-dataset evidence self-test``: put the books wrong on purpose, and count what the audit notices."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from talent_dataset.cli import commands, output
from talent_dataset.cli.evidence import opening
from talent_dataset.engine.errors import InvalidDataError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from talent_dataset.provenance.ledger import Ledger
    from talent_dataset.provenance.selftest import TrialOutcome

EXAMPLES = """\
examples:
  talent-dataset evidence self-test                     50 of each kind
  talent-dataset evidence self-test --each 300 --seed 7
  talent-dataset evidence self-test --limit all         every one not noticed

Nothing is written: the books are perturbed in memory. With the documents
(--texts, or TALENT_DATASET_TEXTS) more kinds can be tried, and more is noticed.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    opening.add_package(parser)
    parser.add_argument("--each", metavar="N", type=int, default=50, help="perturbations of each kind; default: 50")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="by which a trial is repeated; default: 0")
    parser.add_argument(
        "--limit", metavar="N", type=output.limit, default=3, help="show N of each kind not noticed, or all; default: 3"
    )
    output.add_format(parser)


def run(options: Namespace) -> int:
    """Try, and tell how many were caught; 1 where one was missed that a machine could have told."""
    from talent_dataset.provenance.selftest import self_test
    from talent_dataset.render.progress import progress

    ledger = _balanced(options)
    with progress(is_counted=True) as advance:
        outcome = self_test(ledger, each=options.each, seed=options.seed, advance=advance)
    _show(outcome, options)
    return commands.INVALID if any(kind.survivors and not kind.blind_spot for kind in outcome.kinds) else commands.VALID


def _balanced(options: Namespace) -> Ledger:
    """The books of a valid package.

    Raises:
        CannotCheckError: It keeps no books.
        InvalidDataError: It is not valid as it stands.
    """
    ledger, run = opening.open_books(options)
    if run.tally.errors:
        raise InvalidDataError(
            "The package is not valid as it stands, so nothing can be said of what would be noticed.",
            hint="`talent-dataset validate` says what is wrong.",
        )
    return ledger


def _show(outcome: TrialOutcome, options: Namespace) -> None:
    from talent_dataset.render.trial_text import trial_lines

    output.put(
        options.format, lambda: _plain(outcome), lambda: trial_lines(outcome, width=output.width(), limit=options.limit)
    )


def _plain(outcome: TrialOutcome) -> dict[str, Any]:
    kinds = [{**asdict(kind), "caught": kind.caught} for kind in outcome.kinds]
    return {"seed": outcome.seed, "tried": outcome.tried, "caught": outcome.caught, "kinds": kinds}
