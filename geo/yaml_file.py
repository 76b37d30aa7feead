"""YAML as people write it by hand: plain mappings, lists and texts, and no tricks."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from geo.errors import DataError, Fault

#: Bytes that one file may hold.
LARGEST = 512 * 1024

#: Lists and mappings that may stand inside one another.
DEEPEST = 20

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_Loader):  # type: ignore[misc, valid-type]
    """A safe loader that keeps days as text and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Read a mapping."""
        seen: set[Hashable] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str):
                raise yaml.MarkedYAMLError(None, None, f"the key {name!r}", key.start_mark)
            if name in seen:
                raise yaml.MarkedYAMLError(None, None, f"the key {name!r} twice", key.start_mark)
            seen.add(name)
        return dict(super().construct_mapping(node, deep))


_Plain.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in forms if not tag.endswith((":timestamp", ":merge"))]
    for sign, forms in _Loader.yaml_implicit_resolvers.items()
}


def read(text: str | bytes, file: str) -> Any:
    """Read one YAML document.

    Parameters
    ----------
    text
        The document.
    file
        What to call it where it is faulty.

    Returns
    -------
    Any
        Mappings, lists and texts.

    Raises
    ------
    DataError
        Where it is not UTF-8 or not YAML, is too large or too deep, or uses anchors or a key twice.

    Examples
    --------
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
    for event in yaml.parse(words, Loader=_Loader):
        where = f" (line {event.start_mark.line + 1})" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _fault(file, f"an anchor{where}", "every text written out where it stands")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _fault(file, f"too deep{where}", f"at most {DEEPEST} levels")


def _fault(file: str, found: str, accepted: str) -> DataError:
    return DataError([Fault(file, None, "", found, accepted)])
