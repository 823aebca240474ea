"""The outputs of a report: a file each, and a row here.

A new one is a module with a function that makes a text of a report, and a row of ``OUTPUTS``; or, in a distribution of
its own, an entry point of the group ``talent_dataset.outputs`` that names the function. Whatever takes ``--format`` for
a report knows it then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

    from talent_dataset.engine.report import Report

GROUP: Final = "talent_dataset.outputs"


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What an output may want to know beside the report.

    Attributes:
        base: Folder that goes before the files of issues, so that places can be opened from where the user is.
        width: Columns of the screen.
        is_brief: Whether one line for each cause is wanted, and the verdict.
    """

    base: str = ""
    width: int = 80
    is_brief: bool = False


MakeOutput = Callable[["Report", ReportContext], str]

OUTPUTS: Final[Mapping[str, str]] = {
    "text": "talent_dataset.render.text:as_text",
    "json": "talent_dataset.render.json_text:to_json",
}
"""Name to ``module:function``: a module is imported when its output is asked for."""


class OutputNames(Collection[str]):
    """The names of all outputs; those that are installed are looked for only where a name is not one of ours."""

    def __contains__(self, name: object) -> bool:
        return name in OUTPUTS or name in _installed().names

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*OUTPUTS, *sorted(_installed().names))))

    def __len__(self) -> int:
        return len(list(iter(self)))


def output_of(name: str) -> MakeOutput:
    """The function behind the name of an output.

    Raises:
        KeyError: There is none of that name.
    """
    if name in OUTPUTS:
        module, _, function = OUTPUTS[name].partition(":")
        make: MakeOutput = getattr(import_module(module), function)
    else:
        make = _installed()[name].load()
    return make


def _installed() -> EntryPoints:
    # Looking through what is installed takes longer than a small package takes to validate.
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)
