/**
 * The map's frame. The server's document makes it at once, so that its page loads beside Streamlit's scripts, which need
 * as long; the keeper (frame.js) takes it to its place. A browser that moves no frame as it stands loads it anew there.
 */
window.greenlineFrames = ((ahead) => {
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
      const observer = new ResizeObserver(() => {
        if (!frame.clientWidth || !frame.clientHeight) return;
        observer.disconnect();
        done();
      });
      observer.observe(frame);
    });

  /** Make a frame without rights over the app that shows the page of an address. */
  function make(address, parent) {
    const frame = Object.assign(document.createElement('iframe'), {className: 'gl-frame', address, ready: false});
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

  let waiting = ahead && make(ahead, document.body);
  addEventListener('message', ({data, source}) => {
    if (waiting && source === waiting.contentWindow && data?.greenline === 'ready') waiting.ready = true;
  });

  return {
    /** Return a frame that shows a page, in its place. @param {string} address @param {HTMLElement} parent */
    take(address, parent) {
      const frame = waiting;
      waiting = null;
      if (frame?.address === address && parent.moveBefore) {
        parent.moveBefore(frame, null);
        return frame;
      }
      frame?.remove();
      return make(address, parent);
    },
  };
})(document.currentScript.dataset.page);
