"""Areas that others published beside the atlas's, and what chance would give."""

from __future__ import annotations

import numpy as np

from geo.ask import control
from geo.atlas import Atlas
from tools.accuracy.ground import ROUNDS, SEED
from tools.docs.tables import number

Row = tuple[str, ...]

#: Column heads of the table.
HEAD = ("km²", "Greenline", "published", "differ by", "null", "null, 95 of 100")

#: What is compared: what, perspective, day, classes; each with figures (km²) and who gave them.
FIGURES: tuple[tuple[str, str, str, tuple[str, ...], tuple[tuple[int, str], ...]], ...] = (
    (
        *("the Region, as held on 1 June 2014", "held", "2014-06-01", ("region",)),
        ((41_000, "Anadolu, 19 March 2016: before the advance of 2014"),),
    ),
    (
        *("the Region, as held on 15 October 2017", "held", "2017-10-15", ("region",)),
        ((71_000, "Anadolu, of 2016"),),
    ),
    (
        *("the fifteen areas of UNAMI's reports", "un", "2017-10-15", ("disputed",)),
        ((37_000, "a wire report of 16 October 2017: the disputed belt"),),
    ),
    (
        *("the three governorates with UNAMI's areas", "un", "2017-10-15", ("region", "disputed")),
        (
            (75_000, "the same report: the Region as recognised by Baghdad"),
            (78_000, "Anadolu: the claim"),
        ),
    ),
)


def rows(atlas: Atlas) -> list[Row]:
    """Return a row for each published figure: both areas, how far they differ, and the null.

    The null gives each unit the class of another unit by chance, so that as many units count as
    in truth, and says how far the area of these would lie from the published figure. The column
    of the null is their mean and the range of 95 of 100 draws.
    """
    found: list[Row] = []
    for what, perspective, day, classes, figures in FIGURES:
        units = control.at(atlas, day, perspective)
        area = units["km2"].to_numpy()
        counted = units["holder"].isin(classes).to_numpy()
        km2 = float(area[counted].sum())
        rng = np.random.default_rng(SEED)
        drawn = np.array([area[rng.permutation(counted)].sum() for _ in range(ROUNDS)])
        for figure, who in figures:
            chance = np.abs(drawn - figure) / figure
            low, high = np.percentile(chance, [2.5, 97.5])
            found.append(
                (
                    what,
                    number(km2),
                    f"{figure:,} ({who})",
                    f"{abs(km2 - figure) / figure:.1%}",
                    f"{chance.mean():.1%}",
                    f"{low:.1%} to {high:.1%}",
                )
            )
    return found
