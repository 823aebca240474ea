"""Closed lists of codes, each with a label and a definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from talent_dataset.declare import arguments
from talent_dataset.engine.errors import DeclarationError

Texts = str | Mapping[str, str]
"""A text in one unnamed language, or language tag (BCP 47) to text."""


def both(en: str, zh: str) -> dict[str, str]:
    """A text in English and in simplified Chinese."""
    return {"en": en, "zh": zh}


def plain(text: Texts | None) -> str | None:
    """The text for a reader that knows one language only: English where there is English, else the first."""
    if text is None or isinstance(text, str):
        return text or None
    return text.get("en") or next(iter(text.values()), None)


def by_language(text: Texts | None) -> dict[str, str] | None:
    """Language to text, or ``None`` where the text names no language."""
    return None if text is None or isinstance(text, str) else dict(text)


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a vocabulary.

    Attributes:
        code: What stands in the cell.
        label: A word or two for people, by language.
        definition: What the code means, in a sentence, by language.

    Raises:
        DeclarationError: One of them is empty, or no text.
    """

    code: str
    label: Texts
    definition: Texts

    def __post_init__(self) -> None:
        said = {"code": self.code, "label": self.label, "definition": self.definition}
        arguments.refuse(f"The term {self.code!r}:", said, arguments.TERM)


class Vocabulary:
    """A closed list of terms; a field that names it admits their codes and nothing else.

    Raises:
        DeclarationError: The list is empty, holds what is no ``Term``, or a code stands in it twice.
    """

    def __init__(self, *terms: Term) -> None:
        for term in terms:
            if not isinstance(term, Term):
                raise DeclarationError(
                    f"A vocabulary is made of terms, not {arguments.shown(term)}.",
                    hint='Write Vocabulary(Term("code", "Label", "What it means."), ...), one argument a term.',
                )
        repeated = [code for code, count in Counter(term.code for term in terms).items() if count > 1]
        if not terms:
            hint = 'Write Vocabulary(Term("code", "Label", "What it means."), ...).'
            raise DeclarationError("A vocabulary has no terms, so that no value would fit it.", hint=hint)
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
