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

from talent_dataset.engine.report import Skipped
from talent_dataset.provenance import basis, bookings, budget, conflicts, listing, prose, quotes, stated_values

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import Ledger

Need = Literal["documents", "figures", "repairs", "conflicts"]
Balance = Callable[["Ledger"], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class AuditCheck:
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
class Audited:
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


CHECKS: tuple[AuditCheck, ...] = (
    AuditCheck("evidence/backing", basis.naked),
    AuditCheck("evidence/orphan", basis.orphans),
    AuditCheck("evidence/orphan", quotes.sourceless),
    AuditCheck("evidence/basis", basis.baseless),
    AuditCheck("evidence/quote", quotes.miscounted),
    AuditCheck("evidence/quote", quotes.misplaced, needs=("documents",)),
    AuditCheck("evidence/quote", quotes.cut, needs=("documents",)),
    AuditCheck("source/document", quotes.strange_documents, needs=("documents",)),
    AuditCheck("evidence/value", stated_values.misread),
    AuditCheck("evidence/value", stated_values.half_read),
    AuditCheck("evidence/concludes", stated_values.unsigned),
    AuditCheck("evidence/computed", stated_values.miscomputed),
    AuditCheck("evidence/restored", stated_values.misrestored),
    AuditCheck("evidence/prose", prose.unproved),
    AuditCheck("evidence/language", prose.unlike),
    AuditCheck("evidence/language", basis.strayed),
    AuditCheck("evidence/repair", basis.mismeasured, needs=("repairs",)),
    AuditCheck("evidence/repair", basis.undone, needs=("repairs", "documents")),
    AuditCheck("evidence/length", budget.long),
    AuditCheck("evidence/share", budget.share),
    AuditCheck("evidence/unused", basis.repeated),
    AuditCheck("figures/list", listing.mislisted, needs=("figures",)),
    AuditCheck("figures/list", listing.outdated, needs=("figures", "documents")),
    AuditCheck("figures/unbooked", bookings.unbooked, needs=("figures",)),
    AuditCheck("figures/booking", bookings.misbooked, needs=("figures",)),
    AuditCheck("figures/reason", bookings.unreasoned, needs=("figures",)),
    AuditCheck("conflicts/missing", conflicts.missing, needs=("conflicts",)),
    AuditCheck("conflicts/settled", conflicts.settled, needs=("conflicts",)),
    AuditCheck("conflicts/open", conflicts.undecided, needs=("conflicts",)),
)

BALANCES: tuple[Balance, ...] = (
    stated_values.balance,
    quotes.balance,
    bookings.balance,
    conflicts.balance,
    budget.balance,
)


def audit(ledger: Ledger, checks: Iterable[AuditCheck] = CHECKS) -> Audited:
    """Run the checks, and strike the balance.

    Args:
        ledger: The books.
        checks: Those to run.
    """
    issues: list[Issue] = []
    skipped: list[Skipped] = []
    run = 0
    for check in checks:
        # A check may be skipped for some documents, and run for the others.
        skipped += _skips(check, ledger)
        if not _lacks(check, ledger):
            issues += check.find(ledger)
            run += 1
    balance: dict[str, Any] = {}
    for part in BALANCES:
        balance |= part(ledger)
    return Audited(tuple(issues), run, tuple(dict.fromkeys(skipped)), balance)


def _lacks(check: AuditCheck, ledger: Ledger) -> bool:
    """Whether nothing is there for the check."""
    return any(_is_absent(need, ledger) for need in check.needs)


def _is_absent(need: Need, ledger: Ledger) -> bool:
    return not ledger.documents.found if need == "documents" else getattr(ledger.books, need) is None


def _skips(check: AuditCheck, ledger: Ledger) -> Iterator[Skipped]:
    for need in check.needs:
        if need == "documents":
            yield from _without_documents(check, ledger)
        elif _is_absent(need, ledger):
            yield Skipped(check.code, f"the books name no table of {need}", sort="not-there")


def _without_documents(check: AuditCheck, ledger: Ledger) -> Iterator[Skipped]:
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
