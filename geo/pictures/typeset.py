"""Typst sets the pictures: a template and its data in, PDF, PNG or SVG out."""

from __future__ import annotations

import base64
import json
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.pictures.painter.fonts import list_signs, open_fonts, style_sheet
from geo.words.cells import NOT_XML

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("picture.typ")

#: The standard that each PDF keeps: tagged, with language, title and texts for its pictures.
_STANDARD = "ua-1"

#: Bytes of a PNG's signature with its first chunk.
_HEAD = 8 + 25

_ROOT = re.compile(r"<svg [^>]*>")
_IMAGE = re.compile(r"<image [^>]*>(?:</image>)?")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_EMPTY = re.compile(r"<g[^>]*/>")
_SHEER = re.compile(r'(fill|stroke|stop-color)="#([0-9a-f]{6})([0-9a-f]{2})"')
_ID = re.compile(r'(\bid="|url\(#|href="#)')
#: Links that Typst lays over words, with addresses that it does not escape.
_LINK = re.compile(r"<a [^>]*><rect [^>]*/></a>")
SPACES = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'


def write(data: dict[str, Any], kind: str, ppi: float, *, outlines: bool = False) -> bytes:
    """Return a picture as a file that says what it shows."""
    if kind == ".svg":
        return _write_svg(data, live=not outlines)
    content = compile_picture(data, kind, ppi)
    return _describe_png(content, data) if kind == ".png" else content


def compile_picture(data: dict[str, Any], kind: str, ppi: float = 300) -> bytes:
    """Set the template with its data; the same data give the same bytes."""
    import typst  # noqa: PLC0415 -- an extra

    special: dict[str, Any] = {".png": {"ppi": ppi}, ".pdf": {"pdf_standards": [_STANDARD]}}
    options: dict[str, Any] = {"format": kind[1:], **special.get(kind, {})}
    try:
        pages: Any = _compiler(data).compile(**options)
    except typst.TypstError as error:
        raise ExportError(f"Typst refused the picture: {error.message}") from error
    return bytes(pages[0] if isinstance(pages, list) else pages)


def ask(data: dict[str, Any], label: str) -> list[Any]:
    """Return what the template says under a label, without drawing anything."""
    answers: list[Any] = json.loads(_compiler(data).query(f"<{label}>", field="value"))
    return answers


def _describe_png(png: bytes, data: dict[str, Any]) -> bytes:
    """Return a PNG that says what it is to those who do not see it, as international text."""
    chunks = b""
    for key, text in ((b"Title", data["title"]), (b"Description", data["alt"])):
        # The keyword's end, no compression, and neither language nor translated keyword.
        content = b"iTXt" + key + bytes(5) + text.encode()
        if text:
            chunks += struct.pack(">I", len(content) - 4) + content
            chunks += struct.pack(">I", zlib.crc32(content))
    return png[:_HEAD] + chunks + png[_HEAD:]


def _compiler(data: dict[str, Any]) -> typst.Compiler:
    import typst  # noqa: PLC0415 -- an extra

    face = data.get("face")
    return typst.Compiler(
        input=str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=open_fonts(face["file"] if face else ""),
        ignore_system_fonts=True,
        sys_inputs={"picture": json.dumps(_clean_data(data), ensure_ascii=False)},
    )


def _clean_data(value: Any) -> Any:
    """Return data whose texts have no sign that the fonts lack, which a PDF must not hold."""
    if isinstance(value, str):
        return value if value.startswith("<svg") else "".join(map(_sign, value))
    if isinstance(value, Mapping):
        return {key: _clean_data(element) for key, element in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_data(element) for element in value]
    return value


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    if sign.isspace() and sign != "\u00a0":
        return " "
    if sign in "\ufeff\ufffe\uffff" or unicodedata.category(sign) == "Cc":
        return ""
    common = sign < "\u0180" or "\u0600" <= sign <= "\u06ff" or unicodedata.category(sign) == "Cf"
    return sign if common or ord(sign) in list_signs() else "\N{REPLACEMENT CHARACTER}"


