"""What an object says of itself in a console and in a notebook: a title, and pairs of facts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any


class Summarised:
    """A class whose ``repr`` is one line, and whose HTML is a small table.

    >>> class Box(Summarised):
    ...     def summary(self):
    ...         return {"bolts": 12, "nuts": "<none>"}
    >>> Box()
    <Box: bolts 12; nuts <none>>
    >>> "<td>&lt;none&gt;</td>" in Box()._repr_html_()
    True
    """

    def summary(self) -> Mapping[str, Any]:
        """Return what is worth knowing, by what it is called."""
        raise NotImplementedError

    def __repr__(self) -> str:
        facts = "; ".join(f"{name} {_clean_cell(cell)}" for name, cell in self.summary().items())
        return f"<{type(self).__name__}: {facts}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:start">{escape(name)}</th>'
            f"<td>{escape(_clean_cell(cell))}</td></tr>"
            for name, cell in self.summary().items()
        )
        return f"<table><caption>{type(self).__name__}</caption><tbody>{rows}</tbody></table>"


def _clean_cell(cell: Any) -> str:
    text = f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(text.split()))
