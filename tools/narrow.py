"""Narrow the data to the scope of the profile: ``python -m tools.narrow``, run once for 2.0.0.

It takes out rows that lie outside the scope, writes context as spells of whole governorates, makes
the parties of one side one holder, joins neighbours that then differ in nothing, marks reviews that
a correction answered, and drops what nothing cites any more. It prints a count for each rule. To
mark reviews it needs the releases that commit 905615c4 keeps. It is kept until 2.0.0 is released.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geo import profile as profiles
from geo.atlas import Atlas
from geo.atlas.release import list_released, number, read
from geo.atlas.table import subtract
from geo.atlas.translations import fingerprint
from geo.profile.parts import Scope

Row = dict[str, str]

#: The version that is narrowed.
BEFORE = "1.11.0"

#: Actors that become one holder, and how their forces are named.
SIDE = "region"
PARTIES = {"kurdistan_front": "", "pdk": "KDP", "puk": "PUK"}

#: Forces of a row that parties of one side shared or fought over.
BETWEEN = {"KDP and PUK"}

#: A party's hold that is told within the row around it, at most.
SHORT = dt.timedelta(days=40)

#: A holder of most of a governorate for fewer days is not told in context.
LEAST = dt.timedelta(days=365)

#: Day of this change, for rows that it makes.
CHECKED = "2026-12-01"

NOTE = (
    "Told of the governorate as a whole: who held most of it. Its towns and days are not mapped "
    "in detail."
)
NOTE_IN = {
    "ar": "يُذكر للمحافظة إجمالاً: من سيطر على معظمها. بلداتها وأيامها غير مرسومة بالتفصيل.",
    "ckb": (
        "بۆ هەموو پارێزگاکە دەگوترێت: کێ زۆربەی بەدەستەوە بووە. "
        "شارۆچکە و ڕۆژەکانی بە وردی نەخشە نەکراون."
    ),
}

#: Names of the parties in each language, and a party's short hold within that of another.
NAMES = {
    "en": {"KDP": "KDP", "PUK": "PUK"},
    "ar": {"KDP": "الحزب الديمقراطي الكردستاني", "PUK": "الاتحاد الوطني الكردستاني"},
    "ckb": {"KDP": "پارتی دیموکراتی کوردستان", "PUK": "یەکێتیی نیشتمانیی کوردستان"},
}
BETWEEN_DAYS = {
    "en": "{first}; {second} from {start} to {end}",
    "ar": "{first}؛ {second} من {start} إلى {end}",
    "ckb": "{first}؛ {second} لە {start} تا {end}",
}
MONTHS = {
    "en": {9: "September", 10: "October"},
    "ar": {9: "أيلول", 10: "تشرين الأول"},
    "ckb": {9: "ئەیلوول", 10: "تشرینی یەکەم"},
}


class Narrowing:
    """The tables of a data folder while they are narrowed."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.atlas = Atlas.load(data, version=BEFORE)
        self.package: dict[str, Any] = json.loads((data / "datapackage.json").read_text())
        self.paths = {
            each["name"]: each["path"]
            for each in self.package["resources"]
            if each["format"] == "csv"
        }
        tables = read(BEFORE, data).tables
        self.tables = {name: [dict(row) for row in tables[name]] for name in self.paths}
        scope = profiles.load(data).scope
        if scope is None:
            raise SystemExit("profile.yaml: expected a scope")
        self.scope: Scope = scope
        self.counts: Counter[str] = Counter()
        self.units = {row["unit"]: row for row in self.atlas.unit_records}
        #: Translations of texts that this makes, by language and English.
        self.translated: dict[tuple[str, str], str] = {}

    def run(self) -> None:
        """Narrow every table, then drop what nothing cites."""
        before = self.tables["spells"]
        self.answer_reviews()
        self.leave_context(before)
        self.merge_sides()
        self.join_neighbours()
        self.tables["spells"] += list(self.make_context(before))
        self.tables["spells"].sort(key=lambda row: (row["unit"], row["start"]))
        self.leave_events()
        self.leave_assertions()
        self.leave_uncited()
        self.write()

    def leave_context(self, spells: list[Row]) -> None:
        remaining = [
            row for row in spells
            if self.scope.touches(row["unit"], _day(row["start"]), _day(row["end"]))
        ]  # fmt: skip
        self.counts["spells outside the scope taken out"] = len(spells) - len(remaining)
        self.tables["spells"] = remaining

    def merge_sides(self) -> None:
        for row in self.tables["spells"]:
            holder, forces = row["holder"], row["forces"]
            if holder in PARTIES:
                row["holder"] = SIDE
                self._name_party(row, PARTIES[holder])
                self.counts[f"spells of {holder} became {SIDE}"] += 1
            elif forces in BETWEEN and holder in ("contested", "mixed"):
                row["holder"] = SIDE
                self.counts[f"spells {holder} between parties became {SIDE}"] += 1
        for row in self.tables["events"]:
            sides = [SIDE if row[name] in PARTIES else row[name] for name in _ENDS]
            if sides != [row[name] for name in _ENDS]:
                self.counts["events of parties name the side"] += 1
                row.update(zip(_ENDS, sides if sides[0] != sides[1] else ("", ""), strict=True))

    def _name_party(self, row: Row, party: str) -> None:
        """Put a party before the other forces of its row."""
        forces = row["forces"]
        if not party or party in forces.replace(",", ";").split(";")[0]:
            return
        row["forces"] = f"{party}; {forces}" if forces else party
        for code in ("ar", "ckb"):
            other = self.atlas.translated(forces, code) if forces else ""  # type: ignore[arg-type]
            self.translated[code, row["forces"]] = "؛ ".join(
                filter(None, (NAMES[code][party], other))
            )

    def join_neighbours(self) -> None:
        by_unit: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.tables["spells"], key=lambda row: (row["unit"], row["start"])):
            by_unit[row["unit"]].append(row)
        result = []
        for rows in by_unit.values():
            joined: list[Row] = []
            for at, row in enumerate(rows):
                last = joined[-1] if joined else {}
                if last and _is_same(last, row):
                    joined[-1] = self._join(last, row)
                elif last and at + 1 < len(rows) and _is_short(last, row, rows[at + 1]):
                    middle = self._within(last, row)
                    joined[-1] = self._join(
                        self._join(last, middle), {**rows[at + 1], **_same(middle)}
                    )
                    rows[at + 1]["end"], rows[at + 1]["id"] = row["end"], ""
                elif row["id"]:
                    joined.append(row)
            result += joined
        self.tables["spells"] = result

    def _within(self, row: Row, middle: Row) -> Row:
        """Return a party's short hold as forces of the row around it."""
        names = row["forces"], middle["forces"]
        for code, form in BETWEEN_DAYS.items():
            days = [_write_day(_day(middle[name]), code) for name in ("start", "end")]
            first, second = (NAMES[code][name] for name in names)
            text = form.format(
                first=first, second=second, start=days[0].split(" 1996")[0], end=days[1]
            )
            if code == "en":
                forces = text
            else:
                self.translated[code, forces] = text
        row["forces"] = forces
        return {**middle, "forces": forces}

    def _join(self, first: Row, second: Row) -> Row:
        """Return one row for two neighbours, with the id of the longer one."""
        longer, other = sorted((first, second), key=_length, reverse=True)
        notes = list(dict.fromkeys(filter(None, (first["note"], second["note"]))))
        note = " ".join(notes)
        for code in ("ar", "ckb"):
            translations = [self._translated(text, code) for text in notes]
            if len(notes) > 1 and all(translations):
                self.translated[code, note] = " ".join(translations)
        self.counts["neighbouring spells joined"] += 1
        self.tables["retired"].append(
            {
                "table": "spells",
                "id": other["id"],
                "replaced_by": longer["id"],
                "reason": "Same holder and the same forces as the row beside it; joined.",
                "version": self.scope.since,
            }
        )
        grades = ("low", "medium", "high")
        return {
            **first,
            "id": longer["id"],
            "end": second["end"],
            "source": ";".join(
                dict.fromkeys(";".join((first["source"], second["source"])).split(";"))
            ),
            "confidence": min(first["confidence"], second["confidence"], key=grades.index),
            "note": note,
        }

    def _translated(self, text: str, code: str) -> str:
        text_of_now = self.translated.get((code, text))
        return text_of_now or self.atlas.translated(text, code) or ""  # type: ignore[arg-type]

    def make_context(self, spells: list[Row]) -> Iterator[Row]:
        """Yield spells of whole governorates: who held most of what is not in detail."""
        codes = [row["pcode"] for row in self.tables["governorates"] if row["pcode"]]
        for code in codes:
            rows: list[Any] = [
                {**row, "holder": SIDE if _is_side(row) else row["holder"], "piece": piece}
                for row in spells
                if row["unit"].startswith(code)
                for piece in subtract(_span(row), self.scope.spans(row["unit"]))
            ]
            stretches = _majority(rows, self.units) if rows else []
            for at, (start, holder) in enumerate(stretches):
                begun = [row for row in rows if row["holder"] == holder
                         and abs(row["piece"][0] - start) < dt.timedelta(60)]  # fmt: skip
                self.counts["spells of whole governorates written"] += 1
                yield {
                    **dict.fromkeys(spells[0], ""),
                    "id": f"{code}-{at + 1}",
                    "unit": code,
                    "start": str(start),
                    "end": str(stretches[at + 1][0]) if at + 1 < len(stretches) else "",
                    "precision": _commonest(begun, "precision", self.units) if str(start) in _LEGAL
                    else "inferred",
                    "holder": holder,
                    "source": _commonest(begun, "source", self.units),
                    "confidence": _commonest(begun, "confidence", self.units),
                    "note": NOTE,
                    "checked": CHECKED,
                }  # fmt: skip
        self.translated |= {(code, NOTE): text for code, text in NOTE_IN.items()}

    def leave_events(self) -> None:
        from geo.ask import area_of_interest as areas  # noqa: PLC0415 -- frames

        units = areas.units_of(self.atlas, self.atlas.table("events"))
        where = dict(zip(self.atlas.table("events")["id"], units, strict=True))
        rows = self.tables["events"]
        remaining = [
            row for row in rows
            if row["type"] not in self.scope.local_events
            or row["about"]
            or row["position_precision"] == "country"
            or (where[row["id"]] and self.scope.covers(where[row["id"]], _day(row["start"])))
        ]  # fmt: skip
        self.counts["events outside the scope taken out"] = len(rows) - len(remaining)
        self.tables["events"] = remaining

    def leave_assertions(self) -> None:
        from geo.ask.perspective import unit_at  # noqa: PLC0415 -- frames

        rows = self.tables["assertions"]
        remaining = [
            row for row in rows
            if row["perspective"] != "held" or self.scope.covers(
                unit_at(self.atlas, float(row["lon"]), float(row["lat"])), _day(row["day"]))
        ]  # fmt: skip
        self.counts["assertions outside the scope taken out"] = len(rows) - len(remaining)
        for row in remaining:
            if row["expected"] in PARTIES:
                row["expected"] = SIDE
        self.tables["assertions"] = remaining
        gone = {_assertion_key(row) for row in rows} - {_assertion_key(row) for row in remaining}
        accepted = self.tables["accepted"]
        held = {row["id"] for name in ("spells", "events") for row in self.tables[name]}
        was = {row["id"] for row in self.atlas.records("spells") + self.atlas.records("events")}
        starts = {f"{row['unit']} {row['start']}" for row in self.tables["spells"]}
        self.tables["accepted"] = [
            row for row in accepted
            if row["key"] not in gone | (was - held)
            and (row["table"] != "spells" or row["key"].count(" ") != 1 or row["key"] in starts)
        ]  # fmt: skip
        self.counts["accepted doubts of rows that went"] = len(accepted) - len(
            self.tables["accepted"]
        )

    def answer_reviews(self) -> None:
        """Mark each contradiction that a later correction of its row answered."""
        first = self._first_reviewed()
        corrected: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in read(BEFORE, self.data).tables["corrections"]:
            corrected[row["table"], row["id"]].append(row["version"])
        for row in self.tables["reviews"]:
            since = first.get((row["table"], row["id"], row["source"], row["verdict"]), BEFORE)
            later = sorted(
                (version for version in corrected[row["table"], row["id"]]
                 if number(version) >= number(since)), key=number,
            )  # fmt: skip
            row["answered"] = later[0] if later and row["verdict"] == "contradicted" else ""
            self.counts["reviews that contradicted a row"] += row["verdict"] == "contradicted"
            self.counts["of these answered by a correction"] += bool(row["answered"])

    def _first_reviewed(self) -> dict[tuple[str, ...], str]:
        """Return the first version that has each review."""
        result: dict[tuple[str, ...], str] = {}
        for version in list_released(self.data):
            for row in read(version, self.data).tables.get("reviews", ()):
                key = row["table"], row["id"], row["source"], row["verdict"]
                result.setdefault(key, version)
        return result

    def leave_uncited(self) -> None:
        retired = {(row["table"], row["id"]) for row in self.tables["retired"]}
        rows_of_tables = {
            (name, row["id"]) for name, rows in self.tables.items()
            for row in rows if "id" in row and name not in ("reviews", "translations")
        } | {("retired", "")} | retired  # fmt: skip
        reviews = self.tables["reviews"]
        self.tables["reviews"] = [
            row for row in reviews if (row["table"], row["id"]) in rows_of_tables
        ]
        self.counts["reviews of rows that went"] = len(reviews) - len(self.tables["reviews"])
        cited: set[str] = set()
        for name, rows in self.tables.items():
            for column in ("source", "position_source"):
                if name not in ("sources", "reviews") and rows and column in rows[0]:
                    cited |= {each for row in rows for each in row[column].split(";")}
        for story in (self.data / "stories").glob("*.yaml"):
            text = story.read_text(encoding="utf-8")
            cited |= {row["id"] for row in self.tables["sources"] if row["id"] in text}
        sources = self.tables["sources"]
        self.tables["sources"] = [row for row in sources if row["id"] in cited]
        remaining = {row["id"] for row in self.tables["sources"]}
        self.counts["sources that nothing cites"] = len(sources) - len(remaining)
        reviews = self.tables["reviews"]
        self.tables["reviews"] = [row for row in reviews if row["source"] in remaining]
        self.counts["reviews of sources that went"] = len(reviews) - len(self.tables["reviews"])
        publishers, names = (
            self.tables["publishers"],
            {row["publisher"] for row in self.tables["sources"]},
        )
        self.tables["publishers"] = [row for row in publishers if row["publisher"] in names]
        self.counts["publishers of no source"] = len(publishers) - len(self.tables["publishers"])

    def write(self) -> None:
        from geo.atlas.translations import FIELDS  # noqa: PLC0415

        texts = {
            fingerprint(row[name])
            for table, rows in self.tables.items() if table not in ("retired", "accepted")
            for row in rows for name in FIELDS if row.get(name)
        }  # fmt: skip
        rows = self.tables["translations"]
        remaining = [row for row in rows if row["english"] in texts]
        first: dict[str, tuple[str, str, str]] = {}
        for table, each in self.tables.items():
            if table in ("retired", "accepted", "translations", "reviews"):
                continue
            for row in each:
                for name in FIELDS:
                    if row.get(name):
                        first.setdefault(fingerprint(row[name]), (table, _key(row), name))
        for row in remaining:
            row["table"], row["id"], row["field"] = first[row["english"]]
        have = {(row["english"], row["language"]) for row in remaining}
        for (code, english), text in self.translated.items():
            mark = fingerprint(english)
            if mark in first and (mark, code) not in have:
                table, key, name = first[mark]
                cells = (table, key, name, code, mark, text)
                remaining.append(dict(zip(rows[0], cells, strict=True)))
        self.counts["translations of texts that went"] = len(rows) - len(
            [r for r in rows if r["english"] in texts]
        )
        self.tables["translations"] = remaining
        for name, path in self.paths.items():
            _write(self.data / path, self.tables[name])


