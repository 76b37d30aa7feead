"""D3 from the package XStatic-D3, checked and kept in the page until a reader asks for a chart.

The page carries it packed, as text that no browser reads as a script, so that the first picture
does not wait for it; ``client/chart.js`` unpacks it and the page's policy knows it by its hash.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from branca.element import Element, Figure

from geo.draw.bundle import pack
from geo.errors import GreenlineError

#: SHA-256 of the file of XStatic-D3 3.5.17.1 (which calls itself 3.5.16).
HASH = "0c0b24005903a9d71beb93837fc1fc618b81780f14601c729030227c16b3ef51"

#: Id of the block in the page.
ID = "greenline-charts"

_LICENCE = """\
/* D3, https://d3js.org. Copyright (c) 2010-2016, Michael Bostock. All rights reserved.
Redistribution and use in source and binary forms, with or without modification, are permitted
provided that the following conditions are met: * Redistributions of source code must retain the
above copyright notice, this list of conditions and the following disclaimer. * Redistributions in
binary form must reproduce the above copyright notice, this list of conditions and the following
disclaimer in the documentation and/or other materials provided with the distribution. * The name
Michael Bostock may not be used to endorse or promote products derived from this software without
specific prior written permission. THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND
CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO
EVENT SHALL MICHAEL BOSTOCK BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF
LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH
DAMAGE. */
"""


@cache
def script() -> str:
    """Return D3's script with its licence.

    Raises
    ------
    GreenlineError
        Where the installed file is not the one that is known.
    """
    content = (_folder() / "d3.js").read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != HASH:
        raise GreenlineError(f"d3.js of XStatic-D3 has SHA-256 {found}; expected {HASH}")
    return _LICENCE + content.decode("utf-8").strip()


@cache
def packed() -> str:
    """Return the script as the page's block has it."""
    return pack(script())


class Charts(Element):
    """The block of one page; add it once under its name."""

    def __init__(self) -> None:
        super().__init__()
        self._name = "GreenlineCharts"
        self._id = "greenlinecharts"

    @classmethod
    def add_to_page(cls, figure: Figure) -> None:
        """Put the block into a page, once."""
        if ID not in figure.html._children:
            figure.html.add_child(cls(), name=ID)

    def render(self, **_: Any) -> str:
        """Return the element's markup."""
        return f'<script type="text/plain" id="{ID}">{packed()}</script>'


def kept(page: str) -> list[str]:
    """Return the scripts that a page may run though they do not stand in it as scripts."""
    return [script()] if f'<script type="text/plain" id="{ID}">' in page else []


def _folder() -> Traversable:
    return files("xstatic.pkg.d3") / "data"
