"""The blocks of data of a page, as its scripts read them."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any, cast

import numpy as np
from branca.element import Figure

from geo import Atlas
from geo.draw.bundle import SIGNS, Bundle, condense
from geo.draw.map import build

BLOCK = re.compile(r'<script type="text/plain" id="greenline-(data|later)">([^<]*)</script>')


def unpack(packed: str) -> Any:
    """Return what :func:`geo.draw.bundle.pack` packed."""
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def unpack_texts(packed: str) -> Any:
    """Return what the JSON holds that :func:`geo.draw.bundle.pack_texts` packed."""
    letters, length, signs = packed.split("\n")
    values = np.array([SIGNS.index(sign) for sign in signs], int)
    groups = values[::2] * len(SIGNS) + values[1::2]
    bits = (groups[:, None] >> np.arange(12, -1, -1)) & 1
    content = np.packbits(bits.astype(np.uint8).ravel())[: int(length)].tobytes()
    signs_of = {128 + at: letter for at, letter in enumerate(letters)}
    return json.loads(gzip.decompress(content).decode("latin-1").translate(signs_of))


def read_blocks(text: str) -> tuple[Any, Any]:
    """Return both blocks of a page."""
    blocks = dict(BLOCK.findall(text))
    assert list(blocks) == ["data", "later"]
    return unpack(blocks["data"]), unpack_texts(blocks["later"])


def spread(column: Any) -> list[Any]:
    """Return a column that :func:`geo.draw.bundle.condense` condensed."""
    return [column["of"][at] for at in column["at"]] if isinstance(column, dict) else column


def page_data(atlas: Atlas) -> str:
    """Return all data of the page of an atlas as JSON, before it is split into blocks."""
    figure = cast("Figure", build(atlas).get_root())
    figure.render()
    data = Bundle.of(figure).data
    return json.dumps({**data, "layers": condense(data["layers"])}, ensure_ascii=False)
