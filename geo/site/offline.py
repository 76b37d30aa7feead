"""What makes the site readable without a network after a first visit: manifest, service worker."""

from __future__ import annotations

import json
from collections.abc import Sequence

from geo.model import Language
from geo.site.contents.context import Context
from geo.site.wording import Wording

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
    found = {
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
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


#: Registers the service worker, where there is one to be had: not in a file opened from disk.
SCRIPT = """\
(() => {
  const own = document.currentScript && document.currentScript.dataset.root;
  if (!own || !('serviceWorker' in navigator) || !location.protocol.startsWith('http')) return;
  addEventListener('load', () => navigator.serviceWorker.register(own).catch(() => {}));
})();
"""

_WORKER = """\
// One cache for each version of the site; an older one goes once a newer one stands.
const CACHE = 'greenline-' + VERSION;
const FIRST = PATHS;
const at = (path) => new URL(path, registration.scope).href;
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
  const known = await cache.match(request, { ignoreSearch: true });
  if (known) return known;
  try {
    const found = await fetch(request);
    if (found.ok && found.type === 'basic') await cache.put(request, found.clone());
    return found;
  } catch (error) {
    const other = request.mode === 'navigate' && await cache.match(at('index.html'));
    if (other) return other;
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


def worker(version: str, paths: Sequence[str]) -> str:
    """Return the service worker of one version of the site."""
    text = _WORKER.replace("VERSION", json.dumps(version))
    return text.replace("PATHS", json.dumps(list(paths)))
