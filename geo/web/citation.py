"""How to cite what is shown, as a file for programs that keep references."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from geo.atlas import Atlas
from geo.export.citation import FORMATS, cite
from geo.view import View
from geo.web.download import download
from geo.web.options import choose
from geo.web.texts import t

#: Endings of the files, by format, and what each format calls itself.
_ENDINGS = {"bibtex": ("BibTeX", "bib"), "ris": ("RIS", "ris"), "csl-json": ("CSL-JSON", "json")}


def show(atlas: Atlas, view: View, address: str) -> None:
    """Draw the choice of a format and the button.

    Parameters
    ----------
    atlas
        The atlas.
    view
        What is shown.
    address
        Address of the view.
    """
    form = choose(
        st.segmented_control,
        t("cite.save"),
        list(_ENDINGS),
        key="gl-cite-format",
        words=lambda one: _ENDINGS[one][0],
        required=True,
    )
    made = cite(atlas, datetime.now(UTC).date(), address)
    name = f"greenline-{view.date}-citation.{_ENDINGS[form][1]}"
    download(t("web.cite"), lambda: FORMATS[form](made).encode(), name, key="gl-cite")
