"""What statements look like in each language: the profile's ``language/statements.json``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from geo.articles.masked_sentence import SLOTS, Slot
from geo.errors import DataError, Fault
from geo.model import Language
from geo.profile import Profile, current

#: Passes in which parts of patterns may stand within parts.
_DEPTH = 6


@dataclass(frozen=True)
class Form:
    """One way to say something."""

    kind: str  #: What is said, see :class:`geo.articles.statements.Kind`.
    pattern: re.Pattern[str]  #: What it looks like, in a masked sentence.
    #: ``again`` where it goes on from the statement before (*and was retaken by*), ``same`` where
    #: it adds a thing to it (*and TOWN on Wednesday*).
    again: str

    @property
    def goes_on(self) -> bool:
        return self.again.split(" ")[0] in {"again", "same", "ever", "they"}


@dataclass(frozen=True)
class StatementForms:
    """How one language states something."""

    forms: tuple[Form, ...]  #: What statements look like.
    #: Why a sentence is left alone, and the words that say so.
    guards: tuple[tuple[str, re.Pattern[str]], ...]
    #: Names that only statements know: slot, pattern, what each stands for in small letters.
    names: tuple[tuple[Slot, re.Pattern[str], dict[str, tuple[str, ...]]], ...]
    amounts: dict[str, re.Pattern[str]]  #: Quantities by what they measure.
    scales: dict[str, float]  #: Words of numbers -> factor.
    fractions: dict[str, float]  #: Words of shares -> share.
    clean: tuple[tuple[re.Pattern[str], str], ...]  #: What is taken off the names of actors.
    attributions: tuple[re.Pattern[str], ...]  #: Words that say who said something, and when.
    #: Small patterns by name: ``since``, ``until``, ``boundary``.
    words: dict[str, re.Pattern[str]]
    #: Words -> what they stand for, by group: ``states``, ``bounded``, ``flows``.
    groups: dict[str, dict[str, str]]


def statement_forms(language: Language) -> StatementForms | None:
    """Return how a language states something, read once; None where the profile does not say.

    >>> {form.kind for form in statement_forms(Language.AR).forms} >= {"took", "held"}
    True
    """
    return _forms(current(), language)


@dataclass(frozen=True)
class Spoken:
    """Something that is spoken of: how texts say it, and how the events' records do."""

    patterns: dict[str, re.Pattern[str]]  #: What it looks like in a masked sentence, by language.
    recorded: tuple[str, ...]  #: Words of records, in small letters.
    #: Whether it is about a place, so that a capital beside it is no government.
    placed: bool = False
    types: tuple[str, ...] = ()  #: Types of the events that record it; empty where it is no event.


@dataclass(frozen=True)
class Parties:
    """Who and what statements speak of, by the ids of the atlas."""

    holders: dict[str, str]  #: Actor that a text names -> holder of ground.
    since: dict[str, date]  #: Holder -> day before which texts mean others by its names.
    #: Actor or country -> flow (``produced``, ``exported``) -> subject of the figures.
    subjects: dict[str, dict[str, str]]
    voices: dict[str, str]  #: Key of a capital -> actor that is meant where it speaks.
    speakers: dict[str, tuple[str, ...]]  #: Actor -> what ``actor_a`` of the events calls it.
    mentions: dict[str, tuple[str, ...]]  #: Holder -> words by which the texts of events name it.
    freed_from: tuple[str, ...]  #: Holders whose loss of a place is called its liberation.
    acts: dict[str, Spoken]  #: Kinds of acts of speech.
    topics: dict[str, Spoken]  #: What is spoken of.
    figures: dict[str, Spoken]  #: Shares of a vote; ``recorded`` holds one pattern of the record.
    #: Kinds of events: votes, attacks; ``types`` are those of the events' records.
    happenings: dict[str, Spoken]


def parties() -> Parties:
    """Return who statements speak of, as the profile in use has it."""
    return _parties(current())


