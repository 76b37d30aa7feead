/**
 * The map's frame in the app. One keeper for each window holds it over reruns. Streamlit calls the
 * function below with the page's address; what the app says of the view comes as a window event,
 * from a mount of its own (frame.py), so that this file is not sent with it.
 */
const keeper = (window.greenlineKeeper = window.greenlineKeeper || {
  frame: null, address: '', ready: false, state: null, told: null, said: 0, say: null, article: null, userEvents: null, userAreas: null,
  act: 0, acted: null, session: null, went: null, moving: false, begun: false, sent: {}, emptied: -Infinity,

  /** Show the page of an address in a frame (first_frame.js); the same page stays as it is. */
  hold(address, parent) {
    if (this.frame && this.frame.isConnected && address === this.address) return;
    if (this.frame) this.frame.remove();
    this.address = address;
    this.ready = false;
    this.begun = false;
    this.act = 0;
    const frame = greenlineFrames.take(address, parent);
    this.frame = frame;
    frame.title = this.state ? this.state.title : '';
    if (frame.ready) this.hear({source: frame.contentWindow, data: {greenline: 'ready'}});
  },

  /** Take what the app says of the view; the page hears of it when its number is new. */
  follow(state, say) {
    this.say = say;
    if (this.session && this.session !== state.session) this.reconnected(state);
    this.session = state.session;
    this.state = state;
    if (this.frame) this.frame.title = state.title;
    if (state.said === this.said) clearTimeout(this.unheard);
    this.tell();
    this.settle();
  },

  /**
   * The app forgot the view with the connection: send it what the page shows, and the page nothing. The reader's events
   * are gone too, and may be taken off the page a moment before this is known.
   */
  reconnected(state) {
    this.told = state.seq;
    this.acted = state.act;
    this.said = state.said;
    const lost = Boolean(this.userEvents?.length) || performance.now() - this.emptied < EMPTIED;
    this.report({query: canonical(location.search), lost}, state.session);
  },

  /**
   * Send the app what the page shows, and again while nothing is heard of it: a message is lost where the server was
   * started anew. It names the session, since a value that the browser sent before is no news to the app.
   */
  report(message, session = this.session) {
    this.said += 1;
    this.sent = message;
    this.say('said', {...message, n: this.said, session});
    clearTimeout(this.unheard);
    this.unheard = setTimeout(() => this.report({...this.sent, query: canonical(location.search)}), LOST);
  },

  /**
   * Bring the address in line with the app's view, once the app has received all that the reader did. What the page
   * sent is in the address already (hear); a widget's act is a separate entry; all else corrects the entry.
   */
  settle() {
    const {state} = this;
    if (this.begun || state.said !== this.said) return;
    if (!this.moving) document.documentElement.classList.remove('gl-moving');
    const acted = this.acted !== null && state.act !== this.acted;
    this.acted = state.act;
    if (acted || (this.went !== null && canonical(state.asked) === this.went)) this.went = null;
    if (this.went === null && state.writes) write(state.query, acted);
  },

  /**
   * Send the page what widgets changed. While the app has not received all that the page sent, its view is of before
   * that, and would take the page back: the one that follows holds both. A message that was lost is not waited for.
   * @param {boolean} [late] whether that was waited for long enough
   */
  tell(late) {
    if (!this.ready || !this.state || this.state.seq === this.told) return;
    if (this.state.said !== this.said && !late) {
      clearTimeout(this.waits);
      this.waits = setTimeout(() => this.tell(true), LOST);
      return;
    }
    const first = this.told === null;
    this.told = this.state.seq;
    const {query, go, bounds, embed, linked} = this.state;
    const here = location.origin + location.pathname;
    this.post({greenline: 'set', query, go, bounds: bounds || first, embed, linked, here});
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
    if (this.userEvents && same(bytes, this.userEvents)) return;
    if (this.userEvents?.length && !bytes.length) this.emptied = performance.now();
    this.userEvents = bytes;
    if (this.ready) this.hand();
  },

  /** Hand a copy to the page, which uses it as it would its file. */
  hand() {
    const copy = this.userEvents.length ? this.userEvents.slice().buffer : null;
    this.post({greenline: 'user_events', bytes: copy, name: ''}, copy ? [copy] : []);
  },

  /** Take a reader's areas that the page is to show, or none to take them back. @param {Uint8Array} bytes */
  lay(bytes) {
    if (this.userAreas && same(bytes, this.userAreas)) return;
    this.userAreas = bytes;
    if (this.ready) this.post({greenline: 'user_areas', text: new TextDecoder().decode(bytes)});
  },

  /** Hear the page: it is ready, or its reader changed the view. */
  hear(event) {
    if (!this.frame || event.source !== this.frame.contentWindow || !event.data) return;
    if (event.data.greenline === 'ready') {
      this.ready = true;
      this.told = null;
      this.tell();
      if (OWN.test(location.hash)) this.post({greenline: 'own', query: location.hash.slice(1)});
      if (this.article) this.post({greenline: 'article', text: this.article});
      if (this.userEvents && this.userEvents.length) this.hand();
      if (this.userAreas?.length) this.post({greenline: 'user_areas', text: new TextDecoder().decode(this.userAreas)});
      // Until now the page showed its own first view; the reader sees it with the app's.
      requestAnimationFrame(() => requestAnimationFrame(() => (this.frame.style.opacity = '')));
    } else if (event.data.greenline === 'propose' && this.say) {
      this.proposed = (this.proposed || 0) + 1;
      this.say('proposed', {...event.data.about, n: this.proposed});
    } else if (event.data.greenline === 'moving') {
      this.move(event.data);
    } else if (event.data.greenline === 'side') {
      this.side();
    } else if (event.data.greenline === 'past') {
      document.querySelector('.gl-drawer-bar')?.focus();
    } else if (event.data.greenline === 'view' && this.say) {
      const {query, act, rests, marks} = event.data;
      this.went = null;
      write(String(query), act !== this.act);
      this.act = act;
      this.begun = !rests; // the app hears of an act once it rests
      if (this.begun) return;
      this.moving = false;
      this.report({query: String(query), marks});
    }
  },

  /** The reader went back or forward: the app brings the view of that address, and an act just begun is given up. */
  gone() {
    this.went = canonical(location.search);
    this.begun = false;
    this.post({greenline: 'went'});
  },

  /** The day moves under the reader's hand: what the app shows of another day gives way to the page's words. */
  move({text}) {
    this.moving = true;
    document.documentElement.style.setProperty('--gl-live', JSON.stringify(String(text)));
    document.documentElement.classList.add('gl-moving');
  },

  /** Unfold the side bar, or fold it; whoever works without a mouse goes on there, or in the map. */
  side() {
    const unfold = document.querySelector('[data-testid="stExpandSidebarButton"]');
    (unfold || document.querySelector(FOLD))?.click();
    let frames = 60; // until Streamlit has drawn it
    const focus = () => {
      const wanted = unfold ? document.querySelector(FOLD) : this.frame;
      wanted?.focus();
      if (document.activeElement !== wanted && (frames -= 1)) requestAnimationFrame(focus);
    };
    focus();
  },
});

