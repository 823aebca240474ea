"""Whether the books balance: a registry of checks, each a function of the ledger.

A check yields issues, one for each thing that is wrong, at the row and cell where it is to be mended
(``ledger.issue(row, code, message, name=field)``); it changes nothing, and needs no other check to have run. What
several checks need is computed once and kept in the ledger or in a cached function. A check says what it ``needs``:
where that is not there it is skipped, with the reason; of documents, a check looks only at those at hand, and the
report names the others.

To add a check, write such a function in a module of its own, and add it to ``CHECKS``; to add to the balance, write a
function of the ledger that returns a part of it, and add it to ``BALANCES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from talent_dataset.books import (
    backing,
    basis,
    budget,
    conflicts,
    credit,
    listing,
    prose,
    quotes,
    repairs,
    scripts,
    unused,
    values,
)
from talent_dataset.report import Skipped

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger
    from talent_dataset.issues import Issue

Need = Literal["documents", "figures", "repairs", "conflicts"]
Balance = Callable[["Ledger"], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        code: Code of its issues; of several, the first in the order of importance. Skips are told under it.
        find: Finds what is wrong.
        needs: What must be there for it: documents, or a table of the books that need not be declared.
    """

    code: str
    find: Callable[[Ledger], Iterable[Issue]]
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """What came of it.

    Attributes:
        issues: What is wrong, check by check.
        run: Number of checks run.
        skipped: Checks that did not run, or not on all documents.
        balance: Both sides of the books in numbers: ``Report.books``.
    """

    issues: tuple[Issue, ...]
    run: int
    skipped: tuple[Skipped, ...]
    balance: Mapping[str, Any]


CHECKS: tuple[Check, ...] = (
    Check("evidence/backing", backing.naked),
    Check("evidence/orphan", backing.orphans),
    Check("evidence/orphan", quotes.sourceless),
    Check("evidence/basis", basis.baseless),
    Check("evidence/quote", quotes.miscounted),
    Check("evidence/quote", quotes.misplaced, needs=("documents",)),
    Check("evidence/quote", quotes.cut, needs=("documents",)),
    Check("source/document", quotes.strange_documents, needs=("documents",)),
    Check("evidence/value", values.misread),
    Check("evidence/value", values.half_read),
    Check("evidence/concludes", values.unsigned),
    Check("evidence/computed", values.miscomputed),
    Check("evidence/restored", values.misrestored),
    Check("evidence/prose", prose.unproved),
    Check("evidence/language", prose.unlike),
    Check("evidence/language", scripts.strayed),
    Check("evidence/repair", repairs.mismeasured, needs=("repairs",)),
    Check("evidence/repair", repairs.undone, needs=("repairs", "documents")),
    Check("evidence/length", budget.long),
    Check("evidence/share", budget.share),
    Check("evidence/unused", unused.repeated),
    Check("figures/list", listing.mislisted, needs=("figures",)),
    Check("figures/list", listing.outdated, needs=("figures", "documents")),
    Check("figures/unbooked", credit.unbooked, needs=("figures",)),
    Check("figures/booking", credit.misbooked, needs=("figures",)),
    Check("figures/reason", credit.unreasoned, needs=("figures",)),
    Check("conflicts/missing", conflicts.missing, needs=("conflicts",)),
    Check("conflicts/settled", conflicts.settled, needs=("conflicts",)),
    Check("conflicts/open", conflicts.undecided, needs=("conflicts",)),
)

BALANCES: tuple[Balance, ...] = (values.balance, quotes.balance, credit.balance, conflicts.balance, budget.balance)


def audit(ledger: Ledger, checks: Iterable[Check] = CHECKS) -> Audit:
    """Run the checks, and strike the balance.

    Args:
        ledger: The books.
        checks: Those to run.
    """
    issues: list[Issue] = []
    skipped: list[Skipped] = []
    run = 0
    for check in checks:
        skipped += _skips(check, ledger)
        if not _lacks(check, ledger):
            issues += check.find(ledger)
            run += 1
    balance: dict[str, Any] = {}
    for part in BALANCES:
        balance |= part(ledger)
    return Audit(tuple(issues), run, tuple(dict.fromkeys(skipped)), balance)


def _lacks(check: Check, ledger: Ledger) -> bool:
    """Whether nothing is there for the check."""
    return any(_is_absent(need, ledger) for need in check.needs)


def _is_absent(need: Need, ledger: Ledger) -> bool:
    return not ledger.documents.found if need == "documents" else getattr(ledger.books, need) is None


def _skips(check: Check, ledger: Ledger) -> Iterator[Skipped]:
    for need in check.needs:
        if need == "documents":
            yield from _without_documents(check, ledger)
        elif _is_absent(need, ledger):
            yield Skipped(check.code, f"the books name no table of {need}", sort="not-there")


def _without_documents(check: Check, ledger: Ledger) -> Iterator[Skipped]:
    """Why documents are not at hand, each reason once, and for which sources where not for all."""
    reasons: dict[str, list[str]] = {}
    for source, reason in ledger.documents.missing.items():
        reasons.setdefault(reason, []).append(source)
    book = ledger.books.figures if "figures" in check.needs else ledger.books.evidence
    for reason, sources in reasons.items():
        is_all = len(sources) == len(ledger.sources)
        yield Skipped(check.code, reason if is_all else f"{_listed(sources)}: {reason}", book, "not-at-hand")


def _listed(names: list[str]) -> str:
    few = 5
    rest = len(names) - few
    return ", ".join(names[:few]) + (f" and {rest:,} more" if rest > 0 else "")
