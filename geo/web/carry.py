"""What carries a reader's data to the keeper of the map's frame; the same bytes are sent once."""

from __future__ import annotations

from collections.abc import Callable
from string import Template
from typing import Any

import streamlit as st

#: The keeper stands in the document, and is there before any data.
_SCRIPT = Template("""export default function ({data}) {
  window.dispatchEvent(new CustomEvent('greenline-$event', {detail: data}));
}""")


def carry(name: str) -> Callable[..., Any]:
    """Return the component that carries what is called so, such as ``user_areas``."""
    script = _SCRIPT.substitute(event=name.replace("_", "-"))
    return st.components.v2.component(f"greenline_{name}", js=script, isolate_styles=False)
