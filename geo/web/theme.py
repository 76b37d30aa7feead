"""How the app looks beyond its theme: the map fills the screen, nothing else asks for attention."""

from __future__ import annotations

import streamlit as st

from geo.model import Language
from geo.words import say

ICON = (
    "data:image/svg+xml,"
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
    "<rect width='32' height='32' rx='5' fill='%23fbf9f4'/>"
    "<path d='M3 20 12 9l7 8 10-8' fill='none' stroke='%233d7a45' stroke-width='4'/></svg>"
)

_STYLE = """
:root { --gl-bar: #f6f3eb; --gl-rule: #d9d4c8; --gl-soft: #5b564d; --gl-line: #8b857a; --gl-paper: #fbf9f4; --gl-sea: #dfe8ec; }
@media (prefers-color-scheme: dark) { :root { --gl-bar: #1b1d20; --gl-rule: #43464b; --gl-soft: #b8b4ac; --gl-line: #77736b; --gl-paper: #17191c; --gl-sea: #14171a; } }
@media (prefers-color-scheme: dark) { [data-testid="stSidebar"] button[kind="primary"] { color: #17191c; } }
@media (prefers-reduced-motion: reduce) { .stApp *, .stApp *::before, .stApp *::after { transition: none !important; animation: none !important; scroll-behavior: auto !important; } }
@page { size: A4 landscape; margin: 8mm; }
@media print {
  [data-testid="stSidebar"], .st-key-gl-tables [role="tablist"], .stDownloadButton, .gl-drawer-bar { display: none !important; }
  .stApp, .stMain, .stMainBlockContainer, .st-key-gl-below { position: static !important; height: auto !important; overflow: visible !important; }
  .stMainBlockContainer > .stVerticalBlock { display: block; height: auto; }
  .st-key-gl-map { height: var(--gl-paper-taken) !important; overflow: clip; contain: strict; background: none; }
  .st-key-gl-map .gl-frame { position: absolute; inset: 0 auto auto 0; width: var(--gl-paper-width); height: var(--gl-paper-height); transform: scale(var(--gl-paper-scale)); transform-origin: 0 0; }
  .gl-open .st-key-gl-below { display: block !important; }
}
[data-testid="stTab"]:not(:focus) { scroll-margin-block: 300vh; }
@media (forced-colors: active) { .stCheckbox label > div:first-of-type, [data-testid="stRadioOption"] > div > :first-child, [data-testid="stRadioOption"] > div > :first-child *, [data-variant="segmented_control"][aria-checked="true"] { forced-color-adjust: none; } }
.stMain { overflow: hidden !important; }
.stMainBlockContainer { padding: 0 !important; max-width: none !important; height: 100dvh; box-sizing: border-box; }
.stMainBlockContainer > .stVerticalBlock { gap: 0; height: 100%; flex-wrap: nowrap; }
.stMainBlockContainer > .stVerticalBlock > * { flex: none; }
.stMainBlockContainer > .stVerticalBlock > :has(> .st-key-gl-map), .st-key-gl-map { flex: 1 1 0 !important; min-height: 0; }
header[data-testid="stHeader"] { display: none !important; }
[data-testid="stDecoration"], .st-key-gl-state, .st-key-gl-article-carry, .st-key-gl-user-events-carry, .st-key-gl-user-areas-carry, .stElementContainer:has(> .stHtml > style) { display: none !important; }
[data-testid="stStatusWidget"] { display: none; }
.st-key-gl-notice:empty { display: none; }
.st-key-gl-notice { padding: .5rem 1rem; }
.st-key-gl-notice { max-height: 35dvh; overflow: auto; }
.st-key-gl-map { gap: 0; background: var(--gl-sea); overflow: hidden; position: relative; }
.gl-drawer-bar { display: flex; align-items: center; gap: .6rem; width: 100%; min-height: 2.25rem; padding: 0 1.25rem; border: solid var(--gl-rule); border-width: 1px 0 0; background: var(--gl-bar); color: inherit; font: inherit; font-size: .9rem; font-weight: 650; text-align: start; cursor: pointer; touch-action: none; position: relative; }
.gl-drawer-bar::before { content: ""; width: .5rem; height: .5rem; border: solid currentColor; border-width: 2px 0 0 2px; transform: translateY(.15rem) rotate(45deg); }
.gl-open .gl-drawer-bar { border-width: 1px 0; cursor: row-resize; }
.gl-open .gl-drawer-bar::before { transform: translateY(-.1rem) rotate(225deg); }
.gl-open .gl-drawer-bar::after { content: ""; position: absolute; inset: .3rem auto auto 50%; width: 2.6rem; height: .2rem; margin-inline: -1.3rem; border-radius: 9px; background: var(--gl-line); }
.gl-drawer-bar:focus-visible { outline: 2px solid #c8421f; outline-offset: -3px; }
.stMain:focus-visible::before { box-shadow: none !important; }
@media screen { .stMain:focus-visible::after { content: ""; position: absolute; z-index: 1000; inset: 0; outline: 2px solid #c8421f; outline-offset: -3px; pointer-events: none; } }
.st-key-gl-below { display: none !important; flex: none !important; height: var(--gl-below, 40dvh) !important; overflow: auto; overscroll-behavior: contain; flex-wrap: nowrap; padding-bottom: 1.5rem; }
.st-key-gl-below > * { flex: none; }
.gl-open .st-key-gl-below { display: flex !important; }
@media (min-width: 1100px) {
  .gl-open .st-key-gl-below { display: grid !important; grid-template: auto auto 1fr / 26rem minmax(0, 1fr); align-items: start; }
  .st-key-gl-below > * { grid-column: 2; min-width: 0; }
  .st-key-gl-below > :has(> .st-key-gl-columns) { grid-column: 1 / -1; }
  .st-key-gl-below > :has(> .st-key-gl-summary) { grid-area: span 2 / 1; position: sticky; top: 0; }
  .st-key-gl-below .st-key-gl-figures { display: grid; grid-template-columns: 1fr 1fr; }
}
.st-key-gl-map .stMarkdown { position: absolute; inset: 45% 0 auto; text-align: center; color: var(--gl-soft); }
.st-key-gl-page, .st-key-gl-page > div, .st-key-gl-page > div > div:has(.gl-frame), .st-key-gl-page .stBidiComponent { height: 100% !important; }
.gl-disconnected { position: fixed; z-index: 1000001; inset: auto 0 0; margin: 0; padding: .55rem 1rem; background: #8f2a14; color: #fff; font: 500 .95rem/1.35 "Source Sans", system-ui, sans-serif; text-align: start; }
.gl-disconnected:empty { display: none; }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
[data-testid="stFileUploaderDropzone"] button :is(p, [data-testid="stMarkdownContainer"]) { font-size: 0; }
.gl-dragging .gl-frame { pointer-events: none; }
.gl-frame { display: block; width: 100%; height: 100%; border: 0; }
.st-key-gl-summary, .st-key-gl-area-of-interest, .st-key-gl-tables { padding: .8rem 1.25rem 0; }
.gl-say { font-size: 1.12rem !important; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; padding: 0 !important; margin: 0; text-wrap: balance; }
.st-key-gl-figures { gap: .6rem 2.4rem; }
.st-key-gl-figures [data-testid="stMetricValue"] { font-size: 1.55rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.2; }
.st-key-gl-figures [data-testid="stMetricLabel"] { font-size: .82rem; color: var(--gl-soft); }
.st-key-gl-figures [data-testid="stMetricDelta"] { font-size: .8rem; color: var(--gl-soft); background: none; padding: 0; }
.gl-moving .gl-say { visibility: hidden; position: relative; }
.gl-moving .gl-say::after { content: var(--gl-live); visibility: visible; position: absolute; inset: 0 0 auto; }
.gl-moving .st-key-gl-figures, .gl-moving .gl-bar, .gl-moving .gl-own, .gl-moving .st-key-gl-area-of-interest, .gl-moving .st-key-gl-tables { opacity: .35; }
.gl-preview { margin: 0; text-align: center; }
.gl-preview img { display: block; width: 100%; max-width: 22.5rem; margin: 0 auto .3rem; }
.gl-preview figcaption, [data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: var(--gl-soft) !important; font-size: .86rem; opacity: 1; }
.gl-own { margin: 0; font-size: .95rem; color: var(--gl-soft); }
.gl-bar { margin: 0; max-width: 62rem; }
.gl-bar figcaption { font-size: .82rem; color: var(--gl-soft); margin-bottom: .25rem; }
.gl-bar > div { display: flex; height: 14px; border: 1px solid var(--gl-line); }
.gl-bar i { display: block; border-inline-end: 1px solid var(--gl-paper); }
.gl-bar i:last-child { border: 0; }
.gl-bar ul { display: flex; flex-wrap: wrap; gap: .1rem 1.3rem; list-style: none; margin: .35rem 0 0; padding: 0; font-size: .86rem; }
.gl-bar li { margin: 0; padding: 0; }
.gl-bar li b { display: inline-block; width: 12px; height: 12px; border: 1px solid var(--gl-line); margin-inline-end: .4rem; vertical-align: -1px; }
.gl-bar li span { color: var(--gl-soft); font-variant-numeric: tabular-nums; }
[data-testid="stSidebarHeader"] { height: 2.2rem; min-height: 0; padding: .3rem .7rem 0; margin: 0; position: relative; z-index: 1; pointer-events: none; }
[data-testid="stSidebarHeader"] button { pointer-events: auto; }
[data-testid="stSidebarCollapseButton"] { display: inline-flex !important; visibility: visible !important; }
[data-testid="stSidebarContent"] { padding: 0; }
[data-testid="stSidebarUserContent"] { padding: 0 1rem 2rem !important; }
[data-testid="stSidebar"] [data-testid="stExpander"] details { border: 0; border-top: 1px solid var(--gl-rule); border-radius: 0; background: none; }
[data-testid="stSidebar"] [data-testid="stExpander"] summary { padding: .5rem 0; font-weight: 650; background: none; }
[data-testid="stSidebar"] [data-testid="stExpanderDetails"] { padding: 0 0 .8rem; border: 0 !important; }
[data-testid="stSidebarUserContent"] > div > .stVerticalBlock { gap: .8rem; }
.st-key-gl-head { margin-top: -1.6rem; }
.gl-mark { font-size: 1.55rem; font-weight: 750; letter-spacing: -.02em; margin: 0 !important; line-height: 1.1; }
.gl-tag { margin: .15rem 0 0 !important; font-size: .86rem; color: var(--gl-soft); }
[data-testid="stSidebar"] .stExpander .stVerticalBlock { gap: .75rem; }
[data-testid="stMetricLabel"] { gap: .25rem; }
[data-testid="stMetricDelta"], [data-testid="stMetricDelta"] *, [data-testid="stMetricLabel"] * { white-space: normal !important; overflow: visible !important; }
[data-testid="stSidebar"] [data-testid="stExpander"] .stMarkdown p { font-size: .88rem; line-height: 1.4; }
.gl-copy { display: flex; gap: .5rem; align-items: start; }
.gl-copy code { flex: 1; min-width: 0; max-height: 7rem; overflow: auto; padding: .4rem .5rem; border: 1px solid var(--gl-rule); background: var(--gl-paper); color: inherit; font: .78rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; direction: ltr; text-align: left; user-select: all; }
.gl-copy button { flex: none; padding: .3rem .6rem; border: 1px solid var(--gl-line); background: none; color: inherit; font: inherit; font-size: .8rem; cursor: pointer; }
[data-testid="stSidebar"] .stMarkdown :is(ul, ol) { padding-inline-start: 1.2rem; margin: 0; }
.st-key-gl-tables .stDataFrame { margin-top: 1.1rem; }
.st-key-gl-above { gap: .4rem 1.2rem; }
@media (max-width: 640px) {
  .gl-drawer-bar { min-height: 44px; padding-inline: .8rem; }
  .stApp summary, .stApp .stButton button, .stApp .stDownloadButton button, .stApp [data-testid="stFileUploader"] button, .stApp [data-testid="stTab"], .stApp [data-testid="stSidebarCollapseButton"] button { min-height: 44px; min-width: 44px; }
  .gl-say { font-size: 1.08rem !important; }
  [data-testid="stSidebarHeader"] { height: 3.4rem; padding-top: .5rem; }
  .st-key-gl-head { margin-top: -2.7rem; }
  .stApp [data-testid="stTab"] { flex: none; white-space: nowrap; }
  .st-key-gl-figures { display: grid; grid-template-columns: 1fr 1fr; gap: .7rem 1rem; }
  .st-key-gl-summary, .st-key-gl-area-of-interest, .st-key-gl-tables { padding-inline: .8rem; }
}
"""

