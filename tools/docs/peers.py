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
    return HEAD, [_row(one, str(count)) for one in results["ways"].values()]


def notes(results: dict[str, Any]) -> str:
    """Return what has to be known of each way, as a list."""
    lines = [f"An empty page takes {results['empty_mb']} MB at its peak.", ""]
    for one in results["ways"].values():
        note = "; ".join(text for text in (one["window"], one["note"]) if text)
        lines.append(f"- **{one['title']}**: window moved {note}.")
    return "\n".join(lines)


def _row(one: dict[str, Any], count: str) -> Row:
    name = f"**{one['title']}**" if one["own"] else one["title"]
    if "missing" in one:
        return (name, one["missing"], *[""] * (len(HEAD) - 2))
    found = one.get(count, {"limit": "not measured"})
    frame = _pair(found, "frame_p50_ms", "frame_p95_ms", "ms")
    if frame and found["frames"] < FRAMES:
        frame += f" ({found['frames']} frames)"
    cells = [
        _mb(found["bytes"]) if "bytes" in found else "",
        f"{found['export_s']:.2g} s" if "export_s" in found else "",
        f"{found['calm_s']:.2g} s" if "calm_s" in found else "",
        frame,
        _click(found, one["hover"]),
        _pair(found, "peak_mb", "held_mb", "MB"),
    ]
    why = found.get("limit", one["closed"])
    if why and "" in cells:
        cells[cells.index("")] = why
    return (name, _network(one["network"]), _double_click(one), *cells)


def _network(found: dict[str, Any]) -> str:
    if "limit" in found:
        return f"no: {found['limit']}"
    return f"{'yes' if found['draws'] else 'no'} ({found['requests']})"


def _double_click(one: dict[str, Any]) -> str:
    if one["served"]:
        return "no: needs a web server"
    return "yes" if one["network"]["draws"] else "with a network only"


def _click(found: dict[str, Any], hover: bool) -> str:
    if "clicks" not in found:
        return ""
    hit, _, tried = found["clicks"].partition(" of ")
    if "click_ms" not in found:
        return f"none of {tried} clicks gave a text"
    missed = "" if hit == tried else f" ({found['clicks']} clicks)"
    return f"{found['click_ms']:,.0f} ms{' by hovering' if hover else ''}{missed}"


def _pair(found: dict[str, Any], first: str, second: str, unit: str) -> str:
    if first not in found:
        return ""
    if second not in found:
        return f"{found[first]:,.0f} {unit}"
    apart = f"{found[first]:,.0f} / {found[second]:,.0f} {unit}"
    return apart if unit == "ms" else f"{found[first]:,.0f} {unit} ({found[second]:,.0f} {unit})"


def _mb(count: float) -> str:
    return f"{count / 1e6:.2g} MB" if count < 1e7 else f"{count / 1e6:,.0f} MB"
