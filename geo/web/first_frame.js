/** Makes frames for the map's page. The server's document holds it, the keeper (frame.js) and opening.js as one script. */

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
