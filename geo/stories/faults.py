"""What is wrong in the file of a story, in words that its writer understands."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, cast

from pydantic import ValidationError

from geo.errors import Fault
from geo.stories.question import QUESTIONS
from geo.stories.texts import list_codes

#: Keys of a story and its parts, by the key that they stand under; all others hold languages.
KEYS = {
    "": ["id", "title", "summary", "date", "sources", "steps", "references"],
    "steps": ["id", "view", "title", "text", "sources", "checks", "marks"],
    "marks": ["kind", "at", "text"],
    "checks": ["claim", "ask", "sources", "against", "expect"],
    "expect": ["outcome"],
}


@dataclass(frozen=True)
class StoryFault(Fault):
    """One thing wrong in the file of a story; ``column`` is the key, as ``text.ckb``."""

    step: str = ""  #: Id or number of the step; empty where it is the story's.

    def __str__(self) -> str:
        place = self.file + (f", step {self.step}" if self.step else "")
        place += f", key {self.column!r}" if self.column else ""
        shown = self.value if len(self.value) <= 120 else self.value[:117] + "..."
        return f"{place}: {shown!r} is not accepted; expected {self.accepted}"


def faults_of(error: ValidationError, content: Any, file: str) -> list[Fault]:
    """Turn what pydantic says of a story into faults that its writer understands."""
    return [_fault(value, content, file) for value in _select_deepest(error)]


def _select_deepest(error: ValidationError) -> list[Any]:
    """Return what is wrong, without the lists that are too short only for what is wrong in them."""
    result = error.errors()
    inner = [item["loc"] for item in result]
    return [
        item
        for item in result
        if item["type"] != "too_short"
        or not any(loc[: len(item["loc"])] == item["loc"] != loc for loc in inner)
    ]


def _fault(error: Any, content: Any, file: str) -> StoryFault:
    """Turn what pydantic says into a fault that a writer understands."""
    where = [part for part in error["loc"] if part not in QUESTIONS]
    step, keys = "", where
    if where[:1] == ["steps"] and len(where) > 1:
        step, keys = _step(content, cast("int", where[1])), where[2:]
    kind, key = error["type"], ".".join(map(str, keys))
    text = "nothing" if kind == "missing" else str(error["input"])
    if kind == "unexpected_keyword_argument":
        text, key = str(where[-1]), ".".join(map(str, keys[:-1]))
    return StoryFault(file, None, key, text, _describe_accepted(error, where), step)


def _step(content: Any, number: int) -> str:
    step = content["steps"][number]
    name = step.get("id") if isinstance(step, dict) else None
    return f"{name!r}" if isinstance(name, str) and name else str(number + 1)


def _describe_accepted(error: Any, where: list[int | str]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "unexpected_keyword_argument":
        return f"one of the keys {', '.join(_keys(error['loc'], where))}"
    if kind == "value_error":
        return str(context["error"])
    form = _ACCEPTED.get(kind)
    if form is None:
        return str(error["msg"][:1].lower() + error["msg"][1:])
    return form.format(**context)


def _keys(loc: tuple[int | str, ...], where: list[int | str]) -> list[str]:
    """Return the keys that there are where a key is that does not exist."""
    numbers = [name for name in loc if name in QUESTIONS]
    above = [part for part in where[:-1] if isinstance(part, str)]
    last = above[-1] if above else ""
    if numbers and last == "ask":
        return [field.name for field in fields(QUESTIONS[str(numbers[-1])])]
    return KEYS.get(last, list(list_codes()))


_ACCEPTED = {
    "missing": "a value",
    "dataclass_type": "keys with values",
    "string_type": "text",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "small letters, digits, - and _, at most 60",
    "too_long": "at most {max_length} entries",
    "too_short": "at least {min_length} of them",
    "tuple_type": "a list",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "union_tag_invalid": "one of the questions {expected_tags}",
    "union_tag_not_found": "a question",
    "greater_than": "a number above {gt}",
    "less_than": "a number below {lt}",
    "greater_than_equal": "a number of {ge} or more",
    "less_than_equal": "a number of {le} or less",
}
