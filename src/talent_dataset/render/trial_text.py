"""The outcome of a self-test as text: a line a kind, then what was not noticed, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from talent_dataset.render.columns import fit, pad
from talent_dataset.render.lines import Line, Style, line, paragraph, visible

if TYPE_CHECKING:
    from talent_dataset.provenance.selftest import PerturbationKind, TrialOutcome

_HEADS = ("tried", "caught")
_NUMBER = 8
_INDENT = 2


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