_ENDS = ("from_holder", "to_holder")

#: Days of legal acts, which are those of all ground.
_LEGAL = {"2004-06-28", "1991-01-01"}


def _is_side(row: Row) -> bool:
    return row["holder"] in PARTIES or row["forces"] in BETWEEN


def _is_same(first: Row, second: Row) -> bool:
    return first["end"] == second["start"] and all(
        first[name] == second[name] for name in ("holder", "forces")
    )


def _is_short(first: Row, middle: Row, last: Row) -> bool:
    """Whether a party held for weeks what another held before and after."""
    parties = {"KDP", "PUK"}
    days = _day(middle["end"] or "9999-12-31") - _day(middle["start"])
    return (
        {first["forces"], middle["forces"]} == parties
        and first["forces"] == last["forces"]
        and days < SHORT
        and {first["holder"], middle["holder"], last["holder"]} == {SIDE}
    )


def _same(row: Row) -> Row:
    return {"holder": row["holder"], "forces": row["forces"]}


def _length(row: Row) -> dt.timedelta:
    start, end = _span(row)
    return end - start


def _span(row: Row) -> tuple[dt.date, dt.date]:
    return _day(row["start"]), _day(row["end"]) or dt.date.max


def _day(text: str) -> Any:
    return dt.date.fromisoformat(text) if text else None