_RIGHT_TO_LEFT = """
:root { --gl-rtl: 1; }
[data-testid="stSidebarUserContent"], .st-key-gl-below, .gl-drawer-bar, .st-key-gl-notice, .stApp [role="dialog"], [data-testid="stDialog"] [role="dialog"] { direction: rtl; text-align: start; }
.stDataFrame, [data-testid="stDateInputField"], [data-testid="stVegaLiteChart"] { direction: ltr; }
[data-testid="stCaptionContainer"] { text-align: start; }
[data-testid="stWidgetLabel"] { gap: .35rem; }
[data-testid="stAppViewContainer"] { flex-direction: row-reverse; }
[data-testid="stSidebarHeader"] { direction: rtl; }
[data-testid="stSidebarHeader"] button { transform: scaleX(-1); }
.stApp:has([data-testid="stExpandSidebarButton"]) [data-testid="stSidebar"] { visibility: hidden; }
@media (max-width: 768px) { [data-testid="stSidebar"] { inset: 0 0 auto auto !important; } }
"""


_EMBEDDED = """
[data-testid="stSidebar"] { display: none !important; }
"""


def dress(language: Language, *, embedded: bool = False) -> None:
    """Put the style into the page, from right to left where the language is.

    Embedded in another page, the map is all there is.
    """
    extra = (_RIGHT_TO_LEFT if language.rtl else "") + (_EMBEDDED if embedded else "")
    # Streamlit's words for a file are English; the caption above says how large one may be.
    upload = (
        '[data-testid="stFileUploaderDropzone"] button::after '
        f'{{ content: "{say("web.user_events.choose", language)}"; }}'
    )
    waiting = f'.gl-waiting::after {{ content: "{say("web.drawing", language)}"; }}'
    st.html(f"<style>{_STYLE}{upload}{waiting}{extra}</style>")
