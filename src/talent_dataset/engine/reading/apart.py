"""Files in which polars trusts what they say of their own sizes are read by a process of its own.

A few wrong bytes in a file of Parquet or Arrow make polars (2.1) ask for more memory than there is, and a process that
is refused memory ends: no ``except`` helps. So a child process reads such files, under a limit of memory and time, and
hands on columns of text; where it dies, the file is damaged, and nothing else is. It is the process, too, to whose
standard error panics are written.
"""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import polars as pl

from talent_dataset.engine.reading.polars_errors import VALUE_BREAKS, Errors

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS: Final = 60
"""Time that one batch may take."""
ROOM: Final = 1 << 30
ROOM_RATIO: Final = 32
"""Memory that reading may take: this many bytes, and this many times the size of the file."""

_FAULTS: Final[Errors] = (*VALUE_BREAKS, OSError, MemoryError)
_FRAME, _REFUSAL = b"F", b"R"
_SIZE: Final = 8
_DAMAGED: Final = "it is damaged, or what it says of its sizes is wrong"


class BrokenFrameError(Exception):
    """The file cannot be read, with the reason as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class FrameFile:
    """A file of Parquet or Arrow IPC.

    Attributes:
        path: Where it stands.
        kind: ``parquet`` or ``arrow``.
        reader: The process that reads it; it ends with the last file that has it.
    """

    path: Path
    kind: str
    reader: _ReaderProcess

    def schema(self) -> pl.Schema:
        """Its columns; raises ``BrokenFrameError``."""
        return self.reader.ask(self.path, self.kind, None).schema

    def rows(self, start: int, size: int, columns: Sequence[pl.Expr]) -> pl.DataFrame:
        """Columns computed of some of its rows; raises ``BrokenFrameError``."""
        return self.reader.ask(self.path, self.kind, (start, size, columns))


def frame_file(path: Path, kind: str) -> FrameFile:
    """A file, and the process that reads it: one for all that are read at a time."""
    reader = _READERS.get(os.getpid())
    if reader is None:
        reader = _READERS[os.getpid()] = _ReaderProcess()
    return FrameFile(path, kind, reader)


FrameRequest = tuple[int, int, "Sequence[pl.Expr]"] | None


class _ReaderProcess:
    """A process that reads files, started when the first is read and anew where it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, path: Path, kind: str, order: FrameRequest) -> pl.DataFrame:
        """What the process answers; raises ``BrokenFrameError``."""
        with self._lock:
            try:
                answer = self._answer(pickle.dumps((str(path), kind, order)))
            except BaseException:
                # Interrupted amid an answer, the rest of it would be taken for the next one.
                self._kill()
                raise
        if answer is None:
            raise BrokenFrameError(_DAMAGED)
        sort, data = answer
        if sort == _REFUSAL:
            raise BrokenFrameError(data.decode())
        return pl.read_ipc_stream(data)

    def _answer(self, order: bytes) -> tuple[bytes, bytes] | None:
        """The answer to an order; ``None`` where the process died of it, or would not end."""
        process = self._process or self._start()
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            _write(process.stdin, _FRAME, order)  # type: ignore[arg-type] # both are pipes
            answer = _read(process.stdout)  # type: ignore[arg-type]
        except OSError:
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self._kill()
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        # What this process imports, the other does too; but nothing of the folder that happens to be the current one.
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, sys.path)))}
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        weakref.finalize(self, _end, process)
        self._process = process
        return process

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            _end(self._process)
            self._process = None


# By process, since one that was forked must not read the answers to another.
_READERS: weakref.WeakValueDictionary[int, _ReaderProcess] = weakref.WeakValueDictionary()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process, which ends when nobody can ask it any more."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    process.wait()


def _write(stream: BinaryIO, kind: bytes, data: bytes | memoryview) -> None:
    stream.write(kind + len(data).to_bytes(_SIZE, "big"))
    stream.write(data)
    stream.flush()


def _read(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """What is written there: of what kind, and what; ``None`` where it ends."""
    head = stream.read(1 + _SIZE)
    size = int.from_bytes(head[1:], "big")
    data = stream.read(size)
    return (head[:1], data) if len(head) == 1 + _SIZE and len(data) == size else None


def _serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """Answer orders until there are no more."""
    while (order := _read(orders)) is not None:
        path, kind, rows = pickle.loads(order[1])  # noqa: S301 - from the process that started this one
        try:
            _limit_memory(Path(path).stat().st_size)
            _write(answers, _FRAME, _stream(_frame(path, kind, rows)))
        except _FAULTS as error:
            _write(answers, _REFUSAL, _reason(error).encode())


def _frame(path: str, kind: str, order: FrameRequest) -> pl.DataFrame:
    status = Path(path).stat()
    scan = _scan(path, kind, status.st_mtime_ns, status.st_size)
    if order is None:
        return scan.collect_schema().to_frame()
    start, size, columns = order
    return scan.slice(start, size).collect().select(columns)


# By time and size too: a file that was written anew is another one.
@lru_cache(maxsize=64)
def _scan(path: str, kind: str, *_state: int) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False) if kind == "parquet" else pl.scan_ipc(path, glob=False)


def _stream(frame: pl.DataFrame) -> memoryview:
    target = io.BytesIO()
    frame.write_ipc_stream(target, compression="lz4")
    return target.getbuffer()


def _reason(error: BaseException) -> str:
    said = str(error).partition("\n")[0]
    # What Rust prints of its own values helps nobody.
    is_for_people = not isinstance(error, pl.exceptions.PanicException | MemoryError) and "{" not in said
    return said[:200].rstrip(".") if is_for_people else _DAMAGED


def _limit_memory(size: int) -> None:
    """Take no more than a file of that size should need; some systems know no such limit."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (ROOM + ROOM_RATIO * size, most))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