# Typst writes the letters of an SVG as outlines, and pictures as data. Where text stays text it is
# asked where each line begins instead; maps go in as they are, with layers that programs list.
def _write_svg(data: dict[str, Any], *, live: bool) -> bytes:
    data |= {"live-text": live}
    text = _LINK.sub("", compile_picture(data, ".svg").decode())
    numbers = iter(range(10_000))
    maps = [item["svg"] for item in data["maps"]]
    text = _IMAGE.sub(lambda image: _inline_image(image[0], next(numbers), maps), text)
    words = "".join(_lines(ask(data, "word"), data)) if live else ""
    head = f"<title>{escape(data['title'])}</title><desc>{escape(data['alt'])}</desc>"
    text = _ROOT.sub(lambda root: f'{root[0][:-1]} {SPACES} role="img">{head}', text, count=1)
    text = _EMPTY.sub("", text) if live else text
    text = text.replace("</svg>\n", "</svg>")[:-6] + words + "</svg>\n"
    text = _SHEER.sub(_split_opacity, text)
    # Texts look right without the fonts, also where a program knows none of them.
    text = text.replace("</desc>", f"</desc>{style_sheet(text, data['face'])}", 1)
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text).encode()


def _split_opacity(colour: re.Match[str]) -> str:
    """Return a colour with its opacity beside it: vector programs take eight digits for black."""
    name, digits, opacity = colour.groups()
    beside = "stop-opacity" if name == "stop-color" else f"{name}-opacity"
    return f'{name}="#{digits}" {beside}="{int(opacity, 16) / 255:.3g}"'


def _inline_image(image: str, number: int, maps: list[str]) -> str:
    """Return a picture as a group; the maps as layers."""
    attributes = dict(_ATTRIBUTE.findall(image))
    link = attributes.get("xlink:href") or attributes.get("href") or ""
    kind, _, content = link.partition(";base64,")
    if kind != "data:image/svg+xml":
        return image
    drawing = base64.b64decode(content).decode()
    root = _ROOT.search(drawing)
    if root is None:
        return image
    about = dict(_ATTRIBUTE.findall(root[0]))
    box = [float(side) for side in about["viewBox"].split()]
    body = drawing[root.end() : drawing.rindex("</svg>")]
    scale = (
        f"scale({float(attributes['width']) / box[2]:.6g} "
        f"{float(attributes['height']) / box[3]:.6g})"
    )
    font = f' font-family="{about["font-family"]}"' if "font-family" in about else ""
    move = attributes.get("transform", "")
    if drawing in maps:
        name = maps.index(drawing) + 1
        layer = f'inkscape:groupmode="layer" inkscape:label="map {name}" id="map-{name}"'
        return f'<g {layer} transform="{move} {scale}"{font}>{body}</g>'
    body = _ID.sub(rf"\g<1>p{number}-", body)
    return f'<g transform="{move} {scale}"{font}>{body}</g>'


def _lines(words: list[dict[str, Any]], data: dict[str, Any]) -> Iterator[str]:
    """Yield each line as one text, which begins where Typst placed its first word."""
    rtl, faces = data["rtl"], ", ".join(data["faces"])
    yield (
        f'<g id="text" inkscape:groupmode="layer" inkscape:label="text" font-family="{faces}"'
        + (' direction="rtl">' if rtl else ">")
    )
    line: list[dict[str, Any]] = []
    for item in [*words, {"kind": "start"}]:
        first = line[0] if line else item
        if line and (item["kind"] != "word" or _place(item)[1] != _place(first)[1]):
            yield _text(_begin(first, rtl=rtl), " ".join(word["text"] for word in line))
            line = []
        if item["kind"] == "word":
            line.append(item)
        elif item["kind"] == "turned":
            x, y = _place(item)
            turned = f'transform="rotate(-90 {x:g} {y:g})" text-anchor="middle" dy="0.35em"'
            yield _text(item, item["text"], turned)
    yield "</g>"


def _begin(word: dict[str, Any], *, rtl: bool) -> dict[str, Any]:
    """Return a word with the place where its line begins, in place of where the word ends.

    What is written against the direction of the line ends where it begins in it.
    """
    last = unicodedata.bidirectional(word["text"][-1])
    if last in (("L", "EN", "AN") if rtl else ("R", "AL")):
        return word
    x = _place(word)[0] + word["wide"] * (1 if rtl else -1)
    return word | {"at": word["at"] | {"x": f"{x}pt"}}


def _text(first: dict[str, Any], text: str, more: str = "") -> str:
    x, y = _place(first)
    weight = ' font-weight="700"' if first["weight"] == "bold" else ""
    if halo := first.get("halo"):
        colour, width = halo
        weight += f' stroke="{colour}" stroke-width="{width:.3g}" stroke-linejoin="round"'
        weight += ' paint-order="stroke"'
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{first["size"]:.4g}" fill="{first["fill"]}"{weight} '
        f"{more}>{escape(text)}</text>\n"
    )


def _place(word: dict[str, Any]) -> tuple[float, float]:
    at = word["at"]
    return float(at["x"].removesuffix("pt")), float(at["y"].removesuffix("pt"))
