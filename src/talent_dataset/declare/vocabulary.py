"""Closed lists of codes, each with a label and a definition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from talent_dataset.declare.text import Texts
from talent_dataset.errors import DeclarationError


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a vocabulary.

    Attributes:
        code: What stands in the cell.
        label: A word or two for people, by language.
        definition: What the code means, in a sentence, by language.
    """

    code: str
    label: Texts
    definition: Texts


class Vocabulary:
    """A closed list of terms; a field that names it admits their codes and nothing else.

    Raises:
        DeclarationError: The list is empty, or a code stands in it twice.
    """

    def __init__(self, *terms: Term) -> None:
        repeated = [code for code, count in Counter(term.code for term in terms).items() if count > 1]
        if not terms:
            raise DeclarationError("A vocabulary has no terms, so that no value would fit it.")
        if repeated:
            raise DeclarationError(
                f"A vocabulary lists the code {repeated[0]!r} twice.",
                hint="Was a term copied, and its code not changed?",
            )
        self.terms = terms

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order in which they were declared."""
        return tuple(term.code for term in self.terms)
