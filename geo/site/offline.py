"""What makes the site readable without a network after a first visit: manifest, service worker."""

from __future__ import annotations

import json
from collections.abc import Sequence

from geo.model import Language
from geo.site.contents.context import Context
from geo.site.page import Cell, Page, Section
from geo.site.wording import Wording

#: The page for what is not saved, and the list of what can be, in the folder of a language.
PAGE, LIST = "offline.html", "offline.json"

#: The sign of the site: two fields and the line between them.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" '
    'fill="#a9c4df"/><path d="M0 0h512v214L402 262 288 232 150 330 0 300z" fill="#ecc878"/>'
    '<path d="M0 300l150 30 138-98 114 30 110-48" fill="none" stroke="#3d7a45" stroke-width="34" '
    'stroke-linejoin="round"/></svg>'
)


def manifest(context: Context, language: Language) -> str:
    """Return the web app manifest."""
    wording = Wording(context.atlas, language)
    result = {
        "id": "./",
        "name": f"Greenline: {wording.say('web.tagline')}",
        "short_name": "Greenline",
        "description": wording.say("web.about.what"),
        "lang": str(language),
        "dir": "rtl" if language.rtl else "ltr",
        "start_url": f"{language}/index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fbf9f4",
        "theme_color": "#fbf9f4",
        "icons": [
            {"src": "assets/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
        ],
        "shortcuts": [{"name": wording.say("site.map"), "url": "map/index.html"}],
    }
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


#: Registers the service worker, where there is one to be had: not in a file opened from disk.
SCRIPT = """\
(() => {
  const own = document.currentScript && document.currentScript.dataset.root;
  if (!own || !('serviceWorker' in navigator) || !location.protocol.startsWith('http')) return;
  const root = new URL('.', new URL(own, location.href));
  const words = document.querySelector('[data-save]');
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const fill = (text, value) => text.replace('{n}', number.format(value));
  // Offer to save the pages of this language, with their size.
  const offer = async () => {
    const list = await (await fetch(new URL(words.dataset.save, location.href))).json();
    const cache = await caches.open(list.cache);
    const [button, status] = words.children;
    const missing = async () => {
      const saved = new Set((await cache.keys()).map(({ url }) => url));
      return list.files.filter(([path]) => !saved.has(new URL(path, root).href));
    };
    const megabytes = (files) => files.reduce((sum, [, bytes]) => sum + bytes, 0) / 1e6;
    const show = (files) => {
      button.hidden = !files.length;
      button.textContent = fill(words.dataset.offer, megabytes(files));
      status.textContent = files.length ? '' : words.dataset.saved;
    };
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        const files = await missing();
        for (const [at, [path]] of files.entries()) {
          status.textContent = fill(words.dataset.saving, Math.floor(100 * at / files.length));
          await cache.add(new URL(path, root));
        }
        show(await missing());
      } catch {
        show(await missing());
        status.textContent = words.dataset.failed;
      }
      button.disabled = false;
    });
    show(await missing());
    words.hidden = false;
  };
  // The page for what is not saved leads to what was asked for, within this site alone.
  const retry = document.querySelector('[data-retry]');
  const wanted = new URL(new URLSearchParams(location.search).get('page') || '', root);
  if (retry && location.search && wanted.href.startsWith(root.href)) {
    retry.hidden = false;
    retry.firstElementChild.href = wanted.href;
  }
  addEventListener('load', () => {
    navigator.serviceWorker.register(own).catch(() => {});
    if (words) offer().catch(() => {});
  });
})();
"""

_WORKER = """\
// One cache for each version of the site; an older one goes once a newer one stands.
const CACHE = 'greenline-' + VERSION;
const FIRST = PATHS;
const LANGUAGES = CODES;
const at = (path) => new URL(path, registration.scope).href;
const kept = (cache, url) => cache.match(url, { ignoreSearch: true });
// An address without a file's name leads to the page of that folder.
const index = async (cache, request) => {
  const url = new URL(request.url);
  url.search = url.hash = '';
  if (url.pathname.endsWith('/')) return kept(cache, url.href + 'index.html');
  const page = await kept(cache, url.href + '/index.html');
  return page && Response.redirect(url.href + '/');
};
// A page that was not saved is never another page under its address.
const missing = (request) => {
  const path = request.url.slice(registration.scope.length);
  const [language] = path.split('/');
  const folder = LANGUAGES.includes(language) ? language : LANGUAGES[0];
  return Response.redirect(at(folder + '/offline.html') + '?page=' + encodeURIComponent(path));
};
addEventListener('install', (event) => event.waitUntil(
  caches.open(CACHE).then((cache) => cache.addAll(FIRST.map(at))).then(() => skipWaiting()),
));
addEventListener('activate', (event) => event.waitUntil(
  caches.keys()
    .then((keys) => Promise.all(
      keys.filter((key) => key.startsWith('greenline-') && key !== CACHE)
        .map((key) => caches.delete(key)),
    ))
    .then(() => clients.claim()),
));
// What was read once is answered from the cache; what is new comes from the network and is kept.
const answer = async (request) => {
  const cache = await caches.open(CACHE);
  const navigates = request.mode === 'navigate';
  const known = await kept(cache, request) || (navigates && await index(cache, request));
  if (known) return known;
  try {
    const found = await fetch(request);
    if (found.ok && found.type === 'basic') await cache.put(request, found.clone());
    return found;
  } catch (error) {
    if (navigates) return missing(request);
    throw error;
  }
};
addEventListener('fetch', (event) => {
  const { request } = event;
  const own = request.method === 'GET' && request.url.startsWith(registration.scope);
  const large = /\\/(api|data|feeds)\\//.test(request.url.slice(registration.scope.length - 1));
  if (own && !large && !request.headers.has('range')) event.respondWith(answer(request));
});
"""


def worker(version: str, paths: Sequence[str], languages: Sequence[Language]) -> str:
    text = _WORKER.replace("VERSION", json.dumps(version)).replace("CODES", json.dumps(languages))
    return text.replace("PATHS", json.dumps(list(paths)))


def page(context: Context, language: Language) -> Page:
    """Return the page shown offline in place of a page that was not saved."""
    wording = Wording(context.atlas, language)
    links = (
        Cell(wording.say("web.tagline"), wording.path("index.html")),
        Cell(wording.say("site.map"), "map/index.html"),
    )
    section = Section("saved", wording.say("site.offline.open"), items=links)
    return Page(
        PAGE,
        language,
        wording.say("site.offline.title"),
        wording.say("site.offline.lead"),
        [section],
    )


def listing(state: str, files: Sequence[tuple[str, int]]) -> str:
    """Return which files a reader saves for a language, with their bytes, and in which cache."""
    return json.dumps({"cache": f"greenline-{state}", "files": files}) + "\n"
