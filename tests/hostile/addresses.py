"""Addresses that attack whoever reads them: every key with values on the edge of its grammar, and changed by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

from geo.view import FIELDS, kinds

_DAYS = (
    "2014-08-08", "20140808", "2014-W32-5", "2014-8-8", "2014-08-08T00:00", "２０１４-08-08",
    "2017-02-29", "+2014-08-08", "0000-00-00", " 2014-08-08", "2014-08-08\n",
)  # fmt: skip
_NUMBERS = (
    "0", "00", "30", "100", "101", "365", "15000", "15001", "000030", "1e2", "0x10", "0b1", "", " ", "5.0",
    "+5", "-0", "٣٠", "３０", "²", "Infinity", "1_000", "\t5", "1000000", "1000001", "9" * 5_000,
)  # fmt: skip
_IDS = (
    "towns:x", "", ":", "x" * 120, "x" * 121, "😀" * 61, "😀" * 120, "😀" * 121, "x" * 119 + "😀",
    "a\0b", "'!()*", "__proto__", "constructor", "%", "&=#?;",
)  # fmt: skip
_NAMES = (
    "", "~", "a~b", "%-", "%-~a", "%7E", "%257E", "%25-", "a~a", "😀~ﬀ", "😀~\uffff", "\ue000~😀", "B~a~A",
    "x" * 4_000, "x" * 4_001, "😀" * 2_001, "😀" * 4_001, "%" * 2_000, "~" * 4_000, "a'b(c)*!",
)  # fmt: skip
_FRAMES = (
    "44,35,45,36", "44,35,45", "44,35,45,36,", "0x10,1,0x20,2", "44,35,44.0001,36", "44.0005,35,45.0625,36",
    "-44.0005,-35.0625,45,36", "inf,1,2,3", "nan,1,2,3", " 44, 35,45 ,36", "4_4,35,45,36", "", ",,,", "0,,1,2",
    "٤٤,35,45,36", "-180,-85,180,85", "-181,1,2,3", "1e-9,1,2,3", "-0.0001,0,1,1", "1e400,1,2,3", "0b1,1,2,3",
    "1" * 20_000 + "x,1,2,3",
)  # fmt: skip
_OPTIONS = (
    "", "held", "un", "HELD", "toString", "constructor", "change", "swipe", "Side", "en", "ckb", "en-GB", "dots",
    "heat", "exact", "near", "unknown", "1", "true", "１",
)  # fmt: skip
_LAYERS = (
    "", "control", "control.towns", "control,towns", "incidents.control", "control.nobody", "nobody", ".",
    "control..towns", "CONTROL", "incidents2", "user_incidents", "control. towns", "constructor", "people",
    "battle", "battle,law", "battle.none", ".".join(["control"] * 5_000),
)  # fmt: skip


def _star(count: int) -> str:
    """Return a polygon whose edges cross one another as often as edges can."""
    chance = random.Random(count)
    return ";".join(
        f"{chance.uniform(40, 48):.3f},{chance.uniform(30, 38):.3f}" for _ in range(count)
    )


_GROUND = (
    "", "areas:kirkuk.daquq", "districts:IQG13Q04,areas:kirkuk", "areas:", "areas:kïrkuk", "areas:a,,districts:b",
    "areas:a\n", "areas:" + "a" * 1_994, "areas:" + "a" * 1_995, "44,35;45,36;44,36.5", "44,35;45,36",
    "44,35;45,36;44,36.5;", "44,35,1;45,36;44,36", "0x1,2;3,4;5,6", "1e1,1;2,2;3,3", "nan,1;2,2;3,3",
    "4_4,1;2,2;3,3", "44.0005,35;44.0625,36;-45.0625,36", "-0,0;0,1;1,1", "٤٤,35;45,36;44,36", "1.,2;3,4;5,.6",
    _star(40), _star(200), _star(201), "1,1;" * 199 + "1,1", "1,1;" * 3_000 + "1,1",
)  # fmt: skip
_INTERVALS = (
    "", "2014-06-01..2014-06-30", "2014-06-30..2014-06-01", "20140601..20140630", "2014-06-01..", "..",
    "1900-01-01..2100-12-31", "1899-12-31..2000-01-01", "2014-W01-1..2014-W02-1", "2014-06-01...2014-06-30",
)  # fmt: skip

_OF_KIND = {
    kinds.Day: _DAYS, kinds.Count: _NUMBERS, kinds.Id: _IDS, kinds.Names: _NAMES,
    kinds.Choice: _OPTIONS, kinds.Flag: _OPTIONS, kinds.Choices: _LAYERS, kinds.Box: _FRAMES,
    kinds.Ground: _GROUND, kinds.Interval: _INTERVALS,
}  # fmt: skip

#: Key of an address -> values at the edge of what it takes.
EDGES = {field.key: _OF_KIND[type(field.kind)] for field in FIELDS}

#: Whole addresses: keys twice, without a value, with signs that are no text.
WHOLE = (
    "d=2014-08-08&d=2017-10-16", "d=bad&d=2014-08-08", "d=2014-08-08&d=bad", "d", "=", "&&&", "?d=2014-08-08",
    "#d=2014-08-08", "??d=2014-08-08", "d=%", "d=%zz", "s=%ff", "s=%f0%9f", "s=%ed%a0%80", "s=%C0%AF", "s=a+b",
    "s=a%2Bb", "%64=2014-08-08", "d%3D2014-08-08", "d==2014-08-08", "D=2014-08-08", "__proto__=1", "s=a%00b",
    "ek=a+b~c", "+d=2014-08-08", "s=&s=x", "s=%EF%BB%BFx", "\ufeffd=2014-08-08", "d=2014-08-08;w=30",
)  # fmt: skip

_SIGNS = "0123456789.,;:-~%_+eExX abcZ!()*'\0\n\t٣３é😀\u2028&=#?"


def addresses(seed: int, count: int) -> Iterator[str]:
    """Yield every value at an edge, whole addresses, and so many that are changed by chance."""
    yield from WHOLE
    for key, values in EDGES.items():
        yield from (f"{key}={quote(value, safe='')}" for value in values)
    chance = random.Random(seed)
    for _ in range(count):
        yield "&".join(_change_value(chance) for _ in range(chance.choice((1, 1, 2, 4))))


def _change_value(chance: random.Random) -> str:
    key = chance.choice(list(EDGES))
    signs = list(chance.choice(EDGES[key]))
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        at = chance.randrange(len(signs) + 1)
        signs[at : at + chance.randrange(2)] = chance.choice(_SIGNS)
    value = "".join(signs)
    return f"{key}={value if chance.random() < 0.3 else quote(value, safe='')}"
