"""Double-entry evidence: cells against sources, sources against cells.

``ledger`` holds the books as plain values, ``documents`` the documents at hand, ``audit`` the checks and the balance.
"""

from __future__ import annotations
