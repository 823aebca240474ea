"""Files and folders of the user: written whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

from talent_dataset.engine.writing.replace import fill, replace_file, replaced_file, replaced_folder
from talent_dataset.engine.writing.workshop import recover

__all__ = ["fill", "recover", "replace_file", "replaced_file", "replaced_folder"]
