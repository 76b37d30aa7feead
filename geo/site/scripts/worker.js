// One cache for each version of the site; an older one goes once a newer one stands.
const CACHE = 'greenline-' + VERSION;
const FIRST = PATHS;
const LANGUAGES = CODES;
const at = (path) => new URL(path, registration.scope).href;
const match = (cache, url) => cache.match(url, { ignoreSearch: true });
// An address without a file's name leads to the page of that folder.
const index = async (cache, request) => {
  const url = new URL(request.url);
  url.search = url.hash = '';
  if (url.pathname.endsWith('/')) return match(cache, url.href + 'index.html');
  const page = await match(cache, url.href + '/index.html');
  return page && Response.redirect(url.href + '/');
};
// A page that was not saved is never another page under its address.
const redirect = (request) => {
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
  const known = await match(cache, request) || (navigates && await index(cache, request));
  if (known) return known;
  try {
    const response = await fetch(request);
    if (response.ok && response.type === 'basic') await cache.put(request, response.clone());
    return response;
  } catch (error) {
    if (navigates) return redirect(request);
    throw error;
  }
};
addEventListener('fetch', (event) => {
  const { request } = event;
  const isOwn = request.method === 'GET' && request.url.startsWith(registration.scope);
  const large = /\/(api|data|feeds)\//.test(request.url.slice(registration.scope.length - 1));
  if (isOwn && !large && !request.headers.has('range')) event.respondWith(answer(request));
});
