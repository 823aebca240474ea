from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.releases.difference.unequal import paired

Frames = list[list[str | None]]
FRAMES = st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=4), max_size=5)


def frames(keys: Frames) -> Iterator[pl.DataFrame]:
    for each in [[], *keys]:
        yield pl.DataFrame(
            {"k0": each, "text": [f"row {key}" for key in each]}, schema=dict.fromkeys(("k0", "text"), pl.String)
        )


@given(FRAMES, FRAMES, st.sampled_from([1, 3]), st.sampled_from([1 << 20, 60, 0]))
def test_rows_of_a_key_meet_whatever_stretch_they_were_read_in(
    old: Frames, new: Frames, parts: int, budget: int
) -> None:
    ours: Counter[str | None] = Counter(key for each in old for key in each)
    theirs: Counter[str | None] = Counter(key for each in new for key in each)
    seen: tuple[Counter[str | None], Counter[str | None]] = (Counter(), Counter())
    met: Counter[str | None] = Counter()
    for left, right in paired(frames(old), frames(new), ["k0"], parts, budget):
        pair = Counter(left.get_column("k0").to_list()), Counter(right.get_column("k0").to_list())
        seen[0].update(pair[0])
        seen[1].update(pair[1])
        met.update(pair[0] & pair[1])
        assert left.columns == right.columns == ["k0", "text"]
    assert seen == (ours, theirs)
    assert met == ours & theirs
