"""Figures of the documentation that were measured: benches, stress, tasks of readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from geo.profile import current
from tools.docs import peers
from tools.docs.tables import ROOT, Row, markdown, number


def results_of(name: str) -> Any:
    """Return what a file of the checkout holds of measurements, as JSON has it."""
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


def _mb(count: float) -> str:
    return f"{count / 1e6:.2f} MB" if count < 1e7 else f"{count / 1e6:.1f} MB"


def _task(result: dict[str, Any]) -> str:
    longest = result["longest_task_ms"]
    return f"{longest:.0f} ms" if longest else "none"


def page_figures() -> str:
    """Return size and speed of an exported page, beside those of ``geopandas.explore``."""
    result = results_of("bench/results.json")["map"]
    ours, other = result["ours"], result["explore_1000"]
    rows: list[Row] = [
        (
            "file with everything in it",
            _mb(result["bytes"]["ours"]),
            f"{_mb(result['bytes']['explore'])} with its libraries put in; blank offline as saved",
        ),
        ("requests, console errors", f"{ours['requests']}, {len(ours['errors'])}", ""),
        ("opened and calm", f"{ours['calm_ms']:.0f} ms", f"{other['calm_ms']:.0f} ms"),
        (
            "frames a second, panning / zooming",
            f"{ours['pan_fps']:.0f} / {ours['zoom_fps']:.0f}",
            f"{other['pan_fps']:.0f} / {other['zoom_fps']:.0f}",
        ),
        ("a step of the slider, input to next frame", f"{result['slider']['step_ms']:.0f} ms", ""),
        (
            "longest task of over 50 ms while moved and zoomed / while the day moves",
            f"{_task(ours)} / {_task(result['slider'])}",
            _task(other),
        ),
    ]
    return markdown(("what", "Greenline", "`geopandas.explore`, 1,000 points"), rows)


def _clock(item: dict[str, float]) -> str:
    return f"{item['clock_s']:.2f} s ({item['processor_s']:.2f} s)"


def waiting_figures() -> str:
    """Return what a reader waits for at a command and alone in the app."""
    measured = results_of("bench/results.json")
    place = current().example
    called = {
        "help": "`greenline --help`",
        "at": f"`greenline at 2016-01-01 --place {place}`",
        "history": f"`greenline history {place}`",
        "export": "`greenline export x.html`",
    }
    rows: list[Row] = [
        (words, _clock(item), _clock(item["cold"]))
        for name, words in called.items()
        for item in [measured["commands"][name]]
    ]
    app = measured["app"]
    rows += [
        ("app: a perspective, to the map's picture", f"{app['perspective_ms']:,.0f} ms", ""),
        (
            "app: a language in the side bar, to the map's picture",
            f"{app['language_ms']:,.0f} ms (an app that only answers: {app['bare_ms']:,.0f} ms)",
            "",
        ),
        (
            f"app: a file of {number(app['upload_rows'])} events, to all of them on the map",
            f"{app['upload_ms'] / 1000:.1f} s",
            "",
        ),
    ]
    table = markdown(("what", "warm", "cold"), rows)
    return f"{table}\n\nLoad of the machine meanwhile: up to {measured['commands']['load']}."


def opening_figures() -> str:
    """Return what a reader waits for from an address to the map, beside a bare Streamlit app."""
    value = results_of("bench/results.json")["opening"]
    whats = (
        ("first visit: the map", "first", ""),
        ("first visit: all around it", "first", "whole_"),
        ("later visits: the map", "later", ""),
        ("later visits: all around it", "later", "whole_"),
    )

    def show(name: str, visit: str, part: str) -> str:
        clock, processor = (value[f"{name}_{visit}_{part}{unit}"] for unit in ("ms", "cpu_ms"))
        return f"{clock / 1000:.2f} s ({processor / 1000:.2f} s)"

    rows: list[Row] = []
    for what, visit, part in whats:
        ratio = "" if part else f"{value[f'{visit}_ratio']} ({value[f'{visit}_cpu_ratio']})"
        rows.append((what, show("app", visit, part), show("bare", visit, ""), ratio))
    rows.append(("bytes of the first visit", _mb(value["app_bytes"]), _mb(value["bare_bytes"]), ""))
    load = f"Load of the machine meanwhile: up to {value['load']}."
    return markdown(("what", "Greenline", "bare app", "ratio"), rows) + f"\n\n{load}"


def event_figures() -> str:
    """Return what user events cost, beside what folium and geopandas take."""
    measured = results_of("bench/results.json")
    layer, where, other = measured["layer"], measured["attribution"], measured["layer"]["geojson"]
    sizes = ("100000", "1000000")

    def row(what: str, show: Callable[[str], str], alternative: str = "") -> Row:
        return (what, *(show(size) for size in sizes), alternative)

    rows = [
        row(
            "where they lie, km to the nearest field",
            lambda n: f"{where[n]['ours_s']:.2g} s",
            "`sjoin` and `sjoin_nearest`, same result: "
            + ", ".join(f"{where[n]['geopandas_s']:.2g} s" for n in sizes),
        ),
        row(
            "file over the atlas alone, with text",
            lambda n: _mb(layer[n]["bytes_over"]),
            f"folium `GeoJson`, {number(other['events'])}: {_mb(other['bytes'])}",
        ),
        row(
            "export over the atlas alone",
            lambda n: f"{layer[n]['export_over']:.2g} s",
            f"{other['export_s']:.2g} s",
        ),
        row("a frame when the days move, no GPU", lambda n: f"{layer[n]['frame_ms']:.0f} ms"),
        row("click to text", lambda n: f"{layer[n]['click_ms']:.0f} ms"),
        row(
            "heap of JavaScript",
            lambda n: f"{layer[n]['heap_mb']:.0f} MB",
            f"{other['heap_mb']:.0f} MB",
        ),
    ]
    return markdown(("user events", "100,000", "1,000,000", "alternative"), rows)


def file_figures() -> str:
    """Return seconds and size of each kind of file."""
    files = results_of("bench/results.json")["files"]
    rows = [
        (f"`{ending}`", f"{item['s']:.2f} s", f"{number(item['kb'])} kB")
        for ending, item in files.items()
        if ending.startswith(".")
    ]
    return markdown(("file", "time", "size"), rows)


def picture_figures() -> str:
    """Return processor seconds, memory and size of pages, pictures and films."""
    measured = results_of("bench/results.json")["pictures"]
    texts = {
        "page": "`greenline export map.html`",
        "png": "`map.png`: A4, 300 dots an inch",
        "film": "`film.mp4`: 60 days, 1280 × 720",
    }
    rows: list[Row] = [
        (text, f"{item['cpu_s']:.2f} s", f"{item['mb']:.0f} MB", f"{number(item['kb'])} kB")
        for name, text in texts.items()
        for item in [measured[name]]
    ]
    rows.append(("another day, once one is drawn", f"{measured['day']['cpu_s']:.3f} s", "", ""))
    return markdown(("what", "processor", "memory", "size"), rows)


def ingest_figures() -> str:
    """Return what an ingest of millions of events takes, in a sentence."""
    ingest = results_of("bench/results.json")["ingest"]
    return (
        f"{number(ingest['events'])} events in {ingest['ingest_s']:.0f} s "
        f"({number(ingest['events_a_second'])} a second), at most {number(ingest['peak_mb'])} MB "
        f"of "
        f"memory; the folder has {ingest['folder_mb']} MB, and its counts are read in "
        f"{ingest['counts_s']:.2f} s."
    )


def peer_figures(count: str) -> str:
    """Return what a number of events takes, here and where a user would go instead."""
    return markdown(*peers.table(results_of("bench/results.json")["peers"], int(count)))


def stress_figures() -> str:
    """Return what ``make stress`` measured of a crowd and of hostile texts, in two sentences."""
    crowd = results_of("bench/stress/load.json")
    hostile = results_of("bench/stress/hostile.json")
    attacks = results_of("bench/stress/attacks.json")
    waits, files, memory = (
        max(item[name] for item in attacks["acts"])
        for name in ("second_reader_s", "small_file_s", "memory_most_mb")
    )
    flood = max(item["second_reader_s"] for item in attacks["floods"])
    busy = crowd["load_before"]
    others = f" that others kept busy (load average {busy} before)" if busy > 1 else ""
    return (
        f"{crowd['people']} readers at once, each with user events, for {crowd['seconds']} "
        f"seconds on two cores{others}: {number(crowd['runs'])} changes, "
        f"{len(crowd['failed'])} failed, "
        f"{len(crowd['leaks'])} saw another's data; memory {crowd['memory_middle_mb']} MB in the "
        f"middle, {crowd['memory_end_mb']} MB at the end; a change took "
        f"{crowd['run_median_s']} s in the median and {crowd['run_p95_s']} s for one in "
        f"twenty (3.7 s and 5.2 s in version 1.0.0).\n\n"
        "While others bring what once held up the server (`SECURITY.md` has each act), a reader "
        "waits at most "
        f"{waits} s for a run and {files} s for a small file; while up to twenty sessions flood it "
        f"{flood} s. The server's memory is at most {memory} MB, and two minutes after they left "
        f"{attacks['memory_after_mb']} MB ({attacks['memory_start_mb']} MB at the start): what "
        "stays is what the C library keeps between pages in use.\n\n"
        f"{number(hostile['texts'])} hostile texts in {hostile['fields']} fields of an upload, "
        f"{number(hostile['cards_opened'])} cards opened: {hostile['ran']} ran."
    )


def coverage_figures() -> str:
    """Return in a sentence how much of the code ``make coverage`` saw the quick tests run."""
    value = results_of("tests/coverage.json")
    lines = value["covered_lines"] / value["num_statements"]
    branches = value["covered_branches"] / value["num_branches"]
    return (
        f"On {value['day']} the tests of `make test` ran {lines:.1%} of "
        f"{number(value['num_statements'])} statements of `geo`, and {branches:.1%} of "
        f"{number(value['num_branches'])} branches. What a process "
        "of its own runs (the app's server, the painter, a command that a test starts) is left out."
    )
