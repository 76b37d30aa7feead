"""The page *Accuracy*: what each witness says in figures, and every disagreement by unit."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from geo.ask import control
from geo.ask.assertions import verify
from geo.atlas import Atlas
from geo.atlas.evidence import GRADES
from geo.model import Language
from geo.words import language
from tools.accuracy import calibration, mutation, witnesses
from tools.accuracy.ground import ROUNDS, Ground, Share
from tools.accuracy.witnesses import Witness
from tools.docs.tables import markdown, number
from tools.doubts import disputed_pcodes

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "accuracy.md"

#: Why a witness and the atlas differ in a unit, where it is known: witness, unit, sentence.
REASONS = Path(__file__).with_name("reasons.csv")

#: Rows that were read against all that could be found.
AUDITS = ROOT / "docs" / "audits.csv"

#: The words of the page, with places for figures in braces.
WORDS = Path(__file__).with_name("page.md")


_PLACES = (
    "{n} places on lists of {days} inside ground that the atlas has with the Islamic State; the "
    "lists do not say how they counted."
)


def page(atlas: Atlas, shared: Path) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    atlas
        The atlas.
    shared
        Folder of the witnesses' files.
    """
    ground = Ground(atlas)
    lists = dict(witnesses.compare_displaced(atlas, ground, shared))
    marks, fights = witnesses.marks(atlas, shared), witnesses.events(atlas, ground, shared)
    offices, flares = witnesses.administration(atlas), witnesses.flares(atlas, ground, shared)
    differences = {
        "Marks of July 2017": _marks(marks),
        "Fights": _events(atlas, fights),
        **{title.capitalize(): _lists(item) for title, item in lists.items()},
        "Administration": _administration(offices),
    }
    figures = {
        "rounds": str(ROUNDS),
        "version": atlas.version,
        "marks": _shares({"marks": marks}),
        **_calibration(atlas, ground, shared),
        "areas": markdown(witnesses.AREA_HEAD, witnesses.area_rows(atlas)),
        "evidence": _evidence(atlas),
        "assertions": _assertions(atlas),
        "reviews": _reviews(atlas),
        "events": _shares({"events": fights}),
        "displaced": _shares(lists),
        "administration": _shares({"administration": offices}),
        "flares": _shares({"flares": flares}),
        "differences": "\n\n".join(_differences(atlas, *entry) for entry in differences.items()),
    }
    return WORDS.read_text(encoding="utf-8").format(**figures)


def _calibration(atlas: Atlas, ground: Ground, shared: Path) -> dict[str, str]:
    """Return the tables on whether the atlas is as certain as it says."""
    marks = calibration.grade_marks(atlas, shared)
    head = ("of", "agree", "null", "null, 95 of 100")
    spread = "95% interval"
    certainty_head = ("certainty", "marks", "assertions", "together", "right", spread, "goal")
    assertions = calibration.grade_assertions(atlas)
    return {
        "certainty": markdown(certainty_head, list(calibration.certainty_rows(marks, assertions))),
        "audited": markdown(
            ("certainty on the day it began", "rows", "contradicted"),
            list(calibration.audit_rows(atlas, AUDITS)),
        ),
        "held_out": markdown(
            ("certainty", *head, spread), list(calibration.returnee_rows(atlas, ground, shared))
        ),
        "fights": markdown(
            ("certainty", *head), list(calibration.fight_rows(atlas, ground, shared))
        ),
        "days": markdown(
            (
                "changes",
                "lie within",
                *head[2:],
                "median days",
                "the same day",
                "within a week",
            ),
            list(calibration.day_rows(atlas)),
        ),
    }


def _assertions(atlas: Atlas) -> str:
    """Return how many assertions hold, and what share of moved spells they notice."""
    results = verify(atlas)
    written = [row["seen"] for row in atlas.records("assertions")]
    rows = []
    for title, blind in (("all", False), ("written before the spells were seen", True)):
        counted = [result for result in results if not (blind and written[result.number])]
        noticed = mutation.measure(atlas, blind=blind)
        rows.append((
            title, str(len(counted)), str(sum(result.holds for result in counted)),
            format_part(noticed.covered, noticed.units), format_part(noticed.noticed,
            noticed.moves),
        ))  # fmt: skip
    head = ["assertions", "rows", "the atlas agrees", "units noticed", "moves noticed"]
    return markdown(head, rows)


def format_part(part: int, total: int) -> str:
    return f"{part} of {total}, {100 * part // total} in 100"


