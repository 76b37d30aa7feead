"""Runs the app's script without a browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from geo.profile import current

APP = Path(__file__).resolve().parents[2] / "geo/web/script.py"


def run(**query: str) -> AppTest:
    """Run the app at an address, all sections of its side bar open.

    Without an address, it is that of the day of a view that names none.
    """
    query = query or {"d": current().days.opening.isoformat()}
    app = AppTest.from_file(str(APP), default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    for name in ("data", "article", "export", "about"):
        app.session_state[f"gl-section-{name}"] = True
    app.run()
    assert not app.exception
    return app


def open_drawer(app: AppTest) -> None:
    """Open the drawer below the map, as its bar does."""
    app.session_state["greenline"].opened = True
    app.run()
    assert not app.exception


def run_awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a thread of its own: browser tests may have left a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def offers(app: AppTest, kind: str, key: str) -> Any:
    """Return the widget of a kind (``radio``, ``selectbox``, ...) that offers options under a key.

    Each set of labels makes a widget of its own, named after the key, and so does a value that the page gave.
    """
    name = re.compile(rf"{key}-[0-9a-f]{{8}}-\d+")
    result = [item for item in app.get(kind) if name.fullmatch(item.key or "")]
    assert len(result) == 1, f"{len(result)} of {kind} {key}"
    return result[0]
