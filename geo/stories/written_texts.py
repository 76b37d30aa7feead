"""One text in every language, and what all that people write by hand must keep to."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass as stdlib_dataclass
from dataclasses import field as stdlib_field
from dataclasses import make_dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationInfo
from pydantic.dataclasses import dataclass
from pydantic_core import core_schema

from geo.model import Language
from geo.profile import current
from geo.words.cells import NOT_XML

#: No key beyond those named, and text is text.
STRICT = ConfigDict(extra="forbid", str_max_length=4000)


def _check_readable(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError("text, not nothing")
    for sign in text:
        unseen = unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} or NOT_XML.match(sign)
        if unseen and sign not in "\n\u200c\u200d":
            raise ValueError(f"text without the control character U+{ord(sign):04X}")
    return text


Words = Annotated[str, Field(max_length=4000), AfterValidator(_check_readable)]


def list_codes() -> tuple[str, ...]:
    """Return the codes that a text may have: the profile's languages, then the program's own."""
    return tuple(language.value for language in dict.fromkeys((*current().languages, *Language)))


@cache
def _rule(codes: tuple[str, ...]) -> TypeAdapter[Any]:
    """Return the rule of a text: languages of the codes, none beyond them."""
    fields = [(code, Words | None, stdlib_field(default=None)) for code in codes]
    plain = make_dataclass("Texts", fields)
    return TypeAdapter(dataclass(plain, config=STRICT))


@stdlib_dataclass(frozen=True)
class Texts:
    """One text in one or more languages.

    >>> Texts.read({"en": "Front", "ar": "جبهة", "ckb": "بەرە"}).ar
    'جبهة'
    """

    pairs: tuple[tuple[str, str], ...]  #: Code of a language and the text in it.

    @classmethod
    def read(cls, value: Any) -> Texts:
        """Return the texts of a mapping of codes."""
        if isinstance(value, Texts):
            return value
        result = vars(_rule(list_codes()).validate_python(value))
        pairs = tuple((code, result[code]) for code in list_codes() if result[code])
        if not pairs:
            raise ValueError(f"a text in one of the languages {', '.join(list_codes())}")
        return cls(pairs)

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages of the profile in which there is no such text."""
        there = {code for code, _ in self.pairs}
        return tuple(item.value for item in current().languages if item.value not in there)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: Any) -> core_schema.CoreSchema:
        out = core_schema.plain_serializer_function_ser_schema(cls.to_dict)
        return core_schema.no_info_plain_validator_function(cls.read, serialization=out)

    def __getattr__(self, code: str) -> str:
        for language, text in self.__dict__.get("pairs", ()):
            if language == code:
                return text
        raise AttributeError(code)

    def of(self, language: Language) -> str:
        """Return the text in a language, else in the first of the profile, else in any.

        One in another language says which, as ``Front [en]``.
        """
        texts = dict(self.pairs)
        if language.value in texts:
            return texts[language.value]
        first = current().languages[0].value
        code, text = (first, texts[first]) if first in texts else self.pairs[0]
        return f"{text} [{code}]"

    def to_dict(self) -> dict[str, str]:
        """Return the text by the code of its language."""
        return {item.value: self.of(item) for item in current().languages}


def check_id(kind: str) -> AfterValidator:
    """Return a rule: an id of the atlas, where the reader of the story has its ids."""

    def rule(value: str, info: ValidationInfo) -> str:
        if info.context is not None and value not in info.context[kind]:
            raise ValueError(_IDS.get(kind, f"an id of {kind}"))
        return value

    return AfterValidator(rule)


_IDS = {
    "sources": "an id of sources.csv",
    "actors": "an actor_a of events/events.csv",
    "subjects": "a field, or a subject of oil/production.csv",
    "pcodes": "a P-code of the boundaries",
}
