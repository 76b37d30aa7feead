/**
 * The map's frame in the app. One keeper for each window holds it over reruns. Streamlit calls the
 * function below with the page as bytes; what the app says of the view comes as a window event,
 * from a mount of its own (frame.py), so that neither the page nor this file is sent with it.
 */
const keeper = (window.greenlineKeeper = window.greenlineKeeper || {
  frame: null, bytes: null, ready: false, state: null, told: null, said: 0, say: null, article: null, incidents: null,

  /** Show a page in a frame without rights over the app; the same page stays as it is. */
  hold(bytes, parent) {
    if (this.frame && this.frame.isConnected && same(bytes, this.bytes)) {
      this.bytes = bytes;
      return;
    }
    if (this.frame) this.frame.remove();
    this.bytes = bytes;
    this.ready = false;
    this.frame = document.createElement('iframe');
    this.frame.className = 'gl-frame';
    this.frame.title = this.state ? this.state.title : '';
    this.frame.setAttribute('sandbox', 'allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox');
    this.frame.setAttribute('allow', 'fullscreen');
    this.frame.style.opacity = '0';
    parent.append(this.frame);
    // A page that opens without a size cannot frame its map.
    const frame = this.frame;
    const sized = new ResizeObserver(() => {
      if (!frame.clientWidth || !frame.clientHeight) return;
      sized.disconnect();
      frame.srcdoc = new TextDecoder().decode(bytes);
    });
    sized.observe(frame);
  },

  /** Take what the app says of the view; the page hears of it when its number is new. */
  follow(state, say) {
    this.state = state;
    this.say = say;
    if (this.frame) this.frame.title = state.title;
    this.tell();
  },

  tell() {
    if (!this.ready || !this.state || this.state.seq === this.told) return;
    const first = this.told === null;
    this.told = this.state.seq;
    const {query, go, bounds, embed} = this.state;
    this.post({greenline: 'set', query, go, bounds: bounds || first, embed});
  },

  /** Tell the page something; a frame that is just being taken down hears nothing. */
  post(message, transfer = []) {
    const page = this.frame && this.frame.contentWindow;
    if (page) page.postMessage(message, '*', transfer);
  },

  /** Take an article that the page is to show, or an empty one that takes it back. @param {Uint8Array} bytes */
  read(bytes) {
    const text = new TextDecoder().decode(bytes);
    if (text === this.article) return;
    this.article = text;
    if (this.ready) this.post({greenline: 'article', text});
  },

  /** Take event data that the page is to show, or none to take it back. @param {Uint8Array} bytes */
  bring(bytes) {
    if (this.incidents && same(bytes, this.incidents)) return;
    this.incidents = bytes;
    if (this.ready) this.hand();
  },

  /** Hand a copy to the page, which takes it for its own. */
  hand() {
    const copy = this.incidents.length ? this.incidents.slice().buffer : null;
    this.post({greenline: 'incidents', bytes: copy, name: ''}, copy ? [copy] : []);
  },

  /** Hear the page: it is ready, or its reader changed the view. */
  hear(event) {
    if (!this.frame || event.source !== this.frame.contentWindow || !event.data) return;
    if (event.data.greenline === 'ready') {
      this.ready = true;
      this.told = null;
      this.tell();
      if (this.article) this.post({greenline: 'article', text: this.article});
      if (this.incidents && this.incidents.length) this.hand();
      // Until now the page showed its own first view; the reader sees it with the app's.
      requestAnimationFrame(() => requestAnimationFrame(() => (this.frame.style.opacity = '')));
    } else if (event.data.greenline === 'view' && this.say) {
      this.said += 1;
      this.say('said', {query: String(event.data.query), n: this.said});
    }
  },
});

if (!keeper.listening) {
  keeper.listening = true;
  window.addEventListener('message', (event) => keeper.hear(event));
  window.addEventListener('greenline', (event) => keeper.follow(...event.detail));
  window.addEventListener('greenline-article', (event) => keeper.read(event.detail));
  window.addEventListener('greenline-incidents', (event) => keeper.bring(event.detail));
}

function same(a, b) {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));
}

export default function ({data, parentElement}) {
  keeper.hold(data, parentElement);
  if (window.greenlineState) keeper.follow(...window.greenlineState);
  if (window.greenlineArticle) keeper.read(window.greenlineArticle);
  if (window.greenlineIncidents) keeper.bring(window.greenlineIncidents);
}
