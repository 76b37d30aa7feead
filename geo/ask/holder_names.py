"""Names of holders in somebody else's table, matched to those of the atlas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.gazetteer.lexicon import Key, key, lexicon
from geo.model import Language
from geo.words import say

#: How alike a text and a name must be spelled to be offered, of 100; letters of such a name.
ALIKE, LONG = 85, 5

#: What leaves the ground of a name out, in place of a holder.
LEFT_OUT = "-"


class HolderNamesError(QuestionError):
    """Names of holders that are not certain."""

    def __init__(self, message: str, unsure: list[HolderName], column: str = "") -> None:
        self.unsure, self.column = unsure, column
        super().__init__(message)


@dataclass(frozen=True)
class HolderName:
    """A text that names a holder, and the holders that it may stand for."""

    text: str  #: As the map writes it.
    holder: str  #: Whom it means; empty where that is not certain.
    options: tuple[str, ...] = ()  #: Holders whose names resemble it, the likeliest first.


def match_holders(atlas: Atlas, texts: Iterable[str]) -> list[HolderName]:
    """Match each different text to a holder; certain are names of one holder and nothing else.

    Words such as "controlled by" do not count.

    >>> from geo import Atlas
    >>> names = ["Peshmerga control", "held by the ISF (Iraqi Army)", "Tribal units"]
    >>> [match.holder for match in match_holders(Atlas.load(), names)]
    ['region', 'federal', '']
    """
    return [_match(atlas, text) for text in dict.fromkeys(str(item).strip() for item in texts)]


def _match(atlas: Atlas, text: str) -> HolderName:
    holder_of, words = _list_names(atlas), key(text)
    if holder := holder_of.get(words):
        return HolderName(text, holder)
    named = _drop_common(words)
    holders, others = _split_names(holder_of, named)
    if len(holders) == 1 and not others:
        return HolderName(text, holders[0])
    if len(holders) > 1 or lexicon().holder_negations & set(words):
        return HolderName(text, "")
    return HolderName(text, "", _find_similar(holder_of, named) or holders)


def _drop_common(words: Key) -> Key:
    """Return words without those that name nobody."""
    return tuple(word for word in words if word not in lexicon().holder_words)


def _split_names(holder_of: Mapping[Key, str], words: Key) -> tuple[tuple[str, ...], list[str]]:
    """Return the holders that words name, and the words that name none."""
    holders: dict[str, None] = {}
    others: list[str] = []
    at = 0
    while at < len(words):
        ends = range(len(words), at, -1)
        end = next((end for end in ends if words[at:end] in holder_of), None)
        if end is None:
            others.append(words[at])
        else:
            holders.setdefault(holder_of[words[at:end]])
        at = end or at + 1
    return tuple(holders), others


def resolve_holders(
    atlas: Atlas,
    texts: Iterable[str],
    names: Mapping[str, str | None] | None,
    column: str = "",
) -> dict[str, str | None]:
    """Return the holder of each different text of a column; None where its ground is left out."""
    choices = {
        text.strip(): None if holder == LEFT_OUT else holder or None
        for text, holder in (names or {}).items()
    }
    accepted = atlas.profile.holders
    for text, holder in choices.items():
        if holder not in (None, *accepted):
            listed = ", ".join(accepted)
            raise QuestionError(
                f"holder {holder!r} of {text!r}: expected one of {listed}, or - to leave it out"
            )
    matches = match_holders(atlas, texts)
    unsure = [match for match in matches if not match.holder and match.text not in choices]
    if unsure:
        raise HolderNamesError(_ask_for_names(unsure, accepted, column), unsure, column)
    return {match.text: choices.get(match.text, match.holder) for match in matches}


def _ask_for_names(unsure: list[HolderName], accepted: Iterable[str], column: str) -> str:
    listed = "; ".join(
        f"{holder_name.text!r}"
        + (f" (may be {' or '.join(holder_name.options)})" if holder_name.options else "")
        for holder_name in unsure[:8]
    )
    more = f" and {len(unsure) - 8} more" if len(unsure) > 8 else ""
    return (
        f"{f'column {column!r}: ' if column else ''}"
        f"who is meant by {listed}{more} is not certain: expected names such as "
        f"{unsure[0].text}={next(iter(unsure[0].options), 'HOLDER')} for each (--holder-names), "
        f"with one of {', '.join(accepted)}, or - to leave its ground out; or another column "
        "(--holder)"
    )


@lru_cache(maxsize=4)
def _list_names(atlas: Atlas) -> dict[Key, str]:
    """Return every name of a holder as words, also without those that do not count.

    Ids and the words of the map go before other names, and names as they are written before what
    is left of them.
    """
    names: dict[Key, str] = {}
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
            names.setdefault(key(text), holder)
    for words, holder in list(names.items()):
        names.setdefault(_drop_common(words), holder)
    names.pop((), None)
    return names


def _find_similar(holder_of: Mapping[Key, str], words: Key) -> tuple[str, ...]:
    """Return the holder whose name a text misspells; none where it could be that of two."""
    from rapidfuzz import fuzz  # noqa: PLC0415 -- only where a name is not certain

    text = "".join(words)
    holders = {
        holder
        for name, holder in holder_of.items()
        if len("".join(name)) >= LONG and fuzz.ratio(text, "".join(name)) >= ALIKE
    }
    return tuple(holders) if len(holders) == 1 else ()
