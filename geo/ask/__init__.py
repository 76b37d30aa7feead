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

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.ask.comparisons import changes
    from geo.ask.control import at, history
    from geo.ask.exposures import exposure
    from geo.ask.rival_maps import rival
    from geo.ask.time_series import series

__all__ = ["at", "changes", "exposure", "history", "rival", "series"]

_MODULES = {
    "at": "control",
    "changes": "comparisons",
    "exposure": "exposures",
    "history": "control",
    "rival": "rival_maps",
    "series": "time_series",
}


def __getattr__(name: str) -> Any:
    """Import a question on first use: commands import parts of this package without pandas."""
    if name in _MODULES:
        return getattr(import_module(f"geo.ask.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what is imported on first use too, for consoles that complete names."""
    return sorted({*globals(), *__all__})
