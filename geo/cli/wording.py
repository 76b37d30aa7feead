"""How the commands say days, holders and pictures in words."""

from __future__ import annotations

from datetime import date

from geo.model import HELD, Language
from geo.words import say


def day(one: date) -> str:
    """Return a day in words.

    Examples
    --------
    >>> day(date(2017, 10, 16))
    '16 October 2017'
    """
    return f"{one.day} {one:%B %Y}"


def country() -> str:
    """Return the name of the country that the profile is of.

    Examples
    --------
    >>> country()
    'Iraq'
    """
    return say("country", Language.EN)


def holder(one: str) -> str:
    """Return the name of a holder, or of a class of ground.

    Examples
    --------
    >>> holder("is")
    'Islamic State'
    """
    return say(f"holder.{one}", Language.EN)


def picture(one: str) -> str:
    """Return the name of a perspective as it stands in a sentence.

    Examples
    --------
    >>> picture(HELD)
    'as held'
    """
    name = say(f"perspective.{one}", Language.EN)
    return name.lower() if one == HELD else f"in the perspective {name!r}"
