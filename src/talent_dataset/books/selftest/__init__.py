"""The self-test of the books: they are perturbed in every way we know, and the audit has to notice."""

from __future__ import annotations

from talent_dataset.books.selftest.trial import Kind, Outcome, self_test

__all__ = ["Kind", "Outcome", "self_test"]
