"""Small documents that attack their reader: YAML of stories, JSON of views and data folders."""

from __future__ import annotations

from typing import Final

#: Brackets within brackets, far beyond what Python's own reader goes down to.
DEEP: Final = "[" * 100_000 + "]" * 100_000
DEEP_OBJECTS: Final = '{"a":' * 50_000 + "1" + "}" * 50_000

YAML: Final = {
    "a day that is none": "made: !!timestamp junk\n",
    "yes or no that is neither": "by: !!bool junk\n",
    "a number without digits": 'by: !!int ""\n',
    "a fraction without digits": 'by: !!float ""\n',
    "a mapping that is a list": "by: !!map [a]\n",
    "a set for a mapping": "!!set {a, b}\n",
    "bytes": 'by: !!binary "jqk="\n',
    "an object": "by: !!python/object/apply:os.system [id]\n",
    "thousands of hex digits": f"by: 0x{'f' * 6_000}\n",
    "thousands of octal digits": f"by: 0{'7' * 6_000}\n",
    "thousands of binary digits": f"by: 0b{'1' * 60_000}\n",
    "a number of hours": f"by: {':'.join(['59'] * 4_000)}\n",
    "a fraction of hours": f"by: {':'.join(['59'] * 9_000)}.5\n",
    "a mapping as a key": "? {a: b}\n: 1\n",
    "a key twice": "kind: span\nkind: event\n",
    "half of a pair of surrogates": 'by: "\\ud83d"\n',
    "two documents": "a: 1\n---\nb: 2\n",
    "nothing": "",
    "anchors that grow": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "brackets within brackets": f"a: {'[' * 5_000}\n",
    "many lists": f"a: [{'[],' * 170_000}]\n",
    "many keys": "".join(f"k{at}: 1\n" for at in range(45_000)),
    "a fraction that is none": "by: .nan\nmade: .inf\n",
}

JSON: Final = {
    "brackets within brackets": DEEP,
    "objects within objects": DEEP_OBJECTS,
    "cut off": '{"window":',
    "thousands of digits": f'{{"window": {"9" * 5_000}}}',
    "no number": '{"window": NaN, "min_deaths": Infinity}',
    "another kind": "[]",
    "layers within layers": '{"layers": [[["control"]]]}',
    "layers by name": '{"layers": {"control": 1, "x": 2}}',
    "the same layer for ever": f'{{"layers": [{",".join(["0"] * 200_000)}]}}',
    "far away": '{"bounds": [-1e308, -1e308, 1e308, 1e309]}',
    "kinds without end": f'{{"kinds": [{",".join(map(str, range(200_000)))}]}}',
    "half of a pair of surrogates": '{"selection": "\\ud83d", "kinds": ["\\ud83d"]}',
    "an interval by name": '{"interval": {"a": 1, "b": 2}}',
}

#: Regular expressions that are none, or that a short text holds up for hours.
PATTERNS: Final = (
    "(", "[", "(?P<x", 5, None, [], "(a+)+$", "(a|a)*$", "(a|aa)+$", "([a-z]+)*$", "((a*)*)*$", "(a*){2,}$",
    "a*a*a*a*a*b", r"\d{1000000000}", "(?:" * 60 + ")*" * 60, "x" * 10**6,
)  # fmt: skip

#: Values for any place of a descriptor.
JUNK: Final = (None, 5, "x", [], {}, [5], {"a": 1}, [[1]], [{"a": 1}], True)

#: Addresses of sources whose host is none.
HOSTS: Final = (
    "https://[::1/abcd", "https://[abc]/x", "http://a\u2100b/xxxx", "https://x:99999999/", "https://////",
    "https://1.2.3.4:abc/",
)  # fmt: skip
