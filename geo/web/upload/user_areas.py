"""A reader's own areas in the side bar: control by day, numbers by area, other polygons.

They stay in the session, as events do. Names of holders that are not certain are asked for, and the
map is compared with the atlas on the day shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from geo.ask.holder_names import LEFT_OUT, HolderNamesError
from geo.ask.rival_maps import Comparison
from geo.atlas import Atlas
from geo.errors import GreenlineError
from geo.profile import current as profile
from geo.user_areas.areas import AreaOptions, AreaReport, AreaStyle, Breaks, UserAreas
from geo.user_areas.reading import CLASSES, FirstLook, load_for_page, role_of
from geo.user_areas.row_choices import ALL
from geo.user_areas.tables import by_holder
from geo.view import View
from geo.web.computing import AREAS, compute, find_session_id, take_turn
from geo.web.download import download, mark
from geo.web.drawer.grid import draw_table
from geo.web.options import choose, choose_word
from geo.web.state import carry, state
from geo.web.texts import actual_holder_name, explain, language, number, plain_markdown, speak, t
from geo.web.upload import column_mapping
from geo.web.upload.limits import BUDGET
from geo.web.upload.uploads import Brought
from geo.words import isolate, sentence
from geo.words.cells import csv
from geo.worker.limited import call

#: Codes and rows that are listed at most.
LISTED = 12

#: Stands for no column of holders: the polygons are outlines alone.
_OUTLINES = ""

_carry = carry("user_areas")


def shown_areas(view: View) -> dict[str, UserAreas]:
    """Return the reader's areas that a view shows, by a mark of their files and how they are read.

    Call it within the reader's session only.
    """
    return {
        mark(brought.mark, brought.options): brought.areas
        for brought in state().uploads.areas
        if brought.areas and brought.areas.layer in view.layers
    }


def show(atlas: Atlas) -> None:
    """Draw what came of files of areas."""
    for brought in list(state().uploads.areas):
        _draw(atlas, brought)


def send() -> None:
    """Hand the areas to the page, or take them back."""
    content = b",".join(brought.content for brought in state().uploads.areas if brought.content)
    _carry(key="gl-user-areas-carry", data=b"[%s]" % content if content else b"")


def read(atlas: Atlas, files: list[tuple[str, bytes]], seen: FirstLook) -> None:
    """Read files of areas that were put in; ``seen`` is the first look at one."""
    digest = hashlib.sha256(b"".join(content for _, content in files)).hexdigest()
    _read(atlas, Brought(files, AreaOptions(), seen, digest[:8]))


def _read(atlas: Atlas, brought: Brought, **change: Any) -> None:
    """Read files and put their areas on the map, or keep what is in doubt."""
    files, options = brought.files, replace(brought.options, **change)
    brought = Brought(files, options, brought.seen, brought.mark)
    session, size = find_session_id(), sum(len(content) for _, content in files)
    try:
        with take_turn(), BUDGET.hold(session, size):
            names = [name for name, _ in files]
            areas, brought.content = call(
                load_for_page, atlas, [content for _, content in files], names, options, AREAS,
                name=", ".join(names), limits=AREAS, classes=CLASSES,
            )  # fmt: skip
        brought.areas = areas
        BUDGET.keep(session, size + 2 * len(brought.content), areas)
        state().send(layers=state().view.with_(layers=(*state().view.layers, areas.layer)).layers)
    except HolderNamesError as error:
        brought.unsure = error
    except GreenlineError as error:
        brought.fault = sentence(error)
    everything = state().uploads.areas
    others = [item for item in everything if item.mark != brought.mark]
    everything[:] = [*(item for item in others if item.layer is not brought.layer), brought]


def _draw(atlas: Atlas, brought: Brought) -> None:
    kind = f" · {t(f'role.{role_of(brought.areas)}')}" if brought.areas else ""
    names = ", ".join(name for name, _ in brought.files)
    names = plain_markdown(str(isolate(names, language())))
    st.markdown(f"**{names}**{kind}")
    st.dataframe(brought.seen.first.frame, hide_index=True, width="stretch")
    if brought.fault:
        st.error(explain(brought.fault))
    _ask_column(atlas, brought)
    if brought.unsure:
        _ask_holders(atlas, brought, brought.unsure)
    if brought.areas is not None:
        _report(brought.areas.report)
        if brought.areas.style is AreaStyle.CONTROL:
            _compare(atlas, brought, brought.areas)
        else:
            _ask_options(atlas, brought, brought.areas)
            _show_totals(atlas, brought, brought.areas)
    if len(brought.files) == 1:
        name, content = brought.files[0]
        st.button(
            t("web.data.events"), key=f"gl-data-events-{brought.mark}", width="stretch",
            on_click=_read_as_events, args=(brought, content, name),
        )  # fmt: skip
    st.button(
        t("web.user_areas.forget"), key=f"gl-user-areas-forget-{brought.mark}",
        on_click=state().uploads.areas.remove, args=(brought,), width="stretch",
    )  # fmt: skip


def _read_as_events(brought: Brought, content: bytes, name: str) -> None:
    state().uploads.areas.remove(brought)
    column_mapping.ask_again(content, name)


def _ask_column(atlas: Atlas, brought: Brought) -> None:
    """Offer the column of holders of what is no table of numbers of all days, whichever was taken.

    Polygons may be outlines alone, which a table without any cannot.
    """
    areas, options = brought.areas, brought.options
    if areas and areas.style is AreaStyle.VALUES and "date" not in areas.report.columns:
        return
    current = options.holder or (areas.report.columns.get("holder") if areas else None)
    if options.outlines or (areas and areas.style is AreaStyle.PLAIN):
        current = _OUTLINES
    elif not current and brought.unsure:
        current = brought.unsure.column
    column = choose(
        st.selectbox, t("web.user_areas.holder"),
        [*([_OUTLINES] if brought.seen.has_shapes else []), *brought.seen.first.frame.columns],
        key=f"gl-user-areas-column-{brought.mark}", first=current, index=None,
        placeholder=t("web.columns.none"),
        words=lambda name: plain_markdown(name) if name else t("web.user_areas.outlines"),
    )  # fmt: skip
    if column is not None and column != current:
        _read(atlas, brought, holder=column or None, outlines=not column, names={})
        st.rerun()


def _ask_holders(atlas: Atlas, brought: Brought, error: HolderNamesError) -> None:
    """Ask whom names of the map mean; nobody is meant before the reader says so."""
    st.markdown(t("web.user_areas.holders"))
    holders: dict[str, str | None] = dict(brought.options.names)
    for at, holder_name in enumerate(error.unsure):
        options = list(dict.fromkeys([*holder_name.options, *profile().holders, LEFT_OUT]))
        holder = choose(
            st.selectbox,
            plain_markdown(holder_name.text) or "…",
            options,
            key=f"gl-user-areas-holder-{brought.mark}-{at}",
            words=_name_holder,
            index=None,
            placeholder=t("web.user_areas.unsure"),
        )
        if holder:
            holders[holder_name.text] = holder
    if st.button(
        t("web.user_events.take"),
        key=f"gl-user-areas-take-{brought.mark}",
        type="primary",
        width="stretch",
        disabled=any(item.text not in holders for item in error.unsure),
    ):
        _read(atlas, brought, names=holders)
        st.rerun()


def _name_holder(text: str) -> str:
    return t("web.user_areas.left_out") if text == LEFT_OUT else actual_holder_name(text)


def _report(report: AreaReport) -> None:
    """Say what was read, repaired, set aside and not matched."""
    st.markdown(
        t("web.user_areas.kept", read=number(report.rows_read), kept=number(report.rows_kept))
    )
    for name, count in report.notes.items():
        rows = f" ({report.rows[name]})" if name in report.rows else ""
        st.caption(f"{t(f'note.{name}')}: {number(count)}{rows}")
    if report.taken:
        units = [f"{name} = {unit}" for name, unit in list(report.taken.items())[:LISTED]]
        st.caption(plain_markdown(t("sentence.comma").join(units)))
    for item in report.overlaps[:LISTED]:
        pair = t("web.user_areas.over", above=number(item.above), below=number(item.below))
        st.caption(f"{pair} ({number(item.km2)} {t('compare.km2')})")
    for bad in report.set_aside[:LISTED]:
        row, value = f"{t('web.user_events.row')} {number(bad.row)}", isolate(bad.value, language())
        st.caption(plain_markdown(f"{row}: {value} – {speak(bad.accepted)}"))
    if report.unmatched:
        names = t("sentence.comma").join(
            plain_markdown(item.text) for item in report.unmatched[:LISTED]
        )
        missed = number(sum(item.rows for item in report.unmatched))
        st.warning(t("web.user_areas.unmatched", n=missed, names=names))


def _compare(atlas: Atlas, brought: Brought, areas: UserAreas) -> None:
    """Show where the map differs from the atlas on the day shown, and offer the table of units."""
    comparison = _answer(brought, UserAreas.compare, areas, atlas, state().view.day)
    if comparison is None:
        return
    sums = {"same": number(comparison.shared_km2), "differ": number(comparison.different_km2)}
    st.markdown(t("web.user_areas.compared", **sums, none=number(comparison.uncovered_km2)))
    headings = {"ours": "Greenline", "theirs": t("layer.user_areas"), "km2": t("compare.km2")}
    _draw_rows(comparison.pairs.round({"km2": 1}), headings)
    _offer_table("units", brought, comparison.units)
    if areas.days:
        headings = {
            "place": t("web.col.place"), "theirs": t("layer.user_areas"), "ours": "Greenline",
            "days_apart": t("web.user_areas.apart"), "days_unlike": t("web.user_areas.unlike"),
            "ours_source": t("details.sources"),
        }  # fmt: skip
        rows = comparison.rows
        places = rows["place"].where(rows["place"] != "", rows["ground"])
        _draw_rows(rows.assign(place=places), headings)
        _offer_table("rows", brought, rows)


def _draw_rows(rows: pd.DataFrame, headings: dict[str, str]) -> None:
    """Draw columns of a table, their holders in words."""
    for column in headings.keys() & {"ours", "theirs", "holder"}:
        rows = rows.assign(**{column: [_name_holder(code) for code in rows[column]]})
    draw_table(rows[list(headings)].rename(columns=headings))


def _answer(brought: Brought, task: Callable[..., Any], *args: Any) -> Any:
    """Return what a worker computes of areas on the day shown, once for each day in a row.

    Where it cannot, say why and return None.
    """
    day = state().view.day
    if brought.answer is None or brought.answer[0] != day:
        name = brought.files[0][0]
        try:
            brought.answer = (day, compute(task, *args, name=name, classes=(Comparison,)))
        except GreenlineError as error:
            st.caption(explain(error))
            return None
    return brought.answer[1]


def _ask_options(atlas: Atlas, brought: Brought, areas: UserAreas) -> None:
    """Let the reader take another column of numbers or kinds, and other classes of numbers."""
    value, columns = areas.report.columns.get("value"), brought.seen.first.frame.columns
    choices: dict[str, Any] = {
        "value": choose(
            st.selectbox, t("web.user_areas.value"), [*map(str, columns)], first=value, index=None,
            key=f"gl-user-areas-value-{brought.mark}", words=plain_markdown,
            placeholder=t("web.columns.none"),
        ) or value
    }  # fmt: skip
    several = [item for item in areas.report.where if len(item.options) > 1]
    where = dict(brought.options.where) | {item.column: item.shown for item in several}
    choices["where"] = where | {
        item.column: choose(
            st.selectbox, t("web.user_areas.which", column=plain_markdown(item.column)),
            [*item.options, ALL], first=item.shown, index=None, words=_write_rows,
            key=f"gl-user-areas-where-{brought.mark}-{item.column}",
        ) or item.shown
        for item in several
    }  # fmt: skip
    if any(item.low is not None for item in areas.classes):
        choices["breaks"] = choose_word(
            st.segmented_control, "web.user_areas.breaks", Breaks,
            f"gl-user-areas-breaks-{brought.mark}", "web.user_areas.", required=True,
        )  # fmt: skip
        key = f"gl-user-areas-rate-{brought.mark}"
        choices["rate"] = st.checkbox(t("web.user_areas.rate"), key=key)
    current = replace(brought.options, value=brought.options.value or value, where=where)
    if replace(current, **choices) != current:
        _read(atlas, brought, **choices)
        st.rerun()


def _write_rows(text: str) -> str:
    return t("web.user_areas.all") if text == ALL else text


def _show_totals(atlas: Atlas, brought: Brought, areas: UserAreas) -> None:
    """Show numbers by who held the ground on the day shown, and offer the table of areas."""
    _offer_table("areas", brought, areas.rows[["title", "value"]].join(areas.cells))
    if not areas.rows["value"].notna().any() or not all(map(len, areas.rows["units"])):
        return
    rows = _answer(brought, by_holder, atlas, areas, state().view.day)
    if rows is not None:
        value = areas.value or t("layer.user_areas")
        _draw_rows(rows.round({"best": 0}), {"holder": t("web.user_areas.holder"), "best": value})


def _offer_table(what: str, brought: Brought, table: pd.DataFrame) -> None:
    token = mark(brought.mark, brought.options, state().view.day)
    download(
        t("web.user_areas.save"),
        lambda: csv(table).encode("utf-8-sig"),
        f"greenline-{what}-{token}.csv",
        key=f"gl-user-areas-{what}",
    )
