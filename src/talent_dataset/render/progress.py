"""A progress bar for work that takes long: on a terminal only, and gone when the work is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from talent_dataset.render.columns import fit
from talent_dataset.render.lines import visible

if TYPE_CHECKING:
    from rich.progress import Progress

# Name of the resource, bytes done, bytes in all where they are known.
Advance = Callable[[str, int, int | None], None]
_PATIENCE = 1.0
_LONGEST_NAME = 30


@contextmanager
def progress(
    stream: TextIO | None = None, *, patience: float = _PATIENCE, is_counted: bool = False
) -> Iterator[Advance | None]:
    """What to call after each step of long work; ``None`` where there is no terminal to show it on.

    Args:
        stream: Where the bar is drawn, standard error by default, so that a report on standard output stays clean.
        patience: Seconds before there is a bar at all.
        is_counted: The numbers are of things done, not of bytes.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield None
        return
    bar = Bar(stream, patience, is_counted=is_counted)
    try:
        yield bar
    finally:
        bar.close()


class Bar:
    """A bar that appears when the work has taken longer than ``patience`` seconds."""

    def __init__(self, stream: TextIO, patience: float, *, is_counted: bool = False) -> None:
        self._stream = stream
        self._is_counted = is_counted
        self._from = time.monotonic() + patience
        self._bar: Progress | None = None
        self._task: Any = None

    def __call__(self, resource: str, done: int, total: int | None) -> None:
        """Show how far the reading of a resource is."""
        if self._bar is None and time.monotonic() < self._from:
            return
        bar = self._bar or self._open()
        bar.update(self._task, description=fit(visible(resource), _LONGEST_NAME), completed=done, total=total)

    def _open(self) -> Progress:
        """Draw the empty bar."""
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        done = MofNCompleteColumn() if self._is_counted else DownloadColumn()
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), done, TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(file=self._stream), transient=True)
        # The total of a resource is not known before its first bytes.
        self._task = self._bar.add_task("", total=None)
        self._bar.start()
        return self._bar

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
