"""The benchmark's tables: Greenline beside what a user would pick instead, one for each count."""

from __future__ import annotations

from typing import Any

Row = tuple[str, ...]

#: Frames of a way that draws them all in its time.
FRAMES = 40

HEAD = (
    "way", "draws without a network (requests)", "works by double click", "bytes", "export",
    "open to calm", "frame p50 / p95", "click to text", "peak memory (held by the page)",
)  # fmt: skip


def table(results: dict[str, Any], count: int) -> tuple[Row, list[Row]]:
    """Return head and rows of the table for a number of events; a peer takes part or says why not.

    Parameters
    ----------
    results
        The part ``peers`` of ``bench/results.json``.
    count
        How many events.
    """
    return HEAD, [_row(way, str(count)) for way in results["ways"].values()]


def notes(results: dict[str, Any]) -> str:
    """Return what has to be known of each way, as a list."""
    lines = [f"An empty page takes {results['empty_mb']} MB at its peak.", ""]
    for way in results["ways"].values():
        note = "; ".join(text for text in (way["window"], way["note"]) if text)
        lines.append(f"- **{way['title']}**: window moved {note}.")
    return "\n".join(lines)


def _row(item: dict[str, Any], count: str) -> Row:
    name = f"**{item['title']}**" if item["own"] else item["title"]
    if "missing" in item:
        return (name, item["missing"], *[""] * (len(HEAD) - 2))
    value = item.get(count, {"limit": "not measured"})
    frame = _pair(value, "frame_p50_ms", "frame_p95_ms", "ms")
    if frame and value["frames"] < FRAMES:
        frame += f" ({value['frames']} frames)"
    cells = [
        _mb(value["bytes"]) if "bytes" in value else "",
        f"{value['export_s']:.2g} s" if "export_s" in value else "",
        f"{value['calm_s']:.2g} s" if "calm_s" in value else "",
        frame,
        _click(value, item["hover"]),
        _pair(value, "peak_mb", "held_mb", "MB"),
    ]
    why = value.get("limit", item["closed"])
    if why and "" in cells:
        cells[cells.index("")] = why
    return (name, _network(item["network"]), _double_click(item), *cells)


def _network(result: dict[str, Any]) -> str:
    if "limit" in result:
        return f"no: {result['limit']}"
    return f"{'yes' if result['draws'] else 'no'} ({result['requests']})"


def _double_click(item: dict[str, Any]) -> str:
    if item["served"]:
        return "no: needs a web server"
    return "yes" if item["network"]["draws"] else "with a network only"


def _click(result: dict[str, Any], hover: bool) -> str:
    if "clicks" not in result:
        return ""
    hit, _, tried = result["clicks"].partition(" of ")
    if "click_ms" not in result:
        return f"none of {tried} clicks gave a text"
    missed = "" if hit == tried else f" ({result['clicks']} clicks)"
    return f"{result['click_ms']:,.0f} ms{' by hovering' if hover else ''}{missed}"


def _pair(result: dict[str, Any], first: str, second: str, unit: str) -> str:
    if first not in result:
        return ""
    if second not in result:
        return f"{result[first]:,.0f} {unit}"
    apart = f"{result[first]:,.0f} / {result[second]:,.0f} {unit}"
    return apart if unit == "ms" else f"{result[first]:,.0f} {unit} ({result[second]:,.0f} {unit})"


def _mb(count: float) -> str:
    return f"{count / 1e6:.2g} MB" if count < 1e7 else f"{count / 1e6:,.0f} MB"
