"""The native prover: a small library that scans delimited text, and names the records that it cannot prove.

It lies in the folder ``lib`` where it was built (see ``native/`` in the repository). Where it is not, or where the
environment has ``TALENT_DATASET_PURE=1``, everything works without it, slower.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

PURE: Final = "TALENT_DATASET_PURE"
ABI: Final = 3
THREADS: Final = 2
"""Threads to a chunk: a third one gains little, since the next chunk is read meanwhile."""
_SUFFIX: Final = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
LIBRARY: Final = Path(__file__).parent / "lib" / f"talent_dataset_native{_SUFFIX}"
_PROVEN: Final = 0
_UNPROVEN: Final = 1


class ScannedKey(NamedTuple):
    """The hashes of a key, record by record; those with a missing part are left out.

    Attributes:
        hashes: 64-bit numbers, little-endian.
        is_unsure: Whether some record has a value that the library does not hash.
    """

    hashes: bytes
    is_unsure: bool


class ScannedRecords(NamedTuple):
    """What a scan of some records found.

    Attributes:
        records: Their number.
        lines: Number of their physical lines.
        rows: Numbers of the suspects among them, from 0.
        data: The suspects, one behind the other, each with its line end.
        keys: The hashes of each key of the program.
    """

    records: int
    lines: int
    rows: memoryview
    data: bytes
    keys: tuple[ScannedKey, ...]


class _View(ctypes.Structure):
    _fields_ = (
        ("records", ctypes.c_uint64),
        ("lines", ctypes.c_uint64),
        ("suspects", ctypes.c_uint64),
        ("rows", ctypes.c_void_p),
        ("bytes", ctypes.c_void_p),
        ("size", ctypes.c_uint64),
    )


class _KeyView(ctypes.Structure):
    _fields_ = (("hashes", ctypes.c_void_p), ("number", ctypes.c_uint64), ("is_unsure", ctypes.c_uint8))


def why_not() -> str:
    """Why the library is not used; empty where it is."""
    if os.environ.get(PURE, "") not in {"", "0"}:
        return f"{PURE} is set"
    found = _loaded()
    return found if isinstance(found, str) else ""


@cache
def _loaded() -> ctypes.CDLL | str:
    """The library, or why there is none."""
    if not LIBRARY.exists():
        return "the native prover was not built"
    try:
        library = ctypes.CDLL(str(LIBRARY))
        library.td_abi.restype = ctypes.c_uint32
        found = library.td_abi()
    except (OSError, AttributeError) as error:
        return f"the native prover cannot be loaded: {error}"
    if found != ABI:
        return f"the native prover is of another version ({found}, not {ABI})"
    return _declared(library)


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    """With the types of all functions: what is not declared is passed as 32 bits."""
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    out = ctypes.POINTER(pointer)
    library.td_program.argtypes = (ctypes.c_char_p, size, out)
    library.td_program_free.argtypes = (pointer,)
    library.td_scan.argtypes = (pointer, ctypes.c_char_p, size, size, out)
    library.td_view.argtypes = (pointer, ctypes.POINTER(_View))
    library.td_key.argtypes = (pointer, size, ctypes.POINTER(_KeyView))
    library.td_scan_free.argtypes = (pointer,)
    library.td_count.argtypes = (ctypes.c_char_p, size, ctypes.c_uint8)
    library.td_count.restype = size
    for name in ("td_program", "td_scan", "td_key"):
        getattr(library, name).restype = ctypes.c_int32
    for name in ("td_program_free", "td_view", "td_scan_free"):
        getattr(library, name).restype = None
    return library


class Prover:
    """A program of the library, for one table.

    Args:
        program: Its bytes, as ``native_program`` writes them.
        keys: Number of its keys.
        threads: Threads to a scan; they change nothing but the time.
    """

    def __init__(self, program: bytes, keys: int, threads: int = THREADS) -> None:
        library = _loaded()
        if isinstance(library, str):
            raise RuntimeError(library)  # noqa: TRY004 - whoever makes one has asked `why_not`
        self._library = library
        self._keys = keys
        self._threads = threads
        self._program = ctypes.c_void_p()
        status = library.td_program(program, len(program), ctypes.byref(self._program))
        if status != _PROVEN:
            raise RuntimeError(f"the native prover refuses its program ({status})")

    def __del__(self) -> None:
        # A constructor that raised has left no program.
        if getattr(self, "_program", None):
            self._library.td_program_free(self._program)

    def count(self, data: bytes, byte: bytes) -> int:
        """How often a byte stands in some bytes: as ``bytes.count``, and several times as fast."""
        found: int = self._library.td_count(data, len(data), byte[0])
        return found

    def scan(self, data: bytes) -> ScannedRecords | None:
        """Look at whole records of UTF-8 text, the last of which ends with a line feed.

        Returns:
            What was found; ``None`` where the structure of the records is not certain.
        """
        scan = ctypes.c_void_p()
        status = self._library.td_scan(self._program, data, len(data), self._threads, ctypes.byref(scan))
        if status == _UNPROVEN:
            return None
        if status != _PROVEN:
            raise RuntimeError(f"the native prover failed ({status})")
        try:
            return self._seen(scan)
        finally:
            self._library.td_scan_free(scan)

    def _seen(self, scan: ctypes.c_void_p) -> ScannedRecords:
        view = _View()
        self._library.td_view(scan, ctypes.byref(view))
        rows = memoryview(_copied(view.rows, 4 * view.suspects)).cast("I")
        keys = tuple(self._key(scan, number) for number in range(self._keys))
        return ScannedRecords(view.records, view.lines, rows, _copied(view.bytes, view.size), keys)

    def _key(self, scan: ctypes.c_void_p, number: int) -> ScannedKey:
        view = _KeyView()
        if self._library.td_key(scan, number, ctypes.byref(view)) != _PROVEN:
            raise RuntimeError(f"the native prover knows no key {number}")
        return ScannedKey(_copied(view.hashes, 8 * view.number), bool(view.is_unsure))


def _copied(address: int | None, size: int) -> bytes:
    # Copied: the memory is that of the library, and is freed with the scan.
    return ctypes.string_at(address, size) if address and size else b""
