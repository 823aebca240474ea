"""Publishers that die or fail at a chosen step, as processes forked from one that has everything imported.

Reads one job a line (JSON) on standard input, and answers each with a line: how the publisher ended (``done``,
``killed``, the name of an error) and the number of steps that it took. A step is a call that touches the disk or the
network.
"""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import obstore
import obstore.store
from obstore.exceptions import GenericError

from talent_dataset.release.publishing import folder as _folder  # noqa: F401 - imported before the fork
from talent_dataset.release.publishing import publication, withdrawal
from talent_dataset.release.publishing import storage as _storage  # noqa: F401 - as above
from talent_dataset.release.publishing.publication import publish
from talent_dataset.release.publishing.withdrawal import yank

ON_DISK = ("open", "write", "fsync", "close", "replace", "mkdir", "unlink", "rmdir", "listdir", "scandir")
# What a full disk refuses.
NEEDS_ROOM = ("open", "write", "mkdir", "fsync")
ON_NETWORK = ("get", "put", "delete", "list")


class Steps:
    """Counts the steps, and lets one of them fail.

    Args:
        at: The step that fails, from 1; 0 for none.
        kind: ``kill`` (before it is done; a write is half done), ``kill-after``, ``full`` (no room on the disk from
            then on), ``error`` (this step alone), ``lost`` (no network from then on), ``lost-after`` (the same, but
            this step is done: its answer is lost), ``wait`` (until there is a file ``go`` in ``folder``, where it puts
            a file ``waiting``).
    """

    def __init__(self, at: int, kind: str, folder: str = "") -> None:
        self.folder = Path(folder)
        self.at = at
        self.kind = kind
        self.count = 0
        self.is_counting = False

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
        raise GenericError("the connection is lost")

    def _half(self, name: str, real: Callable[..., Any], args: Any) -> None:
        if name == "write":
            real(args[0], args[1][: len(args[1]) // 2])

    def _wait(self) -> None:
        self.is_counting = False
        (self.folder / "waiting").touch()
        while not (self.folder / "go").exists():
            time.sleep(0.001)
        self.is_counting = True


def run(job: dict[str, Any]) -> tuple[str, int]:
    """Do one job in this process."""
    steps = Steps(job["at"], job["kind"], job.get("folder", ""))
    os.environ.update(job.get("environment", {}))
    if job["target"].startswith("s3:"):
        for name in ON_NETWORK:
            steps.wrap(obstore, name)
        _without_patience()
    else:
        for name in ON_DISK:
            steps.wrap(os, name)
        steps.wrap(io, "open")
    _count_from_target(steps)
    try:
        return _do(job), steps.count
    except Exception as error:  # noqa: BLE001 - told to the test
        steps.is_counting = False
        return f"{type(error).__name__}: {error}", steps.count


def _do(job: dict[str, Any]) -> str:
    if job["do"] == "yank":
        yank(job["target"], job["version"], "Wrong.", on="2026-02-03")
        return "done"
    done = publish(job["release"], job["target"], take_over=job.get("take_over", False))
    return "done" if done.is_new else "no-op"


def _without_patience() -> None:
    real = obstore.store.S3Store

    def store(*args: Any, **options: Any) -> Any:
        return real(*args, retry_config={"max_retries": 0}, **options)

    obstore.store.S3Store = store  # type: ignore[assignment,misc]


def _count_from_target(steps: Steps) -> None:
    """What comes before the target is touched changes nothing, and is tested elsewhere."""
    setattr(publication, "refuse_invalid", lambda *_: None)  # noqa: B010 - replaced where it is used
    for module in (publication, withdrawal):
        real = module.__dict__["target_of"]

        def target_of(place: str, real: Any = real) -> Any:
            steps.is_counting = True
            return real(place)

        setattr(module, "target_of", target_of)  # noqa: B010 - as above


def main() -> None:
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


if __name__ == "__main__":
    main()
