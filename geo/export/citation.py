"""How to cite the atlas or one of its maps: as text, BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from geo.atlas import Atlas
from geo.errors import ViewError
from geo.view import KEYS, View

#: Where ``greenline app`` serves the atlas: the address of a citation where no other is known.
LOCAL = "http://localhost:8501/"

_ACCEPTED = "expected the address of a map, or the state of a view such as d=2017-09-27&lang=en"
_WEB = ("http://", "https://")
_ADDRESS = re.compile(r"[^\s<>\"\\\\^`]{0,2000}")


@dataclass(frozen=True)
class Citation:
    """What a citation names."""

    title: str  #: Title of the atlas.
    publisher: str  #: Who publishes it.
    version: str  #: Version of the data: its number, and the hash of its bytes.
    made: date  #: Day of the data.
    #: Where the map is: an address, or the state of the map alone; empty for the atlas.
    address: str
    accessed: date  #: Day on which it was looked at.

    @property
    def key(self) -> str:
        """A key for bibliographies."""
        return re.sub(r"[^a-z0-9]+", "_", f"{self.publisher}_{self.version[:20]}".lower()).strip(
            "_"
        )


def cite(atlas: Atlas, accessed: date, address: str = "", base: str = LOCAL) -> Citation:
    """Return the citation of the atlas, or of one view of it.

    An address always names the version of the data; a state alone gets ``base`` before it.
    """
    if not _ADDRESS.fullmatch(address):
        raise ViewError(f"{address[:80]!r}: {_ACCEPTED}")
    try:
        parts = urlsplit(address if address.startswith(_WEB) else f"{base}?{address.lstrip('?#')}")
    except ValueError:
        raise ViewError(f"{address[:80]!r}: {_ACCEPTED}") from None
    place = "query" if parts.query or not parts.fragment else "fragment"
    query: str = getattr(parts, place)
    View.from_query(query)
    keys = dict(parse_qsl(query, keep_blank_values=True)).keys()
    if query and not keys & {*KEYS, "v"}:
        raise ViewError(f"{address[:80]!r}: {_ACCEPTED}")
    if "v" not in keys and atlas.release:
        query = "&".join(filter(None, (query, f"v={atlas.release}")))
    title = str(atlas.package["title"])
    where = urlunsplit(parts._replace(**{place: query}))
    return Citation(title, title.partition(":")[0], atlas.label, atlas.date, where, accessed)


def text(citation: Citation) -> str:
    """Return the citation in a sentence."""
    where = f" {citation.address}." if citation.address else ""
    return (
        f"{citation.publisher} ({citation.made.year}). {citation.title}. Data of {citation.made}, "
        f"version {citation.version}.{where} Accessed {citation.accessed}.\n"
    )


def bibtex(citation: Citation) -> str:
    """Return the citation as BibTeX, for biblatex's type of data sets."""
    fields = {
        "author": f"{{{_tex(citation.publisher)}}}",
        "title": f"{{{_tex(citation.title)}}}",
        "year": str(citation.made.year),
        "date": citation.made.isoformat(),
        "version": _tex(citation.version),
        "url": citation.address.replace("{", "%7B").replace("}", "%7D"),
        "urldate": citation.accessed.isoformat(),
        "license": "CC-BY-4.0",
    }
    lines = "".join(f"  {key} = {{{cell}}},\n" for key, cell in fields.items() if cell)
    return f"@dataset{{{citation.key},\n{lines}}}\n"


def _tex(words: str) -> str:
    return re.sub(r"([#$%&_{}])", r"\\\1", words.replace("\\", ""))


def ris(citation: Citation) -> str:
    fields = [
        ("TY", "DATA"), ("AU", citation.publisher), ("TI", citation.title), ("PY",
        str(citation.made.year)),
        ("DA", citation.made.strftime("%Y/%m/%d")), ("ET", citation.version), ("UR",
        citation.address),
        ("Y2", citation.accessed.strftime("%Y/%m/%d")), ("PB", citation.publisher), ("ER", ""),
    ]  # fmt: skip
    return "".join(f"{tag}  - {cell}\r\n" for tag, cell in fields if cell or tag == "ER")


def csl_json(citation: Citation) -> str:
    item = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": citation.publisher}],
        "publisher": citation.publisher,
        "version": citation.version,
        "issued": {"date-parts": [_parts(citation.made)]},
        "accessed": {"date-parts": [_parts(citation.accessed)]},
        "URL": citation.address,
    }
    filled = {key: cell for key, cell in item.items() if cell}
    return json.dumps([filled], ensure_ascii=False, indent=2) + "\n"


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


FORMATS: dict[str, Callable[[Citation], str]] = {
    "text": text,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}
