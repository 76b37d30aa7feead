/**
 * The map in a notebook: a page of the atlas in a frame of its own origin, which can reach neither the notebook nor a
 * network. View and state go both ways by the page's messages, version 1 (docs/reference.md).
 */

/** Milliseconds between questions to a page that does not answer yet: its data are being unpacked. */
const AGAIN = 200;

/** @param {{model: any, el: HTMLElement}} given @returns {() => void} what takes the map away */
function render({ model, el }) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts allow-downloads');
  frame.setAttribute('title', model.get('title'));
  frame.style.cssText = 'border:0;width:100%;display:block';
  frame.srcdoc = model.get('page');
  /** What both sides know. @type {?string} */
  let shown = null;

  /** @param {Record<string, string>} message */
  const send = (message) => frame.contentWindow?.postMessage({ greenline: 'v1', ...message }, '*');
  const size = () => frame.style.height = `${model.get('height')}px`;
  const write = () => {
    const wanted = model.get('query');
    if (shown === null || wanted === shown) return;
    shown = wanted;
    send({ do: 'set', query: wanted });
  };
  /** @param {MessageEvent} event */
  const hear = ({ source, data }) => {
    if (source !== frame.contentWindow || data?.greenline !== 'v1' || data.is !== 'view') return;
    const first = shown === null;
    clearInterval(asking);
    shown = data.query;
    if (first && model.get('query') !== shown) return write();
    if (model.get('query') === shown) return;
    model.set('query', shown);
    model.save_changes();
  };

  addEventListener('message', hear);
  model.on('change:query', write);
  model.on('change:height', size);
  const asking = setInterval(() => ['watch', 'get'].forEach((word) => send({ do: word })), AGAIN);
  size();
  el.append(frame);
  return () => {
    clearInterval(asking);
    removeEventListener('message', hear);
    model.off('change:query', write);
    model.off('change:height', size);
    frame.remove();
  };
}

export default { render };
