"""Below the map: the ground that a reader drew or picked, and what is at stake on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from geo.ask import people
from geo.ask.area_of_interest import AreaOfInterest
from geo.ask.exposures import By, Exposure, exposure
from geo.atlas import Atlas
from geo.cell_output import csv
from geo.errors import GreenlineError
from geo.export.exposure import table
from geo.layers import POINTS, SPECS
from geo.profile import current
from geo.rounding import round_band, round_estimate
from geo.view import View
from geo.web.computing import compute
from geo.web.drawer.grid import draw_table
from geo.web.drawer.table_columns import records
from geo.web.saving.download import download, file_name
from geo.web.state import state
from geo.web.texts import day, holder_name, language, name, number, plain_markdown, speak, t, window
from geo.words import locale, say_band, sentence, side_heading

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
    rows = records(answer.totals)
    span = window(answer.window, state().view.language)
    cells: dict[str, list[str]] = {
        t(side_heading(answer.perspective)): [holder_name(row["group"]) for row in rows],
        t("compare.km2"): [_ground(row) for row in rows],
        t("ask.barrels"): [_range(row, "barrels") for row in rows],
        t("oil.scope"): [_count_fields(row) for row in rows],
        t("ask.reserves"): [_known_number(row["reserves_mmbbl"]) for row in rows],
        t("ask.pipelines"): [_km(row) for row in rows],
        **{
            t(f"layer.{layer}"): [number(row[layer]) for row in rows]
            for layer in POINTS
            if layer in current().layers
        },
        t("ask.crossings"): [_open(row, "crossings") for row in rows],
        t("ask.airports"): [_open(row, "airports") for row in rows],
        f"{t('ask.events')} ({span})": [_events(row) for row in rows],
        t("ask.deaths"): [_range(row, "deaths") for row in rows],
        **_conflict(atlas, rows),
        t("ask.people"): [_in_towns(row) for row in rows],
    }
    if day := people.census_day(atlas):
        year = locale.digits(str(day.year), language())
        cells[t("census.people", year=year)] = [_range(row, "residents") for row in rows]
    return pd.DataFrame(cells)


def _conflict(atlas: Atlas, rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    if "conflict" not in atlas.filled:
        return {}
    return {
        t("ask.conflict"): [number(row["conflict"]) for row in rows],
        t("ask.conflictDeaths"): [_range(row, "conflict_deaths") for row in rows],
    }


def things(atlas: Atlas, answer: Exposure) -> pd.DataFrame:
    """Return everything that lies there, one row each, with its sources."""
    rows = records(table(answer))
    called, names = atlas.publishers, _names_by_id(answer)
    kinds = {SPECS[layer].kind.rpartition(".")[2] for layer in POINTS}
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
    value = _known_number(row["value"])
    if not pd.isna(row["low"]) and row["low"] != row["high"]:
        value += f" ({number(row['low'])}–{number(row['high'])})"
    return f"{value} {t('web.area.unit.' + row['unit'])}" if row["unit"] and value else value


def _ground(row: dict[str, Any]) -> str:
    """Say how many km², with the band of what is not certain of who held them."""
    return say_band(round_band(row["km2_low"], row["km2"], row["km2_high"]), language())


def _events(row: dict[str, Any]) -> str:
    """Say how many events have a place, and how many are placed by a larger area only."""
    n, vague = number(row["events"]), row["events_vague"]
    return t("list.break").join([n, t("ask.more", n=number(vague))]) if vague else n


def _in_towns(row: dict[str, Any]) -> str:
    """Say how many people towns have, and how many towns have a figure at all."""
    if pd.isna(row["people"]):
        return ""
    people = say_band(round_estimate(*[row["people"]] * 3), language())
    return t("ask.people.towns", people=people, n=number(row["towns"]))


def _known_number(value: float) -> str:
    return "" if pd.isna(value) else number(value)


def _range(row: dict[str, Any], what: str) -> str:
    low, best, high = (row[f"{what}_{end}"] for end in ("low", "best", "high"))
    if pd.isna(best):
        return ""
    if "deaths" not in what:
        return say_band(round_estimate(low, best, high), language())
    return number(best) if low == high else f"{number(best)} ({number(low)}–{number(high)})"


def _count_fields(row: dict[str, Any]) -> str:
    if not row["fields"]:
        return number(0)
    return t("oil.counted", n=number(row["fields_with_figure"]), of=number(row["fields"]))


def _open(row: dict[str, Any], what: str) -> str:
    return t("ask.open", n=number(row[f"{what}_open"]), of=number(row[what]))


def _km(row: dict[str, Any]) -> str:
    moving, still = row["km_open"] + row["km_partial"], row["km_shut"] + row["km_unknown"]
    return t("ask.km", n=number(moving), of=number(still)) if moving + still else ""
