/** Makes frames for the map's page, and opens the first. The server's document holds it and the keeper (frame.js) as one
 * script (first_paint.py). */

/** Milliseconds after which a page that did not come is asked for again. */
const AGAIN = 1000;

/** Where a page lies. @param {string} address relative to that of the app */
const locate = (address) => new URL(address, location.origin + location.pathname.replace(/\/?$/, '/'));

/** A page that opens without a size cannot frame its map. @param {HTMLIFrameElement} frame */
const waitForSize = (frame) =>
  new Promise((done) => {
    if (frame.clientWidth && frame.clientHeight) return done();
    const observer = new ResizeObserver(() => {
      if (!frame.clientWidth || !frame.clientHeight) return;
      observer.disconnect();
      done();
    });
    observer.observe(frame);
  });

/** Ask again for a page that did not come: it says that it is there before all of it is loaded.
 * @param {HTMLIFrameElement} frame @param {URL} page */
function insist(frame, page) {
  const again = Object.assign(new URL(page), {hash: ''}); // with one, it would count as a place in the page that is there
  let isThere = false;
  addEventListener('message', function hear({source}) {
    if (source !== frame.contentWindow) return;
    isThere = true;
    removeEventListener('message', hear);
  });
  frame.addEventListener('load', () =>
    setTimeout(() => isThere || !frame.isConnected || frame.contentWindow.location.replace(again), AGAIN));
}

/** Make a frame without rights over the app that shows the page of an address, out of sight and reach.
 * @param {string} query the view that the page opens with; its own where it is empty */
function makeFrame(address, parent, query) {
  const frame = Object.assign(document.createElement('iframe'), {className: 'gl-frame', inert: true});
  frame.setAttribute('sandbox', 'allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox');
  frame.setAttribute('allow', 'fullscreen; clipboard-write');
  frame.style.opacity = '0';
  parent.append(frame);
  const page = Object.assign(locate(address), {hash: query});
  waitForSize(frame).then(() => {
    insist(frame, page);
    frame.src = page;
  });
  return frame;
}

/** Milliseconds that Streamlit waits at most. */
const PATIENCE = 1000;

/** Open the map, and Streamlit after it: both would take turns on one thread, and what Streamlit draws lies folded up.
 * A browser that moves no frame as it stands would load it twice: there the app makes the frame in its place. */
function openFirst({page, state}) {
  // Whether the side bar stands open is Streamlit's to remember only where it does not cover the map.
  if (innerWidth < 768) for (const key of Object.keys(localStorage)) if (key.startsWith('stSidebarCollapsed')) localStorage.removeItem(key);
  const startApp = () => {
    const template = document.getElementById('gl-streamlit');
    if (template) document.head.append(template.content);
    template?.remove();
  };
  if (!document.body.moveBefore) {
    fetch(locate(page)).catch(() => {});
    return startApp();
  }
  addEventListener('greenline-seen', () => requestAnimationFrame(() => setTimeout(startApp))); // once that is painted
  setTimeout(startApp, PATIENCE);
  keeper.open(page, JSON.parse(state));
}
