"""Reports and explanations as text and JSON; no new facts."""

from __future__ import annotations

from talent_dataset.render.lines import plain
from talent_dataset.render.text import quiet_lines, report_lines, verdict_lines

__all__ = ["plain", "quiet_lines", "report_lines", "verdict_lines"]
