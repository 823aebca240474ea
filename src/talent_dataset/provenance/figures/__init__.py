"""Figures in English and Chinese text: numbers, percentages, dates, durations, ages, amounts of money."""

from __future__ import annotations

from talent_dataset.provenance.figures.figure import FINDER, Comparator, Figure, FigureKind, figures_sha256
from talent_dataset.provenance.figures.finder import find_figures

__all__ = ["FINDER", "Comparator", "Figure", "FigureKind", "figures_sha256", "find_figures"]
