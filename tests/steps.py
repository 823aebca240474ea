"""Processes that die or fail at a chosen step, forked from one that has everything imported.

A script that calls `serve` reads one job a line (JSON) on standard input, and answers each with a line: how the job
ended (``killed``, or what the script says) and the number of steps that it took. A step is a call that touches the
disk or the network.
"""

from __future__ import annotations

import errno
import io
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ON_DISK = (
    "open",
    "write",
    "fsync",
    "close",
    "replace",
    "rename",
    "chmod",
    "mkdir",
    "unlink",
    "rmdir",
    "listdir",
    "scandir",
)
# What a full disk refuses.
NEEDS_ROOM = ("open", "write", "mkdir", "fsync")


class Steps:
    """Counts the steps, and lets one of them fail.

    Args:
        at: The step that fails, from 1; 0 for none.
        kind: ``kill`` (before it is done; a write is half done), ``kill-after``, ``full`` (no room on the disk from
            then on), ``error`` (this step alone), ``lost`` (no network from then on), ``lost-after`` (the same, but
            this step is done: its answer is lost), ``wait`` (until there is a file ``go`` in ``folder``, where it puts
            a file ``waiting``).
        lost: The error of a network that is lost.
    """

    def __init__(self, at: int, kind: str, folder: str = "", lost: type[Exception] = OSError) -> None:
        self.folder = Path(folder)
        self.at = at
        self.kind = kind
        self.lost = lost
        self.count = 0
        self.is_counting = False

    def wrap_disk(self) -> None:
        """Have every call of ``os`` that touches the disk count as a step."""
        for name in ON_DISK:
            self.wrap(os, name)
        self.wrap(io, "open")

    def wrap(self, owner: Any, name: str) -> None:
        """Have a function of a module count as a step."""
        setattr(owner, name, self._step(name, getattr(owner, name)))

    def _step(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            if not self.is_counting:
                return real(*args, **options)
            self.count += 1
            if self.count < self.at or not self.at:
                return real(*args, **options)
            return self._fail(name, real, args, options)

        return step

    def _fail(self, name: str, real: Callable[..., Any], args: Any, options: Any) -> Any:
        """This step, or one after it, with the fault."""
        is_first = self.count == self.at
        if self.kind == "wait" and is_first:
            self._wait()
        if self.kind.startswith(("kill", "lost")):
            self._end(name, real, args, options)
        if self.kind == "full" and name in NEEDS_ROOM:
            self._half(name, real, args)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.kind == "error" and is_first:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **options)

    def _end(self, name: str, real: Callable[..., Any], args: Any, options: Any) -> None:
        """No more steps than this one, which is done, half done or not done."""
        if self.kind.endswith("after") and self.count == self.at:
            real(*args, **options)
        elif self.kind == "kill":
            self._half(name, real, args)
        if self.kind.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        raise self.lost("the connection is lost")

    def _half(self, name: str, real: Callable[..., Any], args: Any) -> None:
        if name == "write":
            real(args[0], args[1][: len(args[1]) // 2])

    def _wait(self) -> None:
        self.is_counting = False
        (self.folder / "waiting").touch()
        while not (self.folder / "go").exists():
            time.sleep(0.001)
        self.is_counting = True


def serve(run: Callable[[dict[str, Any]], tuple[str, int]]) -> None:
    """Do each job in a process of its own."""
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            outcome = run(json.loads(line))
            # Not by `os.write`: that may be a step.
            with open(writing, "w") as answer:  # noqa: PTH123
                json.dump(outcome, answer)
            os._exit(0)
        os.close(writing)
        with open(reading) as answers:  # noqa: PTH123
            text = answers.read()
        os.waitpid(child, 0)
        sys.stdout.write((text or '["killed", 0]') + "\n")
        sys.stdout.flush()


class Worker:
    """Has a script that calls `serve` do one job after another, each in a process of its own.

    Args:
        module: The script.
    """

    def __init__(self, module: str) -> None:
        command = [sys.executable, "-m", module]
        root = Path(__file__).parents[1]
        self._process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, **job: Any) -> None:
        """Have a job begin."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()

    def has_ended(self) -> bool:
        """Whether it has ended."""
        assert self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def end(self) -> tuple[str, int]:
        """Wait until it has ended: how, and after how many steps."""
        assert self._process.stdout is not None
        how, steps = json.loads(self._process.stdout.readline())
        return how, steps

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
