/**
 * What a window of the app does besides Streamlit, once for each window: a press acts on what is on the screen, a frame of
 * the map is copied, and the reader hears in his own words that the server is gone (frame.py hands them over).
 */

/** What names a button after it was drawn anew: the nearest container with a key of ours, and its text. */
function nameOf(button) {
  const key = [...(button.closest('[class*="st-key-gl-"]')?.classList || [])].find((name) => name.startsWith('st-key-'));
  return {key, text: button.textContent};
}

/** The button that took the place of one that is gone. */
function successor({key, text}) {
  const buttons = document.querySelectorAll(`${key ? `.${CSS.escape(key)} ` : ''}button`);
  return [...buttons].find((button) => button.textContent === text && !button.disabled);
}

/** What acts on the view, of it what saves a file, and milliseconds between two looks whether the app shows the view. */
const SAVES = '[data-testid="stDownloadButton"] button';
const ACTS = `${SAVES}, [data-testid="stButton"] button`;
const AGAIN = 60;
/** Milliseconds after which an app that rests will not come to show the view. */
const LATEST = 15000;

/** Presses that wait, by what they are on. */
const presses = new Set();
let isReleased = false;

/** Whether the app has drawn all of its last run. */
function isDrawn() {
  return document.querySelector('.stApp')?.getAttribute('data-test-script-state') === 'notRunning';
}

/** Hold a press back until the app shows the view on the screen: it acts on what the reader sees. A run takes back the
 * files of the one before, so what saves one waits for its end too. */
function actOnView(event) {
  const keeper = window.greenlineKeeper;
  const button = event.target.closest?.(ACTS);
  if (!button || isReleased || !keeper?.say || !keeper.state.sound) return;
  const isShown = () => !keeper.moving && keeper.agrees();
  if (isShown() && (isDrawn() || !button.matches(SAVES))) return;
  event.preventDefault();
  event.stopPropagation();
  const name = nameOf(button);
  const mark = JSON.stringify(name);
  if (presses.has(mark)) return;
  hold(mark, true);
  keeper.stopDay();
  let looks = 0; // the second time that all is there, the button is drawn too
  let end = Date.now() + LATEST;
  const again = () => {
    if (wasLost) return hold(mark, false); // of which the reader hears
    if (!isDrawn()) end = Date.now() + LATEST;
    if (!keeper.moving) keeper.pay();
    looks = isShown() && isDrawn() ? looks + 1 : 0;
    if (looks < 2 && Date.now() < end) return setTimeout(again, AGAIN);
    hold(mark, false);
    isReleased = true;
    (button.isConnected ? button : successor(name))?.click();
    isReleased = false;
  };
  setTimeout(again, AGAIN);
}

/** Remember a press, or forget it; the reader sees that there is one (theme.css). */
function hold(mark, isHeld) {
  presses[isHeld ? 'add' : 'delete'](mark);
  document.documentElement.classList.toggle('gl-held', presses.size > 0);
}

/** Where Streamlit says whether it reaches the server, and the title of its message in English that it does not. */
const CONNECTION = {attribute: 'data-test-connection-state', fine: 'CONNECTED', title: 'Connection error'};

const notice = document.createElement('p');
notice.className = 'gl-disconnected';
notice.setAttribute('role', 'status');
let wasConnected = false;
let wasLost = false;

/** Say in the reader's words whether the server is gone; Streamlit's own message is put away. */
function look() {
  const state = document.querySelector('.stApp')?.getAttribute(CONNECTION.attribute);
  if (state === CONNECTION.fine) wasConnected = true;
  const isLost = wasConnected && state !== CONNECTION.fine;
  const {state: wording, brought} = window.greenlineKeeper || {};
  const words = wording?.disconnected || {};
  const text = isLost ? [words.app, brought?.user_events?.length ? words.events : ''].filter(Boolean).join(' ') : '';
  if (notice.textContent !== text) notice.textContent = text;
  notice.dir = words.dir || '';
  if (wasLost && !isLost && window.greenlineKeeper) {
    window.greenlineKeeper.lastReport = ''; // what the page did meanwhile reached nobody
    window.greenlineKeeper.report();
  }
  wasLost = isLost;
  if (!isLost) return;
  for (const dialog of document.querySelectorAll('[role="dialog"]')) {
    if (dialog.textContent.startsWith(CONNECTION.title)) dialog.querySelector('button')?.click();
  }
}

/** Show the beginning of a table that is read from right to left: its canvas begins at the left. */
function turnTables() {
  if (!getComputedStyle(document.documentElement).getPropertyValue('--gl-rtl')) return;
  for (const scroller of document.querySelectorAll('.stDataFrame .dvn-scroller:not([data-turned])')) {
    if (!scroller.clientWidth || !scroller.scrollWidth) continue;
    scroller.dataset.turned = '';
    scroller.scrollLeft = scroller.scrollWidth;
  }
}

/** What shows the view of the address in another page. */
function writeFrame() {
  const address = Object.assign(new URL(location), {hash: ''}); // which may carry what the map does not show
  address.searchParams.set('embed', '1');
  const {release} = window.greenlineKeeper?.state || {};
  if (release && !address.searchParams.has('v')) address.searchParams.set('v', release);
  const frame = Object.assign(document.createElement('iframe'), {src: address, title: document.title});
  for (const [name, value] of FRAME) frame.setAttribute(name, value);
  return frame.outerHTML;
}

/** Write that line behind its button, selected, and copy it where the browser lets a page. */
async function copy({target}) {
  const button = target.closest?.('.gl-copy');
  if (!button) return;
  const text = button.nextElementSibling || document.createElement('code');
  text.textContent = writeFrame();
  text.tabIndex = 0;
  button.after(text);
  getSelection().selectAllChildren(text);
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch {
    return;
  }
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = words), 2000);
}

const FRAME = [['width', '100%'], ['height', '600'], ['style', 'border:0'], ['loading', 'lazy'], ['allowfullscreen', '']];

if (!window.greenlineWindow) {
  window.greenlineWindow = true;
  document.body.append(notice);
  addEventListener('click', actOnView, true);
  addEventListener('click', copy);
  for (const change of ['greenline-named', 'popstate']) {
    addEventListener(change, () => {
      const text = document.querySelector('.gl-copy + code');
      const frame = text && writeFrame();
      if (text && text.textContent !== frame) text.textContent = frame; // a selection in it stays while the view does
    });
  }
  new MutationObserver(() => {
    look();
    turnTables();
  }).observe(document.body, {
    attributes: true, attributeFilter: [CONNECTION.attribute], childList: true, subtree: true,
  });
}
