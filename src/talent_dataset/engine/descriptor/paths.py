"""What a ``path`` may be: a URL of four schemes, or a relative POSIX path that stays below the descriptor.

The glossary of the standard ("URL or Path") forbids absolute paths, parent folders and hidden files and folders.
Windows separators, drives, home folders and variables are refused too: a reader that expands them leaves the package.
"""

from __future__ import annotations

import re

from talent_dataset.engine.descriptor.properties import Misfit, shown, text

_URL = re.compile(r"(?:https?|ftps?)://[^\s/?#][^\s]*", re.IGNORECASE)
# Two letters at least: one and a colon are a drive of Windows. ``data:`` and its like have no slash.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?=/)|(?:file|data|javascript):", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")
_VARIABLE = re.compile(r"\$\w+|\$\{|%\w*[A-Za-z_]\w*%")
# Halves of characters too: no encoding of a text can write them.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LONGEST = 1024


def is_url(path: str) -> bool:
    """Whether a path is a URL that the standard admits."""
    return _URL.fullmatch(path) is not None


def path_refusal(path: str) -> tuple[str, str] | None:
    """Why a path may not be followed, and how to mend it; ``None`` where it may."""
    if is_url(path):
        return None
    for refuse in (_refused_form, _refused_root, _refused_part):
        if (reason := refuse(path)) is not None:
            return reason
    return None


def url_or_path(value: object) -> str:
    """A kind: the path of a licence, a source, an image."""
    refusal = path_refusal(text(value))
    if refusal is None:
        return str(value)
    raise Misfit(refusal[0], hint=refusal[1])


def _refused_form(path: str) -> tuple[str, str] | None:
    if not path.strip():
        return "must not be empty", "Name the file, relative to the descriptor."
    if _CONTROL.search(path):
        return f"must not hold control characters, as {shown(path)} does", "Rename the file."
    if len(path) > _LONGEST:
        return f"must not be longer than {_LONGEST} characters", "Move the file to a shorter path."
    return None


def _refused_root(path: str) -> tuple[str, str] | None:
    here = "Put the file beside or below the descriptor, and name it relative to it."
    if scheme := _SCHEME.match(path):
        return f'must not use the scheme "{scheme[0]}"', "Only http, https, ftp and ftps are allowed. " + here
    if path.startswith(("/", "~")):
        return f"must be relative to the descriptor, not {shown(path)}", here
    if _DRIVE.match(path):
        return f"must not name a drive, as {shown(path)} does", here
    if _VARIABLE.match(path):
        return f"must not name a variable, as {shown(path)} does: it would not be expanded", here
    return None


def _refused_part(path: str) -> tuple[str, str] | None:
    if "\\" in path:
        return f"must not use backslashes, as {shown(path)} does", 'Separate folders with "/".'
    parts = path.split("/")
    if ".." in parts:
        return f"must not lead to a parent folder, as {shown(path)} does", "Put the file below the descriptor."
    # A single dot names the folder itself, and hides nothing.
    if any(part.startswith(".") and part != "." for part in parts):
        return f"must not name a hidden file or folder, as {shown(path)} does", "Rename it without the leading dot."
    return None
