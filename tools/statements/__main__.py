"""``python -m tools.statements``: precision, recall and confusion of statements of articles."""

from __future__ import annotations

import argparse

from geo.atlas import Atlas
from tools.statements.marked import HALVES, ROOT, marked_articles
from tools.statements.score import score, summary, table


def main() -> None:
    """Print the score; with ``--faults`` what is wrong or missed, too."""
    options = argparse.ArgumentParser(prog="python -m tools.statements", description=__doc__)
    options.add_argument("--half", choices=HALVES, help="some of the articles")
    options.add_argument("--faults", action="store_true", help="what is wrong or missed")
    given = options.parse_args()
    atlas = Atlas.load(ROOT / "data")
    for half in (given.half,) if given.half else HALVES:
        articles = [
            marked_article for marked_article in marked_articles() if marked_article.half == half
        ]
        total = score(atlas, articles)
        print(f"{half}: {summary(total, len(articles))}", table(total), sep="\n\n", end="\n\n")
        if given.faults:
            print("\n".join(total.faults))


if __name__ == "__main__":
    main()
