"""YAML as people write it by hand: plain mappings, lists and texts, and no tricks."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

from geo.errors import DataError, Fault

#: Bytes that one file may hold.
LARGEST = 512 * 1024

#: Lists and mappings that may stand inside one another.
DEEPEST = 20

#: Values, and beginnings and ends of lists and mappings, that one file may hold. The longest story
#: of the atlas has two thousand.
MOST = 60_000

#: Signs of a number. Python writes no whole number of thousands of digits, nor a fraction of one;
#: ``0xff…`` and ``59:59:…`` are such numbers in YAML.
LONGEST_NUMBER = 40

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_Loader):  # type: ignore[misc, valid-type]
    """A safe loader that keeps days as text and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str):
                raise yaml.MarkedYAMLError(None, None, f"the key {name!r}", key.start_mark)
            if name in seen:
                raise yaml.MarkedYAMLError(None, None, f"the key {name!r} twice", key.start_mark)
            seen.add(name)
        return dict(super().construct_mapping(node, deep))

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """Read a whole number."""
        return int(super().construct_yaml_int(_check_number(node)))

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        """Read a number."""
        return float(super().construct_yaml_float(_check_number(node)))


def _check_number(node: yaml.ScalarNode) -> yaml.ScalarNode:
    if len(node.value) > LONGEST_NUMBER:
        text = f"a number of {len(node.value):,} signs"
        raise yaml.MarkedYAMLError(None, None, text, node.start_mark)
    return node


#: What a number looks like. YAML 1.1 also takes 190:20 for a number to the base of sixty, and 017
#: for an octal one; here they are texts.
_NUMBERS = {
    "int": re.compile(r"[-+]?(?:0|[1-9][0-9]*)$"),
    "float": re.compile(
        r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$|[-+]?\.(?:inf|nan)$"
    ),
}

for _kind in ("int", "float"):
    _Plain.add_constructor(f"tag:yaml.org,2002:{_kind}", getattr(_Plain, f"construct_yaml_{_kind}"))

_Plain.yaml_implicit_resolvers = {
    sign: [
        (tag, form)
        for tag, form in forms
        if not tag.endswith((":timestamp", ":merge", ":int", ":float"))
    ]
    for sign, forms in _Loader.yaml_implicit_resolvers.items()
}
for _kind, _form in _NUMBERS.items():
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", _form, list("-+.0123456789"))


def read(text: str | bytes, file: str) -> Any:
    """Read one YAML document.

    >>> read("steps: [{date: 2017-09-27}]", "a.yaml")
    {'steps': [{'date': '2017-09-27'}]}
    """
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(content) > LARGEST:
        raise _fault(file, f"{len(content):,} bytes", f"at most {LARGEST:,} bytes")
    try:
        words = content.decode("utf-8-sig")
        _no_tricks(words, file)
        return yaml.load(words, Loader=_Plain)  # noqa: S506 -- a safe loader, made stricter
    except UnicodeDecodeError as error:
        raise _fault(file, str(error), "text in UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise _fault(file, f"{error.problem}{line}", _YAML) from None
    except (yaml.YAMLError, ValueError) as error:
        raise _fault(file, str(error).partition("\n")[0], _YAML) from None


_YAML = "YAML with plain keys, each once in its mapping"


def _no_tricks(words: str, file: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(words, Loader=_Loader)):
        if count > MOST:
            raise _fault(file, "too many values", f"at most {MOST:,} values")
        where = f" (line {event.start_mark.line + 1})" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _fault(file, f"an anchor{where}", "every text written out where it stands")
        if tag := getattr(
            event, "tag", None
        ):  # makes of any text a number or a day, or fails at it
            raise _fault(file, f"the tag {tag[:60]}{where}", "YAML without tags")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _fault(file, f"too deep{where}", f"at most {DEEPEST} levels")


def _fault(file: str, text: str, accepted: str) -> DataError:
    return DataError([Fault(file, None, "", text, accepted)])
