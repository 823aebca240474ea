"""Declare tables in Python, on pandera, and publish them as Data Packages."""

from __future__ import annotations

from talent_dataset.declare.config import TableConfig, rule
from talent_dataset.declare.field import Derived, Field
from talent_dataset.declare.package import Package
from talent_dataset.declare.table import Table
from talent_dataset.declare.vocabulary import Term, Vocabulary, both

__all__ = ["Derived", "Field", "Package", "Table", "TableConfig", "Term", "Vocabulary", "both", "rule"]
