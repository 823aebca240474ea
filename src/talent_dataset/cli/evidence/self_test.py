"""``talent-dataset evidence self-test``: put the books wrong on purpose, and count what the audit notices."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from talent_dataset.cli import commands, output
from talent_dataset.cli.evidence import opening
from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.render.columns import fit, pad
from talent_dataset.render.lines import Line, Style, line, paragraph, visible

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from talent_dataset.provenance.ledger import Ledger
    from talent_dataset.provenance.selftest import PerturbationKind, TrialOutcome

EXAMPLES = """\
examples:
  talent-dataset evidence self-test                     50 of each kind
  talent-dataset evidence self-test --each 300 --seed 7
  talent-dataset evidence self-test --limit all         every one not noticed

Nothing is written: the books are perturbed in memory. With the documents
(--texts, or TALENT_DATASET_TEXTS) more kinds can be tried, and more is noticed.
"""
_HEADS = ("tried", "caught")
_NUMBER = 8
_INDENT = 2


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
    output.put(
        options.format, lambda: _plain(outcome), lambda: trial_lines(outcome, width=output.width(), limit=options.limit)
    )


def _plain(outcome: TrialOutcome) -> dict[str, Any]:
    kinds = [{**asdict(kind), "caught": kind.caught} for kind in outcome.kinds]
    return {"seed": outcome.seed, "tried": outcome.tried, "caught": outcome.caught, "kinds": kinds}


def trial_lines(outcome: TrialOutcome, *, width: int = 80, limit: int | None = 3) -> Iterator[Line]:
    """The outcome in lines of ``width`` columns.

    Args:
        outcome: Of the self-test.
        width: Columns of the screen.
        limit: Survivors to show of each kind; ``None``: all.
    """
    first = max(len(kind.name) for kind in outcome.kinds)
    heads = "".join(pad(head, _NUMBER, right=True) for head in _HEADS)
    yield line((pad("kind", first), "label"), (heads, "label"), ("  what was put wrong", "label"))
    for kind in outcome.kinds:
        yield _row(kind, first, width)
    yield line()
    for kind in outcome.kinds:
        if kind.survivors:
            yield from _survivors(kind, width, limit)
    yield from _verdict(outcome, width)


def _row(kind: PerturbationKind, first: int, width: int) -> Line:
    numbers = pad(f"{kind.tried:,}", _NUMBER, right=True)
    caught = pad(f"{kind.caught:,}", _NUMBER, right=True)
    style: Style = "bad" if kind.survivors else ""
    room = width - first - 2 * _NUMBER - _INDENT
    return line(pad(kind.name, first), numbers, (caught, style), "  ", (fit(kind.summary, room), "label"))


def _survivors(kind: PerturbationKind, width: int, limit: int | None) -> Iterator[Line]:
    why = kind.blind_spot or "they should have been caught: this is a gap in the checks"
    yield from paragraph(f"{kind.name}: {len(kind.survivors):,} not noticed; {why}", width)
    for one in kind.survivors[:limit]:
        yield line(" " * _INDENT, (fit(visible(one), width - _INDENT), "sample"))
    if limit is not None and len(kind.survivors) > limit:
        yield line(" " * _INDENT, (f"and {len(kind.survivors) - limit:,} more", "label"))
    yield line()


def _verdict(outcome: TrialOutcome, width: int) -> list[Line]:
    share = f"{outcome.caught / outcome.tried:.1%}" if outcome.tried else "nothing was tried"
    text = f"{outcome.caught:,} of {outcome.tried:,} perturbations caught ({share}), seed {outcome.seed}."
    return paragraph(text, width, style="good" if outcome.caught == outcome.tried > 0 else "bad")
