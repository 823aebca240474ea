"""The language of a document, told from its text."""

from __future__ import annotations

import pytest

from talent_dataset.provenance.documents import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The town of Linden opened a fair for all.", "en"),
        ("林登镇举办集市，吸引一千二百人参加。", "zh-Hans"),
        ("林登鎮舉辦市集，吸引一千二百人參加。", "zh-Hant"),
        ("林登鎮(Linden)舉辦市集，网上報名。", "zh-Hant"),
        ("The fair of Linden (林登) was held by the town.", "en"),
    ],
)
def test_english_and_both_scripts_of_chinese_are_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["Le maire a ouvert la foire de la ville.", "Die Stadt hat in einer Halle eine Messe.", "1,200", ""]
)
def test_what_does_not_tell_its_language_is_no_guess(text: str) -> None:
    assert language_of(text) is None
