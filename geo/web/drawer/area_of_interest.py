"""Below the map: the ground that a reader drew or picked, and what is at stake on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from geo.ask.area_of_interest import AreaOfInterest
from geo.ask.columns import write_rows
from geo.ask.exposures import By, Exposure, exposure
from geo.atlas import Atlas
from geo.errors import GreenlineError
from geo.export.exposure import table, total_columns
from geo.layers import POINTS, SPECS
from geo.view import View
from geo.web.computing import compute
from geo.web.download import download, file_name
from geo.web.drawer.grid import draw_table, records
from geo.web.state import state
from geo.web.texts import day, holder_name, name, number, plain_markdown, speak, t
from geo.words import sentence, side_heading
from geo.words.cells import csv

_KINDS = {
    "measured": "web.figure.measured",
    "interpolated": "web.figure.between",
    "carried": "web.area.carried",
}


def show(atlas: Atlas) -> None:
    """Draw the section, where an area is chosen."""
    view = state().view
    if not view.area_of_interest:
        return
    with st.container(key="gl-area-of-interest", gap="small"):
        try:
            answer = ask(atlas, view)
        except GreenlineError as error:
            st.warning(plain_markdown(speak(sentence(error))))
            return
        _head(atlas, view, answer)
        draw_table(
            sum_by_holder(atlas, answer), hide_index=True, width="stretch", key="gl-area-totals"
        )
        with st.expander(t("web.area.things"), key="gl-section-area-things"):
            draw_table(
                things(atlas, answer),
                hide_index=True,
                width="stretch",
                key="gl-area-things",
            )
        st.caption(t("web.area.how"))


def ask(atlas: Atlas, view: View) -> Exposure:
    """Return what is at stake on the area of interest of a view."""
    return _ask(atlas, view.area_of_interest or "", view.day, view.perspective, _window(view))


@lru_cache(maxsize=8)
def _ask(atlas: Atlas, text: str, *value: Any) -> Exposure:
    classes = (Exposure, AreaOfInterest, By)
    answer: Exposure = compute(_expose, atlas, text, *value, name=t("ask.polygon"), classes=classes)
    return answer


def _expose(atlas: Atlas, text: str, day: date, perspective: str, days: int) -> Exposure:
    ground = {"places": text} if ":" in text else {"polygon": text}
    return exposure(atlas, day, perspective=perspective, by="holder", window=days, **ground)


def _window(view: View) -> int:
    """Return how many days of events count: those between two days that are compared."""
    return (view.day - view.before).days + 1 if view.before else view.window


def _head(atlas: Atlas, view: View, answer: Exposure) -> None:
    names = _names(atlas, answer) or [t("ask.polygon")]
    with st.container(horizontal=True, vertical_alignment="center"):
        title = f"{t('sentence.comma').join(names)} · {day(view.day)}"
        st.markdown(f"#### {plain_markdown(title)}")
        _download(lambda: csv(table(answer)).encode("utf-8-sig"))
        st.button(
            t("ask.clear"),
            key="gl-area-clear",
            on_click=lambda: state().send(area_of_interest=None),
        )


def _names(atlas: Atlas, answer: Exposure) -> list[str]:
    """Return the names of the areas in the reader's language."""
    rows = pd.concat([atlas.table(text) for text in ("areas", "districts", "governorates")])
    known = {row["name_en"]: name(row) for row in records(rows)}
    return [known.get(item, item) for item in answer.area.names]


def _download(content: Callable[[], bytes]) -> None:
    view = state().view
    shown = View(
        date=view.day,
        perspective=view.perspective,
        window=_window(view),
        area_of_interest=view.area_of_interest,
    )
    download(
        t("ask.csv"),
        content,
        file_name(shown, "area", "csv"),
        key="gl-area-csv",
        kind="tertiary",
    )


def sum_by_holder(atlas: Atlas, answer: Exposure) -> pd.DataFrame:
    """Return the totals by holder as a reader sees them."""
    view = state().view
    shown = View(date=view.day, perspective=view.perspective, language=view.language)
    columns = total_columns(atlas, answer, shown)
    return pd.DataFrame(write_rows(records(answer.totals), columns, shown))


def things(atlas: Atlas, answer: Exposure) -> pd.DataFrame:
    """Return everything that lies there, one row each, with its sources."""
    rows = records(table(answer))
    called, names = atlas.publishers, _names_by_id(answer)
    kinds = {SPECS[layer].thing for layer in POINTS}
    return pd.DataFrame(
        {
            t("web.col.kind"): [
                t(f"kind.{row['what']}" if row["what"] in kinds else f"web.area.{row['what']}")
                for row in rows
            ],
            t("web.col.place"): [names.get(row["id"], row["name"]) for row in rows],
            t(side_heading(answer.perspective)): [
                holder_name(row["holder"]) if row["holder"] else "" for row in rows
            ],
            t("web.area.value"): [_figure(row) for row in rows],
            t("details.note"): [_note(row) for row in rows],
            t("details.sources"): [
                t("list.break").join(called[part] for part in row["sources"].split(";") if part)
                for row in rows
            ],
        }
    )


def _names_by_id(answer: Exposure) -> dict[str, str]:
    """Return the names of what lies there, in the reader's language, by id."""
    places = (answer.crossings, answer.towns, answer.conflict)
    tables = (answer.fields, answer.pipelines, *answer.points.values(), *places)
    counted = {row["pcode"]: name(row) for row in records(answer.residents)}
    return counted | {row["id"]: name(row) for rows in tables for row in records(rows)}


def _note(row: dict[str, Any]) -> str:
    """Say what state a thing is in, or how its figure came about."""
    if row["what"] == "field":
        return t(_KINDS[row["note"]]) if row["note"] else ""
    if row["what"] in {"pipeline", "crossing", "airport"}:
        return t(f"state.{row['note']}")
    return t(f"violence.{row['note']}") if row["what"] == "conflict" else str(row["note"])


def _figure(row: dict[str, Any]) -> str:
    value = "" if pd.isna(row["value"]) else number(row["value"])
    if not pd.isna(row["low"]) and row["low"] != row["high"]:
        value += f" ({number(row['low'])}–{number(row['high'])})"
    return f"{value} {t('web.area.unit.' + row['unit'])}" if row["unit"] and value else value
