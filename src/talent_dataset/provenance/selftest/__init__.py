"""The self-test of the books: they are perturbed in every way we know, and the audit has to notice."""

from __future__ import annotations

from talent_dataset.provenance.selftest.trial import PerturbationKind, TrialOutcome, self_test

__all__ = ["PerturbationKind", "TrialOutcome", "self_test"]
