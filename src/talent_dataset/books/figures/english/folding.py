"""English text with variants made alike, character by character, so that offsets stay."""

from __future__ import annotations

from typing import Final

WIDE: Final = {0xFF01 + step: 0x21 + step for step in range(94)}
"""Full-width forms of ASCII."""

_TABLE = WIDE | {ord("‐"): "-", ord("‑"): "-", ord("﹣"): "-", ord("￥"): "¥", ord("￡"): "£", ord("\u3000"): " "}


def fold(text: str) -> str:
    """Lower case, half-width, plain hyphens; as long as the text."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # Only few characters, such as İ, have a lower case of another length: they stay as they are.
        lowered = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() else lowered.translate(_TABLE)