def _reviews(atlas: Atlas) -> str:
    """Return how often a page that was read again supports the row that cites it."""
    counted = Counter((row["table"], row["verdict"]) for row in atlas.records("reviews"))
    read = {(row["table"], row["id"]) for row in atlas.records("reviews")}
    verdicts = ("supported", "larger", "contradicted", "not_reachable")
    rows = [
        (name, str(len({key for table, key in read if table == name})),
         *(str(counted[name, verdict]) for verdict in verdicts))
        for name in sorted({table for table, _ in read})
    ]  # fmt: skip
    return markdown(["table", "rows", *(item.replace("_", " ") for item in verdicts)], rows)


def _shares(result: dict[str, Witness]) -> str:
    rows = [
        (f"{title}: {what}" if len(result) > 1 else what, f"{count:,}", *_cells(share))
        for title, witness in result.items()
        for what, count, share in witness.shares
    ]
    head = ["what agrees", "of", "share", "null", "null, 95 of 100"]
    return markdown(head, rows)


def _cells(share: Share) -> tuple[str, str, str]:
    return f"{share.matched:.1%}", f"{share.mean:.1%}", f"{share.low:.1%} to {share.high:.1%}"


def _differences(atlas: Atlas, title: str, rows_of_units: Iterable[tuple[str, str]]) -> str:
    names = atlas.units.set_index("unit")["name_en"]
    rows = sorted((unit, names.get(unit, ""), text) for unit, text in rows_of_units)
    return f"### {title}: {len(rows)}\n\n{markdown(['unit', 'name', 'what is known'], rows)}"


def _evidence(atlas: Atlas) -> str:
    """Return how much of the belt, and of the country, rests on which evidence."""
    last = atlas.profile.days.last
    words = language(Language.EN)
    rows = control.at(atlas, last)
    belt = rows[rows["pcode"].isin(disputed_pcodes(atlas))]
    sums = [
        (
            table["evidence"].value_counts().to_dict(),
            table.groupby("evidence")["km2"].sum().to_dict(),
        )
        for table in (belt, rows)
    ]
    cells = [
        (
            words[f"legend.evidence.{grade}"],
            *(
                text
                for units, km2 in sums
                for text in (f"{units.get(grade, 0):,}", number(km2.get(grade, 0.0)))
            ),
        )
        for grade in GRADES
    ]
    head = [f"evidence, on {last}", "units of the belt", "km²", "all units", "km²"]
    return markdown(head, cells)


def _marks(witness: Witness) -> list[tuple[str, str]]:
    """Say of each unit which marks the others do not give, and what the disagreement is."""
    reasons = reasons_of("marks")
    apart = witness.apart.assign(what=[what for _, what in _pairs(witness)])
    return [
        (
            str(unit),
            f"{'; '.join(rows['what'])}. {reasons.get(str(unit), 'No reason was found.')}",
        )
        for unit, rows in apart.groupby("unit")
    ]


def _events(atlas: Atlas, witness: Witness) -> list[tuple[str, str]]:
    """Say of each unit with events far from the front when, if ever, it had passed."""
    spells = control.spells(atlas)
    lost = spells[spells["holder"] == "is"].groupby("unit")["end"].max()
    result = []
    for unit, rows in witness.apart.groupby("unit"):
        counted = sorted(Counter(rows["what"]).items())
        kinds = ", ".join(f"{kind}: {n}" for kind, n in counted)
        first, last = rows["day"].min(), rows["day"].max()
        text = f"{kinds}, {_days(first, last)}; more than {witnesses.KM[-1]} km from such ground"
        end = lost.get(unit)
        if end and end <= first:
            text += f": the unit passed from the Islamic State on {end}, raids and bombs went on"
        else:
            text += ": never with the Islamic State in the atlas; attacks behind the front"
        result.append((str(unit), f"{text}."))
    return result


def _lists(witness: Witness) -> list[tuple[str, str]]:
    return [
        (
            str(unit),
            _PLACES.format(n=len(rows), days=_days(rows["day"].min(), rows["day"].max())),
        )
        for unit, rows in witness.apart.groupby("unit")
        if unit
    ]


def _administration(witness: Witness) -> list[tuple[str, str]]:
    reasons = reasons_of("administration")
    return [
        (unit, f"{what[0].upper()}{what[1:]}. {reasons.get(unit, 'No reason was found.')}")
        for unit, what in _pairs(witness)
    ]


def reasons_of(witness: str) -> dict[str, str]:
    """Return why a witness and the atlas differ, by unit."""
    with REASONS.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["witness"] == witness]
    return {row["unit"]: row["reason"] for row in rows}


def _pairs(witness: Witness) -> list[tuple[str, str]]:
    rows = witness.apart
    return [(str(unit), str(what)) for unit, what in zip(rows["unit"], rows["what"], strict=True)]


def _days(first: date, last: date) -> str:
    return str(first) if first == last else f"{first} to {last}"