@lru_cache(maxsize=4)
def _parties(profile: Profile) -> Parties:
    raw = profile.language_data("statements")
    try:
        return Parties(
            dict(raw.get("holders", {})),
            {own_name: date.fromisoformat(day) for own_name, day in raw.get("since", {}).items()},
            dict(raw.get("subjects", {})),
            dict(raw.get("voices", {})),
            {actor: tuple(names) for actor, names in raw.get("speakers", {}).items()},
            {own_name: tuple(words) for own_name, words in raw.get("mentions", {}).items()},
            tuple(raw.get("freed_from", ())),
            *(
                _read_spoken(raw.get(name, {}))
                for name in ("acts", "topics", "figures", "happenings")
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
        raise _fault("", error) from None


def _read_spoken(raw: Mapping[str, Any]) -> dict[str, Spoken]:
    slots = {slot.letter: slot.pattern for slot in SLOTS}
    return {
        name: Spoken(
            {
                code: re.compile(_fill_pattern(forms[code], slots), re.IGNORECASE)
                for code in Language
                if code in forms
            },
            tuple([forms["recorded"]] if isinstance(forms["recorded"], str) else forms["recorded"]),
            bool(forms.get("placed")),
            tuple(forms.get("types", ())),
        )
        for name, forms in raw.items()
    }


@lru_cache(maxsize=16)
def _forms(profile: Profile, language: Language) -> StatementForms | None:
    content = profile.language_data("statements")
    raw = content.get(language)
    if not raw:
        return None
    try:
        return _read(raw, content, language)
    except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
        raise _fault(str(language), error) from None


def _fault(column: str, error: Exception) -> DataError:
    accepted = "patterns of statements as docs/reference.md describes them"
    return DataError([Fault("language/statements.json", None, column, str(error), accepted)])


def _read(raw: Mapping[str, Any], content: Mapping[str, Any], language: Language) -> StatementForms:
    groups = {
        name: _invert_groups(raw.get(name, {})) for name in ("states", "shuts", "bounded", "flows")
    }
    parts = dict(raw.get("parts", {})) | {name: _choice(group) for name, group in groups.items()}
    parts["bounded"] = f"(?: (?P<bound>{parts['bounded']}))?"
    parts |= {name: raw[name] for name in ("idle", "barrelsend") if name in raw}
    parts |= {slot.letter: slot.pattern for slot in SLOTS}
    amounts = raw.get("amounts", {})
    return StatementForms(
        forms=tuple(
            Form(
                kind.split()[-1],
                re.compile(_fill_pattern(form, parts), re.IGNORECASE),
                kind.rpartition(" ")[0],
            )
            for kind, form in raw.get("forms", ())
        ),
        guards=tuple(
            (why, re.compile("|".join(guard), re.IGNORECASE))
            for why, guard in raw["guards"].items()
        ),
        names=tuple(_names(content, language)),
        amounts={
            name: re.compile(amount, re.IGNORECASE)
            for name, amount in amounts.items()
            if isinstance(amount, str)
        },
        scales=raw.get("scales", {}),
        fractions=amounts.get("fraction", {}),
        attributions=tuple(
            re.compile(_fill_pattern(attribution, parts), re.IGNORECASE)
            for attribution in raw.get("attributions", ())
        ),
        clean=tuple((re.compile(subset), to) for subset, to in raw.get("clean", ())),
        words={
            name: re.compile(value, re.IGNORECASE)
            for name, value in raw.items()
            if isinstance(value, str) and name not in {"idle", "barrelsend"}
        },
        groups=groups | {"past": dict.fromkeys(raw.get("past", ()), "past")},
    )


def _invert_groups(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word.lower(): name for name, words in groups.items() for word in words}


def _choice(words: Iterable[str]) -> str:
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    return f"(?:{'|'.join(longest)})"


def _fill_pattern(form: str, parts: Mapping[str, str]) -> str:
    """Return a pattern with its parts filled in; ``(?P<name>`` is a group and no part."""
    for _ in range(_DEPTH):
        filled = re.sub(r"(?<!\?P)<(\w+)>", lambda part: parts[part[1]], form)
        if filled == form:
            break
        form = filled
    return form


def _names(
    content: Mapping[str, Any], language: Language
) -> Iterable[tuple[Slot, re.Pattern[str], dict[str, tuple[str, ...]]]]:
    """Yield the names of things, actors and countries that only statements know."""
    for slot in SLOTS:
        known: dict[str, tuple[str, ...]] = {}
        for ids, spoken in content.get("names", {}).get(slot.name, {}).items():
            known |= {text.lower(): tuple(ids.split("|")) for text in spoken.get(language, ())}
        if known:
            choice = _choice(known)
            follow = content[language].get("followed", {}).get(slot.name, "")
            yield (
                slot,
                re.compile(rf"(?<![^\W\d_]){choice}(?![^\W\d_]){follow}", re.IGNORECASE),
                known,
            )
