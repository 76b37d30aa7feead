"""How to cite the atlas or one of its maps: as text and as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from geo.atlas import Atlas
from geo.errors import ViewError
from geo.view import KEYS, View

#: Where ``greenline app`` serves the atlas: nobody else finds it there.
LOCAL = "http://localhost:8501/"

#: A digital object identifier, and what leads to what it names.
_DOI = re.compile(r"(?i)(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/[^\s<>\"{}|\\^`?#]+)")
_RESOLVER = "https://doi.org/"

_ACCEPTED = "expected the address of a map, or the state of a view such as d=2017-09-27&lang=en"
_WEB = ("http://", "https://")
_ADDRESS = re.compile(r"[^\s<>\"\\\\^`]{0,2000}")


@dataclass(frozen=True)
class Citation:
    """What a citation names."""

    title: str  #: Title of the atlas.
    publisher: str  #: Who publishes it.
    version: str  #: Version of the data: its number, else the hash of its bytes.
    made: date  #: Day of the data.
    address: str  #: Where the map is; empty where no address is known.
    accessed: date  #: Day on which it was looked at.
    note: str = ""  #: What the address does not say: the view, or that no address is known.

    @property
    def key(self) -> str:
        """A key for bibliographies."""
        return re.sub(r"[^a-z0-9]+", "_", f"{self.publisher}_{self.version[:20]}".lower()).strip(
            "_"
        )


def published_at(atlas: Atlas) -> str:
    """Return where the data say that they are published: homepage, else DOI; empty without.

    >>> published_at(Atlas.load())
    ''
    """
    package = atlas.package
    homepage = str(package.get("homepage") or "")
    if homepage.startswith(_WEB):
        return homepage
    doi = _DOI.fullmatch(str(package.get("id") or ""))
    return _RESOLVER + doi[1] if doi else ""


def cite(atlas: Atlas, accessed: date, address: str = "", base: str | None = None) -> Citation:
    """Return the citation of the atlas, or of one view of it.

    An address always names the version of the data; a state alone gets ``base`` before it, by
    default where the data are published.
    """
    base = published_at(atlas) if base is None else base
    if not _ADDRESS.fullmatch(address):
        raise ViewError(f"{address[:80]!r}: {_ACCEPTED}")
    try:
        alone = not address.startswith(_WEB)
        parts = urlsplit(f"{base or LOCAL}?{address.lstrip('?#')}" if alone else address)
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
    where, note = urlunsplit(parts._replace(**{place: query})), ""
    if alone and not base:
        view = f"; the view is {query}" if query else ""
        where, note = "", f"No public address of this copy is known{view}"
    elif alone and base.startswith(_RESOLVER):  # it leads to the data, and to no view of them
        where, note = base, f"View {query}"
    return Citation(title, title.partition(":")[0], atlas.label, atlas.date, where, accessed, note)


def text(citation: Citation) -> str:
    """Return the citation in a sentence."""
    where = "".join(f" {part}." for part in (citation.address, citation.note) if part)
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
        "note": _tex(citation.note),
        "license": "CC-BY-4.0",
    }
    lines = "".join(f"  {key} = {{{cell}}},\n" for key, cell in fields.items() if cell)
    return f"@dataset{{{citation.key},\n{lines}}}\n"


def _tex(words: str) -> str:
    return re.sub(r"([#$%&_{}])", r"\\\1", words.replace("\\", ""))


FORMATS: dict[str, Callable[[Citation], str]] = {
    "text": text,
    "bibtex": bibtex,
}
