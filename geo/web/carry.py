"""What carries a reader's data to the keeper of the map's frame; the same bytes are sent once."""

from __future__ import annotations

from collections.abc import Callable
from string import Template
from typing import Any

import streamlit as st

#: Whichever is there first, script or data: the window keeps the data, the event brings it.
_SCRIPT = Template("""export default function ({data}) {
  window.greenline$name = data;
  window.dispatchEvent(new CustomEvent('greenline-$event', {detail: data}));
}""")


def carry(name: str) -> Callable[..., Any]:
    """Return the component that carries what is called so, such as ``user_areas``."""
    camel = name.title().replace("_", "")
    script = _SCRIPT.substitute(name=camel, event=name.replace("_", "-"))
    return st.components.v2.component(f"greenline_{name}", js=script, isolate_styles=False)
