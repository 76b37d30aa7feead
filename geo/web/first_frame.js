/** Makes frames for the map's page. The server's document holds it, the keeper (frame.js) and opening.js as one script. */

/** Milliseconds after which a page that could not be fetched is asked for again. */
const AGAIN = 1000;

/** Fetch the text of a page. @param {string} address relative to that of the app */
async function load(address) {
  const answer = await fetch(new URL(address, location.origin + location.pathname.replace(/\/?$/, '/')));
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

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

/** Make a frame without rights over the app that shows the page of an address, out of sight and reach. */
function makeFrame(address, parent) {
  const frame = Object.assign(document.createElement('iframe'), {className: 'gl-frame', inert: true});
  frame.setAttribute('sandbox', 'allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox');
  frame.setAttribute('allow', 'fullscreen');
  frame.style.opacity = '0';
  parent.append(frame);
  const hasSize = waitForSize(frame);
  const open = () =>
    Promise.all([load(address), hasSize]).then(
      ([text]) => (frame.srcdoc = text),
      () => frame.isConnected && setTimeout(open, AGAIN),
    );
  open();
  return frame;
}
