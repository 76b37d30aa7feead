"""Questions to an atlas: each is a function that answers with a table, or a record of tables.

>>> from geo import Atlas, ask
>>> atlas = Atlas.load()
>>> held = ask.at(atlas, "2017-10-15")
>>> october = ask.changes(atlas, "2017-10-15", "2017-11-01")
>>> october.totals.iloc[0][["from_holder", "to_holder"]].tolist()
['region', 'federal']
>>> ask.history(atlas, "Sinjar")["holder"].iloc[-1]
'federal'
"""

from typing import TYPE_CHECKING

from geo.api import offer

if TYPE_CHECKING:
    from geo.ask.comparisons import changes
    from geo.ask.control import at, history
    from geo.ask.exposures import exposure
    from geo.ask.rival_maps import rival
    from geo.ask.time_series import series

__all__ = ["at", "changes", "exposure", "history", "rival", "series"]


#: Imported on first use: commands import parts of this package without pandas.
__getattr__ = offer(
    "geo.ask",
    {
        "at": "control",
        "changes": "comparisons",
        "exposure": "exposures",
        "history": "control",
        "rival": "rival_maps",
        "series": "time_series",
    },
)


def __dir__() -> list[str]:
    """Name what is imported on first use too, for consoles that complete names."""
    return sorted({*globals(), *__all__})
