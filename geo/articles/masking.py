"""The sentences of an article as patterns of statements see them: names, dates and figures masked.

A pronoun stands for what the sentence before states, where that is one actor and one thing only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.articles.article import Sentence
from geo.articles.extraction import Found, Mention
from geo.articles.masked_sentence import Masked, mask, slot_of
from geo.articles.statement_forms import StatementForms
from geo.gazetteer.entries import Entry, Kind
from geo.gazetteer.index import Gazetteer

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

_QUOTED = re.compile(r"[“«][^”»]*(?:[”»]|$)|\"[^\"]*(?:\"|$)")


@dataclass(frozen=True)
class Before:
    """The sentence before one, to which its pronouns lead back."""

    sentence: Masked  #: The sentence.
    passed: bool  #: Whether it states that something changed hands.

    def values_of(self, slots: str) -> list[Any]:
        """Return the values of slots of some kinds."""
        wanted = slots.split()
        return [value for sign, value in self.sentence.values.items() if slot_of(sign) in wanted]

    def first_of(self, slots: str) -> tuple[str, Any]:
        """Return the first slot of some kinds and its value."""
        wanted = slots.split()
        return next(
            (slot, value)
            for sign, value in self.sentence.values.items()
            if (slot := slot_of(sign)) in wanted
        )


class Masking:
    """Masks the sentences of one article."""

    def __init__(self, names: Gazetteer, findings: Found, forms: StatementForms) -> None:
        self.findings = findings
        self.forms = forms
        self.known = names.by_key
        self.actors = _by_sentence(findings.actors)
        self.unknown = _by_sentence(findings.unknown)

    def mask_sentence(
        self, number: int, sentence: Sentence, before: Before | None
    ) -> tuple[Masked, bool]:
        """Return a masked sentence, and whether it refers to something only by likelihood."""
        text = sentence.text.translate(_DIGITS)
        parts: list[tuple[int, int, str, Any]] = [
            *(
                (mention.start, mention.end, *_slot(mention))
                for mention in self.findings.by_sentence[number]
            ),
            *(
                (actor.start, actor.end, "actor", tuple(each.id for each in actor.entries))
                for actor in self.actors.get(number, ())
            ),
            *(
                (mention.start, mention.end, "other", None)
                for mention in self.unknown.get(number, ())
            ),
            *((moment.start, moment.end, "date", moment) for moment in self.findings.dated[number]),
        ]
        begin = sentence.start
        parts = [(start - begin, end - begin, *more) for start, end, *more in parts]
        parts += self._names(text)
        parts += self._amounts(text)
        parts += [(*match.span(), "other", None) for match in _QUOTED.finditer(text)]
        pronouns = list(self._pronouns(number, text, before)) if before else []
        result = mask(text, [*parts, *pronouns])
        if dateline := self.forms.words.get("dateline"):
            result = replace(result, text=dateline.sub("", result.text))
        for pattern, to in self.forms.clean:
            result = replace(result, text=pattern.sub(to, result.text))
        vague = self.forms.words.get("vague")
        return result, bool(pronouns or (vague and vague.search(text)))

    def _pronouns(
        self, number: int, text: str, before: Before
    ) -> Iterator[tuple[int, int, str, Any]]:
        """Yield pronouns with what they stand for.

        None does where the sentence before names several actors or things, or its own sentence one
        of them; *they had* after a change of hands refers to the holder before it.
        """
        they, it = self.forms.words.get("they"), self.forms.words.get("it")
        actors = {str(value) for value in before.values_of("actor side country voice")}
        match = they.match(text) if they and len(actors) == 1 else None
        if match and not self.actors.get(number):
            earlier = self.forms.words["pluperfect"].match(text[match.end() :].lstrip())
            slot, ids = before.first_of("actor side country voice")
            if not (earlier and before.passed):
                yield *match.span(), slot, ids
        things = set(before.values_of("ground field gate pipeline"))
        if it and len(things) == 1 and not self.findings.by_sentence[number]:
            slot, entries = before.first_of("ground field gate pipeline")
            yield from ((*item.span(), slot, entries) for item in it.finditer(text))

    def _names(self, text: str) -> Iterator[tuple[int, int, str, Any]]:
        for slot, pattern, known in self.forms.names:
            for match in pattern.finditer(text):
                ids = known.get(match[0].lower(), ())
                if slot.name in {"actor", "side", "country", "voice"}:
                    yield *match.span(), slot.name, ids
                elif own_entries := tuple(self.known[name] for name in ids if name in self.known):
                    yield *match.span(), slot.name, own_entries

    def _amounts(self, text: str) -> Iterator[tuple[int, int, str, Any]]:
        for name, pattern in self.forms.amounts.items():
            for match in pattern.finditer(text):
                if (value := self._number(match)) is not None:
                    yield *match.span(), name, value / 100 if name == "percent" else value
        for words, share in self.forms.fractions.items():
            for match in re.finditer(rf"\b{re.escape(words)}\b", text, re.IGNORECASE):
                yield *match.span(), "percent", share

    def _number(self, match: re.Match[str]) -> float | None:
        part = match.groupdict()
        scales = self.forms.scales
        written = part["n"].lower()
        try:
            value = scales[written] if written in scales else float(written.replace(",", ""))
        except ValueError:
            return None
        return value * scales.get((part.get("s") or "").strip().lower(), 1)


def _slot(mention: Mention) -> tuple[str, Any]:
    """Return the slot of a name and what it stands for; an ambiguous name is in no pattern."""
    if mention.is_ambiguous or mention.confidence == "low":
        return "other", None
    slot = _slot_of(mention.entries)
    return slot, None if slot == "other" else mention.entries


def _slot_of(entries: Sequence[Entry]) -> str:
    """Return the slot of what a name stands for; *other* where it stands for several kinds."""
    kinds = {entry.kind for entry in entries}
    if len(kinds) != 1:
        return "other"
    return {
        Kind.FIELD: "field",
        Kind.CROSSING: "gate",
        Kind.AIRPORT: "gate",
        Kind.PIPELINE: "pipeline",
        Kind.REFINERY: "other",
    }.get(kinds.pop(), "ground")


def _by_sentence(mentions: Iterable[Mention]) -> dict[int, list[Mention]]:
    result: dict[int, list[Mention]] = {}
    for mention in mentions:
        result.setdefault(mention.sentence, []).append(mention)
    return result