/** Milliseconds after which a message to the app is taken for lost; a server with many readers may take some. */
const LOST = 15000;

/** Milliseconds within which a new session takes the events of the one before off the page. */
const EMPTIED = 3000;

/** What stands behind the # of an address that carries a reader's story; it reaches no server. */
const OWN = /^#own=[\w-]+$/;

/** What folds Streamlit's side bar. */
const FOLD = '[data-testid="stSidebarCollapseButton"] button';

/** What Streamlit keeps in the address for itself: the map alone. */
const KEPT = /^(embed|embed_options)$/;

/** A query without what is Streamlit's own and without the version, written in one way. @param {string} query */
function canonical(query) {
  const pairs = new URLSearchParams(query);
  pairs.delete('v'); // an address keeps the version that it was made with until the view changes
  for (const key of [...pairs.keys()]) if (KEPT.test(key)) pairs.delete(key);
  return pairs.toString();
}

/**
 * Put a view into the address, with the version of the data.
 * @param {string} query @param {boolean} entry whether as an entry of its own
 */
function write(query, entry) {
  if (canonical(query) === canonical(location.search)) return;
  const pairs = [...new URLSearchParams(location.search)].filter(([key]) => KEPT.test(key));
  const {release} = keeper.state || {};
  const version = release && `v=${encodeURIComponent(release)}`;
  const text = [new URLSearchParams(pairs).toString(), query, version].filter(Boolean).join('&');
  const carried = OWN.test(location.hash) ? location.hash : '';
  history[entry ? 'pushState' : 'replaceState']({}, '', location.pathname + (text && `?${text}`) + carried);
}

/** Pixels of a sheet in landscape, within the margins that theme.py leaves. */
const SHEET = {width: 1060, height: 700};

/** Let paper take the map as the screen shows it, made to fit: a frame of another size would draw another map. */
function paper() {
  const {clientWidth: width, clientHeight: height} = keeper.frame || {};
  if (!width || !height) return;
  const scale = Math.min(SHEET.width / width, SHEET.height / height);
  const sizes = {width: `${width}px`, height: `${height}px`, taken: `${height * scale}px`, scale};
  for (const [name, size] of Object.entries(sizes)) {
    document.documentElement.style.setProperty(`--gl-paper-${name}`, String(size));
  }
}

if (!keeper.listening) {
  keeper.listening = true;
  window.addEventListener('beforeprint', paper);
  window.addEventListener('message', (event) => keeper.hear(event));
  window.addEventListener('popstate', () => keeper.gone());
  window.addEventListener('greenline', (event) => keeper.follow(...event.detail));
  window.addEventListener('greenline-article', (event) => keeper.read(event.detail));
  window.addEventListener('greenline-user-events', (event) => keeper.bring(event.detail));
  window.addEventListener('greenline-user-areas', (event) => keeper.lay(event.detail));
}

function same(a, b) {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));
}

export default function ({data, parentElement}) {
  keeper.hold(data, parentElement);
  if (window.greenlineState) keeper.follow(...window.greenlineState);
  if (window.greenlineArticle) keeper.read(window.greenlineArticle);
  if (window.greenlineUserEvents) keeper.bring(window.greenlineUserEvents);
  if (window.greenlineUserAreas) keeper.lay(window.greenlineUserAreas);
}
