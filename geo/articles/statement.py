"""A statement of an article: who held or took what when, how much, what was open or shut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from geo.articles.dates_in_prose import Span
from geo.gazetteer.entries import Entry


class Said(StrEnum):
    """Kinds of statements."""

    HELD = "held"
    TOOK = "took"
    LOST = "lost"
    PASSED = "passed"
    CLAIMED = "claimed"
    STATE = "state"
    PRODUCED = "produced"
    SHARE = "share"
    AREA = "area"
    SPOKE = "spoke"
    FIGURE = "figure"
    HAPPENED = "happened"


class Since(StrEnum):
    """How the time of a statement is to be read."""

    ON = "on"
    SINCE = "since"
    UNTIL = "until"
    FROM = "from"
    BY = "by"


class DaySource(StrEnum):
    """What gives the day on which a statement is tested."""

    SENTENCE = "sentence"  #: The statement's own words.
    SPEECH = "speech"  #: The day on which somebody is reported to have said it.
    ARTICLE = "article"  #: The day the article was written: its own words give none.


#: What a share is one of, where that is the disputed areas.
DISPUTED: Final = "disputed"


@dataclass(frozen=True)
class Statement:
    """One thing that an article states."""

    kind: Said  #: What kind it is.
    sentence: int  #: Number of the sentence, from 0.
    #: What it is about; several for one name of several, such as a field in parts.
    things: tuple[Entry, ...] = ()
    actors: tuple[str, ...] = ()  #: Ids of the actors who held, took or lost it.
    whom: str = ""  #: Id of the actor it was taken from.
    first: date | None = None  #: First day of its time; None where it says none.
    last: date | None = None  #: Last day of its time, inclusive.
    span: Span | None = None  #: How exactly its time is known.
    since: Since = Since.ON  #: How its time is meant.
    day_source: DaySource = DaySource.ARTICLE  #: What gives the day on which it is tested.
    spoken_on: date | None = None  #: Day on which somebody is reported to have said it.
    start: int = 0  #: Where its words begin, in characters of the article.
    end: int = 0  #: Where they end.
    #: How it passed where nobody is said to have taken it: ``fell``, to anyone; ``freed``, from
    #: those whose loss is called so; ``back``, to whoever had held it before.
    way: str = ""
    #: Whether it is said by the way: *the capture of*; it may be borne out, no more.
    weak: bool = False
    past: bool = False  #: Whether it speaks of a state that was, not of one that is.
    state: str = ""  #: ``open``, ``shut`` or ``partial``.
    value: float = 0.0  #: Barrels a day, km², or a share of 1.
    unit: str = ""  #: ``barrels``, ``percent`` or ``area``.
    #: ``more``, ``less``, ``most`` or ``about``; empty where the figure stands alone.
    bound: str = ""
    #: Who or what an amount is said of: an actor, ``field``, or the name of a country.
    source: str = ""
    flow: str = ""  #: ``produced`` or ``exported``.
    share_of: str = ""  #: The country that a share is one of, or :data:`DISPUTED`.
    #: What the speaker may have done: ``demand``, ``refuse``; or the figure of a vote.
    acts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  #: What it was about: ``airports``, ``borders``.
    #: Numbers that it names, as written, which a record has to have too.
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftAlone:
    """A sentence, or words of it, that name something of the atlas and got no verdict."""

    sentence: int  #: Number of the sentence, from 0.
    #: Why: a guard of the language; ``form`` where no form fits, ``day`` where its day is not
    #: clear, ``ahead`` where it is after the article's, ``unsure`` where the records are not plain,
    #: ``many`` and ``late`` beyond a bound.
    why: str
    start: int = 0  #: Where the words begin, in characters of the article.
    end: int = 0  #: Where they end.


@dataclass(frozen=True)
class Statements:
    """What an article states, and what was left alone."""

    statements: tuple[Statement, ...]  #: Statements, in order.
    #: Sentences that name something of the atlas and state nothing that was understood.
    left: tuple[LeftAlone, ...]
