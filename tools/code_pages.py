"""Write the documentation pages of all codes, from the text that ``talent-dataset explain`` prints.

python tools/code_pages.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

from talent_dataset.render.explain import index_page, page
from talent_dataset.render.explanation import explanations

PAGES = Path(__file__).resolve().parent.parent / "docs" / "codes"


def main() -> None:
    """Replace the folder of pages."""
    shutil.rmtree(PAGES, ignore_errors=True)
    pages = {one.code: page(one) for one in explanations().values()} | {"index": index_page()}
    for name, text in pages.items():
        target = PAGES / f"{name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(pages)} pages in {PAGES}")


if __name__ == "__main__":
    main()
