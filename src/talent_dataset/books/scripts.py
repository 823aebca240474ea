"""Debit: a text stands in the column of its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from talent_dataset.books.cells.kinds import kinds_of
from talent_dataset.books.cells.wording import HAN

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger
    from talent_dataset.issues import Issue

_LATIN: Final = re.compile(r"[A-Za-z]")
# Names such as BRISC or WeChat stand in Chinese as they are; several words are a text in another language.
_WORDS: Final = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")


def strayed(ledger: Ledger) -> Iterator[Issue]:
    """Texts in the column of another language, told by their script (``evidence/language``)."""
    for table in ledger.facts():
        texts = [name for name, kind in kinds_of(ledger, table).items() if kind in {"text", "name"}]
        for name in texts:
            language = next((tag for tag, end in ledger.books.languages.items() if name.endswith(end)), "")
            for row in table.rows if language else ():
                if _is_foreign(row.get(name), language):
                    message = f"The text is not in the language of its column, {language!r}."
                    hint = "Move it to the column of its language; where there is no text in this one, leave it empty."
                    yield ledger.issue(row, "evidence/language", message, name=name, hint=hint)


def _is_foreign(text: str, language: str) -> bool:
    """Whether a text has nothing but the letters of the other script."""
    tag = language.partition("-")[0]
    if tag == "en":
        return HAN.search(text) is not None and not _LATIN.search(text)
    return tag == "zh" and _WORDS.search(text) is not None and not HAN.search(text)
