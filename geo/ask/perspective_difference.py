"""Where two perspectives differ, and how much ground and how many people that is."""

from __future__ import annotations

import pandas as pd

from geo.ask import control, people
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.view import View


def other_holders(atlas: Atlas, view: View) -> pd.Series:
    """Return the second picture of a view: the holder or class of every unit.

    Parameters
    ----------
    atlas, view
        ``view.against`` is the second perspective; its day is ``view.compare``, else ``view.date``.

    Raises
    ------
    QuestionError
        Where the view has no second perspective.
    """
    if view.against is None:
        raise QuestionError("against: expected a second perspective")
    return control.at(atlas, view.compare or view.date, view.against)["holder"]


def differences(atlas: Atlas, view: View) -> pd.DataFrame:
    """Return what is held by one and claimed by another: ground on which two pictures differ.

    Parameters
    ----------
    atlas, view
        As in :func:`other_holders`.

    Returns
    -------
    pandas.DataFrame
        holder (of ``view.perspective``), other (of ``view.against``), km2, units,
        residents_low, residents_best, residents_high (people that the census counted); the
        largest first.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> rows = differences(Atlas.load(), View(date="2017-11-01", against="region"))
    >>> ("federal", "disputed") in set(zip(rows["holder"], rows["other"], strict=True))
    True
    """
    shown = control.at(atlas, view.date, view.perspective)
    rows = pd.DataFrame(shown[["unit", "km2", "holder"]])
    rows["other"] = other_holders(atlas, view).to_numpy()
    rows = rows[rows["holder"] != rows["other"]]
    keys = ["holder", "other"]
    found = rows.groupby(keys).agg(km2=("km2", "sum"), units=("unit", "size"))
    counts = people.on(atlas, rows)
    for name, values in people.estimates(counts, keys).items():
        found[name] = values.groupby([counts[key] for key in keys]).sum()
    found = found.reindex(columns=["km2", "units", *_PEOPLE]).reset_index()
    return found.sort_values("km2", ascending=False, ignore_index=True)


_PEOPLE = ["residents_low", "residents_best", "residents_high"]
