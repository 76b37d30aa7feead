"""Greenline's own page, with the whole atlas in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from bench.events import BOX
from bench.peers.peer import ADDED, PAGE, Peer
from geo import Atlas, View, export

#: All days, so that every event is drawn when the page opens.
ALL = View(window=0, bounds=BOX)

#: Until the map is drawn, its name in the window is that of an element of the page.
HOOKS = """
if (!performance.getEntriesByName('map-drawn').length) throw new Error('not yet');
const atlas = Greenline.on(map_greenline);
const {stage, userEvents} = atlas;
const frame = () => new Promise((done) => requestAnimationFrame(done));
window.peer = {
  ready: () => performance.getEntriesByName('user-events-drawn').length > 0,
  flush: () => stage.easel.screen.getImageData(0, 0, 1, 1),
  move: async (first, last) => {
    atlas.set({interval: [first, last]});
    await frame();
  },
  look: async (lon, lat) => {
    atlas.map.setView([lat, lon], 14, {animate: false});
    await frame();
    await frame();
  },
  text: () => {
    const row = Number((atlas.view.selection || '').split(':')[1]);
    const texts = userEvents.store.texts.now(row);
    const shown = document.querySelector('.gl-details')?.textContent || '';
    return texts && shown.includes(texts.text) ? texts.text : '';
  },
  close: () => atlas.set({selection: null}),
};
"""


@cache
def atlas() -> Atlas:
    """Return the atlas, read once."""
    return Atlas.load()


def export_ours(rows: pd.DataFrame, folder: Path) -> None:
    """Export the atlas with the events."""
    export.html(atlas(), ALL, folder / PAGE, user_events=rows.drop(columns=list(ADDED)))


PEERS = (
    Peer(
        "ours", "Greenline", export_ours, HOOKS, "by the page's own time bar",
        note="the whole atlas lies in the file and is drawn in every frame",
    ),
)  # fmt: skip
