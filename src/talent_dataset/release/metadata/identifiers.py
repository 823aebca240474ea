"""The ids by which the parts of a Croissant description refer to each other.

An id is a relative IRI: no white space, no ``:`` that would make a prefix of what stands before it, no ``/`` but ours.
The point is encoded as well, so that ``.`` and ``..`` are no steps and no table has the id of a file; ``~`` marks what
is neither.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[^\w-]+")
_UNSAFE_IN_PATH = re.compile(r"[^\w./-]+")


def identifier(*names: str) -> str:
    """The id of a table, of a field (``table/field``), of what belongs to a field (``table/field/part``)."""
    return "/".join(_UNSAFE.sub(_encoded, name) for name in names)


def row_identifier(table: str, part: str) -> str:
    """The id of what belongs to a row of a table: no field can have it."""
    return f"{identifier(table)}/~row/{part}"


def file_address(path: str) -> str:
    """Where a file stands, as an IRI that is relative to the folder of the release."""
    return _UNSAFE_IN_PATH.sub(_encoded, path)


def file_identifier(path: str) -> str:
    """The id of a file: its address, which no field has, since there is a point in it."""
    return file_address(path) if "." in path else f"{file_address(path)}~"


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
