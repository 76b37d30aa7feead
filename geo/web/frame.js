/**
 * The map's frame in the app, and its arm outside it. The page owns the view; it lies in a frame without rights over the
 * app, so this keeper writes history and address for it, shows it what the reader goes back to, hands it what widgets ask
 * for and reports to the app. One keeper for each window holds the frame over reruns. It stands in the server's document
 * behind what makes frames (first_frame.js), and opens the map with what the document says of the view. Streamlit comes
 * later: one mount brings the map's place, another what the app says (frame.py).
 */
const keeper = (window.greenlineKeeper = {
  frame: null, address: '', ready: false, state: null, say: null,
  /** What the app brought for the page, by the name of its message. */
  brought: {},
  /** The address that the map opened with, and what the page asked of the app before that was there. */
  opened: '', requests: [],
  /** Whether the app has not heard of the view, because it shows nothing of it; the window's name, as the page has it. */
  isOwed: false, windowTitle: '',
  /** What the app was told last. It is not told again: one more run would take back the file that a press is to save. */
  lastReport: '',
  /** The last act that is in the history; how often an address was shown; whether the view changes under the reader's hand. */
  act: 0, turn: 0, moving: false,
  /** The last command that the page was given, and the last that it has done; what is drawn on the step that it shows. */
  handed: null, done: null,

  /** Open the map over the window, before the app is there. @param {string} address of its page */
  open(address, state) {
    this.enter({...state, embed: state.embed ? location.origin + location.pathname : ''});
    this.hold(address, document.body);
  },

  /** Take the first words, and put the view into the address in full, so that it stays the same view. */
  enter(state) {
    this.state = state;
    if (state.sound) write(state.query, false);
    this.opened = canonical(location.search);
  },

  /** Show the page of an address in a frame; the same page stays as it is, and moves to the place that the app has. */
  hold(address, parent) {
    const {frame} = this;
    if (frame && frame.isConnected && address === this.address) {
      if (frame.parentNode === document.body) parent.moveBefore(frame, null);
      return;
    }
    if (frame) frame.remove();
    Object.assign(this, {address, ready: false, act: 0, handed: this.done});
    const query = this.state && !HAS_FRAME.test(this.state.query) ? this.state.query : '';
    this.frame = makeFrame(address, parent, query);
    this.frame.title = this.state ? this.state.title : '';
  },

  /** Take what the app says: what it shows, and what widgets ask for. A new session knows nothing of the one before. */
  follow(state, say) {
    const {state: before, say: toldBefore} = this;
    if (!before) this.enter(state);
    Object.assign(this, {state: {...state, linked: this.state.linked}, say});
    if (this.frame) this.frame.title = state.title;
    if (!before) this.begin();
    else if (!toldBefore) this.meet();
    else if (before.session !== state.session) this.pay({lost: before.files && !state.files});
    this.settle();
    this.hand();
  },

  /** The app is there: it hears where the reader went meanwhile, and what the page asked of it. */
  meet() {
    const here = canonical(location.search);
    if (here !== canonical(this.state.query) && (this.state.sound || here !== this.opened)) this.report();
    for (const data of this.requests.splice(0)) this.answer(data);
  },

  /** Hand the page what widgets ask for, each command once: the app says it until it hears that it is done. */
  hand() {
    if (!this.ready || !this.state) return;
    const {commands} = this.state;
    for (const command of commands.slice(commands.findIndex(({id}) => id === this.handed) + 1)) {
      this.handed = command.id;
      this.post({greenline: 'do', ...command});
    }
  },

  /** Show the page the window's address; acts of before that are still on their way here are given up. */
  show() {
    const {embed, linked} = this.state;
    const here = location.origin + location.pathname;
    this.turn += 1;
    this.moving = false;
    this.post({greenline: 'show', query: location.search.slice(1), turn: this.turn, here, embed, linked});
  },

  /** Report the view, which stands in the address, once the app has something to answer: at once, or when it is asked. */
  report() {
    this.isOwed = true;
    if (this.listens()) this.pay();
    else this.settle();
  },

  /** Report the view where the app has not heard of it, and what else it has to know of the page. */
  pay(more = null) {
    if (!this.say || !(this.isOwed || more)) return; // the app will see the address once it is there
    this.isOwed = false;
    const report = {query: canonical(location.search), done: this.done};
    const text = JSON.stringify(report);
    if (more || text !== this.lastReport) this.say('report', {...report, ...more});
    this.lastReport = text;
    this.settle();
  },

  /** Whether the app shows anything that depends on the view, waits for the page, or has another language or story. */
  listens() {
    const {commands, notice, query, files} = this.state;
    const isOpen = document.documentElement.classList.contains('gl-open')
      || document.querySelector(UNFOLDED) && (files || document.querySelector(GRAPHIC));
    return Boolean(isOpen || notice || commands.length || wordsOf(query) !== wordsOf(location.search));
  },

  /** Name the window as the page does: the app hears of few of its views, and Streamlit names it anew with each run. */
  name(title = this.windowTitle) {
    title = title && title.replace(/\s+/g, ' ').trim(); // as the browser gives it back
    this.windowTitle = title;
    if (!title || document.title === title) return;
    document.title = title;
    dispatchEvent(new Event('greenline-named'));
  },

  /** Whether the app shows the view that the address has. */
  agrees() {
    return canonical(this.state.query) === canonical(location.search);
  },

  /** Have the page stop a day that runs, and say what it shows. */
  stopDay() {
    this.moving = true;
    this.post({greenline: 'rest'});
  },

  /** The app's words are those of the view again, once it has received all that the reader did. */
  settle() {
    if (this.moving || !(this.isOwed || this.agrees())) return;
    document.documentElement.classList.remove('gl-moving');
  },

  /** Tell the page something; a frame that is just being taken down hears nothing. */
  post(message, transfer = []) {
    const page = this.frame && this.frame.contentWindow;
    if (page) page.postMessage(message, '*', transfer);
  },

  /** Take what the app brings for the page, or empty bytes that take it back.
   * @param {string} name of its message @param {Uint8Array} bytes */
  bring(name, bytes) {
    const before = this.brought[name] || new Uint8Array();
    if (before.length === bytes.length && before.every((byte, i) => byte === bytes[i])) return;
    this.brought[name] = bytes;
    if (this.ready) this.pass(name);
  },

  /** Hand the page a copy of what was brought. */
  pass(name) {
    const {buffer} = this.brought[name].slice();
    this.post({greenline: name, bytes: buffer}, [buffer]);
  },

  /** Hear the page: it is ready, its view changed, or it asks for something. */
  hear(event) {
    if (!this.frame || event.source !== this.frame.contentWindow || !event.data) return;
    const {data} = event;
    if (data.greenline === 'begun') return; // first_frame.js waits for it
    if (data.greenline === 'ready') {
      this.ready = true;
      this.begin(String(data.query));
    } else if (data.greenline === 'view') this.take(data);
    else if (data.greenline === 'title') this.name(String(data.text));
    else if (data.greenline === 'moving') this.move(data);
    else if (this.say) this.answer(data);
    else this.requests.push(data);
  },

  /** Do what the page asks of the app. */
  answer(data) {
    if (data.greenline === 'side') this.side();
    const bar = document.querySelector('.gl-drawer-bar');
    if (data.greenline === 'past') bar?.focus();
    if (data.greenline !== 'tables' || !bar) return;
    if (bar.getAttribute('aria-expanded') !== 'true') bar.click();
    bar.focus();
    this.isOwed = true;
    this.pay({table: String(data.table)});
  },

  /** Show a page that is ready the address, and all that the app brought.
   * @param {string} [query] the view that the page shows already */
  begin(query = '') {
    if (!this.ready || !this.state) return;
    this.show();
    this.hand();
    if (OWN.test(location.hash)) this.post({greenline: 'own'});
    for (const [name, bytes] of Object.entries(this.brought)) if (bytes.length) this.pass(name);
    if (query && canonical(query) === canonical(location.search) && !OWN.test(location.hash)) return this.uncover();
    // Until now the page showed its own first view; the reader sees it with the app's.
    requestAnimationFrame(() => requestAnimationFrame(() => this.uncover()));
  },

  /** Let the reader see the map, and act on it. */
  uncover() {
    Object.assign(this.frame, {inert: false}).style.opacity = '';
    window.dispatchEvent(new Event('greenline-seen'));
  },

  /** Put the page's view into the address at once: a new act as an entry of its own. The app hears of it once it rests. */
  take({query, act, turn, rests, done}) {
    if (turn !== this.turn) return; // of before the reader went back
    write(String(query), act !== this.act);
    Object.assign(this, {act, done, moving: !rests});
    if (rests) this.report();
  },

  /** The reader went back or forward. */
  travel() {
    if (this.ready && this.state) this.show();
    if (this.state) this.report();
  },

  /** The day moves under the reader's hand: what the app shows of another day gives way to the page's words. */
  move({text, turn}) {
    if (turn !== this.turn) return;
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
      const target = unfold ? document.querySelector(FOLD) : this.frame;
      target?.focus();
      if (document.activeElement !== target && (frames -= 1)) requestAnimationFrame(focus);
    };
    focus();
  },
});