def _write_day(day: dt.date, code: str) -> str:
    text = f"{day.day} {MONTHS[code][day.month]} {day.year}"
    return text if code == "en" else text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def _majority(rows: list[Any], units: dict[str, Any]) -> list[tuple[dt.date, str]]:
    """Return who held most of some ground from which day on, without short stretches."""
    result: list[tuple[dt.date, str]] = []
    days = sorted({row["piece"][0] for row in rows})
    for day in days:
        shares: Counter[str] = Counter()
        for row in rows:
            if row["piece"][0] <= day < row["piece"][1]:
                shares[row["holder"]] += units[row["unit"]]["km2"]
        most = max(sorted(shares), key=lambda holder: shares[holder])
        if not result or result[-1][1] != most:
            result.append((day, most))
    ends = [*(day for day, _ in result[1:]), dt.date.max]
    shown: list[tuple[dt.date, str]] = []
    for (day, holder), end in zip(result, ends, strict=True):
        if not shown or (end - day >= LEAST and shown[-1][1] != holder):
            shown.append((day, holder))
    return shown


def _commonest(rows: list[Any], column: str, units: dict[str, Any]) -> str:
    weights: Counter[str] = Counter()
    for row in rows:
        weights[row[column]] += units[row["unit"]]["km2"]
    return max(sorted(weights), key=lambda cell: weights[cell])


