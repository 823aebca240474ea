"""The loop of an adapter: a line in, a line of JSON out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from typing import Any

Answer = Callable[[str], Any]


def serve(answers: Mapping[str, Answer], version: Callable[[], str]) -> None:
    """Print the version, or answer the lines of standard input in the way that the first argument names."""
    asked = sys.argv[1]
    if asked == "version":
        print(version())
        return
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # A validator that prints something does not disturb the answers.
    with redirect_stdout(sys.stderr):
        for line in sys.stdin:
            print(json.dumps(_answer(answers[asked], line.rstrip("\n")), default=str), file=out, flush=True)


def _answer(answer: Answer, line: str) -> Any:
    """The answer; any exception is a crash of the validator."""
    try:
        return answer(line)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the result
        return {"crash": f"{type(error).__name__}: {error}"[:300]}
