"""Ten thousand hostile texts: shapes that are known to script pages, crossed with ways to hide them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

#: What sets ``window.__hit`` if it runs.
DEED = ("window.__hit=1", "top.__hit=1", "self['__hit']=1", "globalThis.__hit=1")

TAGS = (
    "<script>{d}</script>", "<img src=x onerror={d}>", "<svg onload={d}>", "<body onload={d}>",
    '<iframe srcdoc="<script>parent.{d}</script>">', "<details open ontoggle={d}>x</details>",
    "<input autofocus onfocus={d}>", "<video><source onerror={d}></video>",
    '<a href="javascript:{d}">x</a>', "<math><mtext><img src=x onerror={d}></math>",
    '<object data="javascript:{d}">', "<style>@import 'javascript:{d}';</style>",
    '<link rel=stylesheet href="javascript:{d}">', '<meta http-equiv=refresh content="0;url=javascript:{d}">',
    '<form><button formaction="javascript:{d}">x</button></form>', "<marquee onstart={d}>x</marquee>",
    "<template><img src=x onerror={d}></template>", '<table background="javascript:{d}">',
    "<svg><animate onbegin={d} attributeName=x dur=1s></svg>", "<svg><script>{d}</script></svg>",
    '<base href="javascript:{d}//">', '<isindex action="javascript:{d}">', "<img srcset=x onerror={d}>",
    "<audio src=x onerror={d}>", "<select autofocus onfocus={d}>", "<keygen autofocus onfocus={d}>",
)  # fmt: skip

BREAKS = (
    "{t}", "\"'>{t}", "</script>{t}", "</style>{t}", "</textarea>{t}", "</title>{t}", "-->{t}", "]]>{t}",
    "`;{d};`{t}", "${{{d}}}{t}", "';{d};'{t}", '\\";{d};//{t}', "{{{{constructor.constructor('{d}')()}}}}{t}",
    "javascript:{d}//{t}", "data:text/html,{t}", "\u202e{t}\u2066", "\x00{t}", "\ufeff{t}", "&lt;{t}&gt;",
    '=HYPERLINK("javascript:{d}")&{t}', "=cmd|'/c calc'!A1{t}", "@SUM(1){t}", "$\\href{{javascript:{d}}}{{x}}${t}",
    "[x](javascript:{d}){t}", '![x](x"onerror="{d}){t}', ":material/home:{t}",
)  # fmt: skip

SPELLINGS = (
    lambda text: text,
    lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    lambda text: text.replace("<", "%3C").replace(">", "%3E"),
    lambda text: text.replace("<", "\\u003c").replace(">", "\\u003e"),
    lambda text: text.upper().replace("WINDOW.__HIT", "window.__hit"),
    lambda text: text.replace(" ", "/"),
    lambda text: text.replace("o", "\u043e"),
)


def texts(count: int = 10_000) -> list[str]:
    """Return so many texts, no two alike."""
    return list(itertools.islice(dict.fromkeys(_list_all()), count))


def _list_all() -> Iterator[str]:
    for spelling, deed, mould, tag in itertools.product(SPELLINGS, DEED, BREAKS, TAGS):
        yield spelling(mould.format(t=tag.format(d=deed), d=deed))
