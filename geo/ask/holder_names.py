"""Which holder the words of somebody else's map stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.lexicon import key, lexicon
from geo.model import Language
from geo.words import say

#: How alike a text and a name must be to be offered, of 100; how many are offered.
ALIKE, OFFERED = 60, 3

#: What leaves the ground of a name out, in place of a holder.
LEFT_OUT = "-"


class HolderNamesError(QuestionError):
    """Names of holders that are not certain."""

    def __init__(self, message: str, unsure: list[HolderName]) -> None:
        self.unsure = unsure
        super().__init__(message)


@dataclass(frozen=True)
class HolderName:
    """A text that names a holder, and the holders that it may stand for."""

    text: str  #: As the map writes it.
    holder: str  #: Whom it means; empty where that is not certain.
    options: tuple[str, ...] = ()  #: Holders whose names resemble it, the likeliest first.


def match_holders(atlas: Atlas, texts: Iterable[str]) -> list[HolderName]:
    """Match each different text to a holder; only exact names are certain.

    >>> from geo import Atlas
    >>> names = ["Peshmerga", "ISF", "Tribal units"]
    >>> [match.holder for match in match_holders(Atlas.load(), names)]
    ['region', 'federal', '']
    """
    known = _names(atlas)
    result = []
    for text in dict.fromkeys(str(item).strip() for item in texts):
        holder = known.get(_fold(text), "")
        result.append(HolderName(text, holder, () if holder else _resembling(atlas, text)))
    return result


def resolve_holders(
    atlas: Atlas, texts: Iterable[str], names: Mapping[str, str | None] | None = None
) -> dict[str, str | None]:
    """Return the holder of each different text; None where its ground is left out."""
    given = {key_.strip(): holder or None for key_, holder in (names or {}).items()}
    accepted = atlas.profile.holders
    for text, holder in given.items():
        if holder not in (None, LEFT_OUT, *accepted):
            listed = ", ".join(accepted)
            raise QuestionError(
                f"holder {holder!r} of {text!r}: expected one of {listed}, or - to leave it out"
            )
    matches = match_holders(atlas, texts)
    unsure = [match for match in matches if not match.holder and match.text not in given]
    if unsure:
        raise HolderNamesError(_question(unsure, accepted), unsure)
    return {
        match.text: None
        if given.get(match.text, "") in (None, LEFT_OUT)
        else given.get(match.text) or match.holder
        for match in matches
    }


def _question(unsure: list[HolderName], accepted: Iterable[str]) -> str:
    listed = "; ".join(
        f"{holder_name.text!r}"
        + (f" (may be {' or '.join(holder_name.options)})" if holder_name.options else "")
        for holder_name in unsure[:8]
    )
    more = f" and {len(unsure) - 8} more" if len(unsure) > 8 else ""
    return (
        f"who is meant by {listed}{more} is not certain: expected names such as "
        f"{unsure[0].text}={next(iter(unsure[0].options), 'HOLDER')} for each (--holder-names), "
        f"with one of {', '.join(accepted)}, or - to leave its ground out"
    )


def _fold(text: str) -> str:
    return "".join(key(text))


@lru_cache(maxsize=4)
def _names(atlas: Atlas) -> dict[str, str]:
    """Return every name of a holder, folded; ids and the words of the map go before other names."""
    result: dict[str, str] = {}
    rows = {row["id"]: row for row in atlas.records("actors")}
    for holder in atlas.profile.holders:
        texts = [holder]
        texts += [
            say(f"holder.{holder}", Language(language)) for language in atlas.profile.languages
        ]
        texts += [str(rows[holder][name]) for name in atlas.name_columns if holder in rows]
        texts += [item for names in lexicon().actors.get(holder, {}).values() for item in names]
        texts += lexicon().holders.get(holder, ())
        for text in texts:
            if folded := _fold(text):
                result.setdefault(folded, holder)
    return result


def _resembling(atlas: Atlas, text: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- only where a name is not certain

    known = _names(atlas)
    near = process.extract(
        _fold(text), list(known), scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=12
    )
    return tuple(dict.fromkeys(known[name] for name, *_ in near))[:OFFERED]
