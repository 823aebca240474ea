"""Double-entry evidence: cells against sources, sources against cells.

``ledger`` holds the books as plain values, ``documents`` the documents at hand, ``audit`` the checks and the balance.
"""

from __future__ import annotations

from talent_dataset.provenance.figures import FINDER, Figure, figures_sha256, find_figures

__all__ = ["FINDER", "Figure", "figures_sha256", "find_figures"]
