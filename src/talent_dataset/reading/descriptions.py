"""Where in its JSON file a fault of a descriptor stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.descriptor.place import steps
from talent_dataset.reading.jsonplaces import Places

if TYPE_CHECKING:
    from talent_dataset.issues import Issue

_DECODER: Final = json.JSONDecoder()


@dataclass(slots=True)
class Description:
    """A descriptor with the files that it refers to; their places are found when something is wrong with them.

    Attributes:
        text: Gives the text of the descriptor.
        others: Gives the text of each file that it refers to, by its path there.
        broken: Line and column at which a file that it refers to is no JSON.
    """

    text: Callable[[], str]
    others: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    broken: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    _places: dict[str | None, Places] = field(default_factory=dict)

    def placed(self, issues: Iterable[Issue]) -> Iterator[Issue]:
        """Faults of the descriptor with the file, the line and the column in which they stand."""
        for issue in issues:
            is_of_descriptor = issue.code.startswith("descriptor/") and issue.path is not None
            yield self._placed(issue) if is_of_descriptor and issue.line is None else issue

    def _placed(self, issue: Issue) -> Issue:
        file: str | None = None
        way, places = steps(issue.path or ""), self._of(None)
        at, before = places.at([]), 0
        for number in range(len(way) + 1):
            at = places.at(way[before:number])
            named = self._named(places.text, at)
            if named in self.others and number < len(way):
                file, places, before = named, self._of(named), number
            elif named in self.broken:
                line, column = self.broken[named]
                return replace(issue, file=named, line=line, column=column)
        line, column = places.line(places.at(way[before:]))
        return replace(issue, file=file, line=line, column=column)

    def _of(self, file: str | None) -> Places:
        if file not in self._places:
            self._places[file] = Places(self.text() if file is None else self.others[file]())
        return self._places[file]

    @staticmethod
    def _named(text: str, at: int) -> str:
        """The path that stands at an offset, if a string does."""
        value: Any = _DECODER.raw_decode(text, at)[0] if text[at : at + 1] == '"' else ""
        return str(value)
