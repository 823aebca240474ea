"""The trial: each kind of perturbation many times, and how many of each the audit notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from talent_dataset.provenance.audit import audit
from talent_dataset.provenance.selftest.change import Perturbation, RowChange, applied
from talent_dataset.provenance.selftest.perturbations import OF_BOOKINGS, OF_CELLS, OF_ENTRIES

if TYPE_CHECKING:
    from talent_dataset.provenance.ledger import Ledger

PERTURBATIONS: tuple[Perturbation, ...] = (*OF_CELLS, *OF_ENTRIES, *OF_BOOKINGS)
_TRIES = 4
"""Draws for each perturbation that is wanted: some come to nothing, or to one that was tried."""

TrialFinding = tuple[str, str | None, int | None, str | None]


@dataclass(frozen=True, slots=True)
class PerturbationKind:
    """What became of the perturbations of one kind.

    Attributes:
        name: Slug of the kind.
        summary: What was done.
        tried: How many different ones were tried; 0 where the books have nothing of the sort.
        survivors: Those that the audit did not notice, each in a line.
        blind_spot: Why a machine cannot notice all of them, where it cannot.
    """

    name: str
    summary: str
    tried: int
    survivors: tuple[str, ...]
    blind_spot: str

    @property
    def caught(self) -> int:
        """How many the audit noticed."""
        return self.tried - len(self.survivors)


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """The whole trial.

    Attributes:
        kinds: Each kind, in the order in which they were tried.
        seed: By which all of it can be repeated.
    """

    kinds: tuple[PerturbationKind, ...]
    seed: int

    @property
    def tried(self) -> int:
        """How many were tried in all."""
        return sum(kind.tried for kind in self.kinds)

    @property
    def caught(self) -> int:
        """How many were noticed in all."""
        return sum(kind.caught for kind in self.kinds)


def self_test(
    ledger: Ledger,
    *,
    each: int = 200,
    seed: int = 0,
    perturbations: Iterable[Perturbation] = PERTURBATIONS,
    advance: Callable[[str, int, int], None] | None = None,
) -> TrialOutcome:
    """Perturb the books, one thing at a time, and see what the audit notices.

    A perturbation is noticed when the audit tells of an error that it does not tell of the books as they stand.

    Args:
        ledger: The books.
        each: How many perturbations of each kind; all different, so there may be fewer in small books.
        seed: The same seed gives the same perturbations of the same books, on every machine.
        perturbations: The kinds.
        advance: Called with the name of the kind, how many of it are done, and how many there are.
    """
    known = _findings(ledger)
    kinds = []
    for one in perturbations:
        changes = _drawn(one, ledger, each, Random(f"{seed}:{one.name}"))  # noqa: S311 - repeatable, not secret
        survivors = []
        for number, change in enumerate(changes, 1):
            if not _is_noticed(ledger, change, known):
                survivors.append(str(change))
            if advance:
                advance(one.name, number, len(changes))
        kinds.append(PerturbationKind(one.name, one.summary, len(changes), tuple(survivors), one.blind_spot))
    return TrialOutcome(tuple(kinds), seed)


def _drawn(one: Perturbation, ledger: Ledger, number: int, random: Random) -> list[RowChange]:
    """Different changes, drawn by chance."""
    return [change for change, _ in zip(_different(one, ledger, number * _TRIES, random), range(number), strict=False)]


def _different(one: Perturbation, ledger: Ledger, draws: int, random: Random) -> Iterator[RowChange]:
    targets = one.targets(ledger)
    seen = set()
    for _ in range(draws if targets else 0):
        change = one.change(ledger, random.choice(targets), random)
        # A change is drawn again and again in small books; counted once, it says as much.
        if change is not None and str(change) not in seen:
            seen.add(str(change))
            yield change


def _is_noticed(ledger: Ledger, change: RowChange, known: Counter[TrialFinding]) -> bool:
    return bool(_findings(applied(ledger, [change])) - known)


def _findings(ledger: Ledger) -> Counter[TrialFinding]:
    """The errors that the audit finds: what, and where."""
    issues = audit(ledger).issues
    return Counter((one.code, one.resource, one.row, one.field) for one in issues if one.severity == "error")