/** What stands behind the # of an address that carried a reader's story before 2.0. */
const OWN = /^#own=[\w-]+$/;

/** Keys of views that lead the page to a place of theirs, once it has its size. */
const HAS_FRAME = /(^|&)(b|st)=/;

/** What folds Streamlit's side bar. */
const FOLD = '[data-testid="stSidebarCollapseButton"] button';

/** What tells of a side bar that is unfolded: Streamlit has put it on the side bar, and on the button that folds it. */
const UNFOLDED = `[data-testid="stSidebar"][aria-expanded="true"], ${FOLD}[aria-expanded="true"]`;

/** What of the side bar shows the view: a picture of it; what came of the reader's files does, too. */
const GRAPHIC = '.st-key-gl-graphic, [data-testid="stSidebar"] [data-testid="stFileUploader"]';

/** What Streamlit keeps in the address for itself: the map alone. */
const KEPT = /^(embed|embed_options|controls)$/;

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
  history[entry ? 'pushState' : 'replaceState']({}, '', location.pathname + (text && `?${text}`));
  dispatchEvent(new Event('greenline-named'));
}

/** The language and the story of a view, which the side bar's words and buttons follow. @param {string} query */
function wordsOf(query) {
  const pairs = new URLSearchParams(query);
  return `${pairs.get('lang') || ''} ${pairs.get('st') || ''}`;
}

new MutationObserver(() => keeper.name()).observe(document.head, {subtree: true, childList: true, characterData: true});
// Who unfolds the side bar sees there what the view is.
new MutationObserver(() => keeper.state && keeper.listens() && keeper.pay())
  .observe(document.body, {subtree: true, childList: true, attributes: true, attributeFilter: ['aria-expanded']});
// Who folds the side bar by keys goes on in the map: what had the focus is gone.
window.addEventListener('click', ({detail, target}) => detail === 0 && target.closest?.(FOLD) && setTimeout(() => keeper.frame?.focus()));
window.addEventListener('message', (event) => keeper.hear(event));
window.addEventListener('popstate', () => keeper.travel());