def _assertion_key(row: Row) -> str:
    return f"{row['lon']} {row['lat']} {row['day']} {row['perspective']}"


def _key(row: Row) -> str:
    return row.get("id") or next(iter(row.values()))


def _write(file: Path, rows: Iterable[Row]) -> None:
    rows = list(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8", newline="")


def compare(data: Path) -> Iterator[str]:
    """Say for how many days of units in detail the holder is that of the version before."""
    before, now = Atlas.load(data, version=BEFORE), Atlas.load(data)
    scope, days = now.profile.scope, now.profile.days
    assert scope is not None
    counts: Counter[str] = Counter()
    spells: dict[str, dict[str, list[Any]]] = {
        "before": defaultdict(list),
        "now": defaultdict(list),
    }
    for name, atlas in (("before", before), ("now", now)):
        for row in atlas.spells:
            spells[name][row["unit"]].append(row)
    one_day = dt.timedelta(1)
    for unit in spells["before"]:
        for start, end in scope.spans(unit):
            day, last = max(start, days.first), min(end, days.last + one_day)
            while day < last:
                held, holds = (_on(spells[name][unit], day) for name in ("before", "now"))
                if holds["context"]:
                    counts["answered by context"] += 1
                elif held["holder"] == holds["holder"]:
                    counts["same holder"] += 1
                elif holds["holder"] == SIDE and _is_side(held):
                    counts["parties merged"] += 1
                else:
                    counts["other holder"] += 1
                    yield f"{unit} on {day}: {held['holder']} became {holds['holder']}"
                day += one_day
    for what, count in counts.items():
        yield f"{count:,} days of units in detail: {what}"


def _on(rows: list[Any], day: dt.date) -> Any:
    return next(row for row in rows if row["start"] <= day < (row["end"] or dt.date.max))


def main() -> int:
    """Narrow the data folder, or compare it with the version before."""
    parser = argparse.ArgumentParser(prog="python -m tools.narrow", description=__doc__)
    parser.add_argument("--compare", action="store_true", help="compare, write nothing")
    data = Path("data")
    if parser.parse_args().compare:
        print("\n".join(compare(data)))
        return 0
    narrowing = Narrowing(data)
    narrowing.run()
    for rule, count in narrowing.counts.items():
        print(f"{count:6,} {rule}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
