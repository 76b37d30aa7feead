"""One text in every language, and what all that people write by hand must keep to."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticKnownError

from geo.model import Language
from geo.profile import current

#: No key beyond those named, and text is text.
STRICT = ConfigDict(extra="forbid", str_max_length=4000)


def _readable(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError("text, not nothing")
    for sign in text:
        if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} and sign not in "\n\u200c\u200d":
            raise ValueError(f"text without the control character U+{ord(sign):04X}")
    return text


Words = Annotated[str, Field(max_length=4000), AfterValidator(_readable)]


@dataclass(frozen=True, config=STRICT)
class Texts:
    """One text in each language of the profile in use."""

    en: Words | None = Field(None, validate_default=True)
    """English."""
    ar: Words | None = Field(None, validate_default=True)
    """Arabic."""
    ckb: Words | None = Field(None, validate_default=True)
    """Sorani Kurdish."""

    @field_validator("en", "ar", "ckb")
    @classmethod
    def _complete(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is None and info.field_name in current().languages:
            raise PydanticKnownError("missing")
        return text

    def of(self, language: Language) -> str:
        """Return the text in a language; in the first of the profile where it has no such text."""
        text = getattr(self, language.value) or getattr(self, current().languages[0].value)
        return str(text)

    def to_dict(self) -> dict[str, str]:
        """Return the text by the code of its language."""
        return {one.value: self.of(one) for one in Language}


def known(kind: str) -> AfterValidator:
    """Return a rule: an id that the atlas knows, where the reader handed over what it knows."""

    def rule(value: str, info: ValidationInfo) -> str:
        if info.context is not None and value not in info.context[kind]:
            raise ValueError(_KNOWN.get(kind, f"an id of {kind}"))
        return value

    return AfterValidator(rule)


_KNOWN = {
    "sources": "an id of sources.csv",
    "actors": "an actor_a of events/events.csv",
    "subjects": "a field, or a subject of oil/production.csv",
    "pcodes": "a P-code of the boundaries",
}
