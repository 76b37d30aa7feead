/**
 * The bar between the map and the drawer below it: a click, Enter or the arrows open and close the drawer, and who
 * drags the bar gives it another height. Streamlit calls the function below with what the bar says.
 */
const ROOT = document.documentElement;
/** Pixels of a drag from which on it is one, and no click. */
const DRAG = 6;
/** Pixels that the drawer and the map keep at least. */
const LEAST = {drawer: 140, map: 160};
/** The part of the window that the drawer takes where a file's columns must be mapped. */
const ASKS = 0.7;

/** Open the drawer or fold it. @param {Element} bar @param {boolean} open */
function set(bar, open) {
  ROOT.classList.toggle('gl-open', open);
  bar.setAttribute('aria-expanded', String(open));
  if (open) window.greenlineKeeper?.pay(); // the tables are of the view on the screen
  tell();
}

/** Whether the drawer is open, as the app knows it, and how to send it a change. */
let appState = {open: false, session: ''};
let say = () => {};

/** Tell the app whether the drawer is open, where it does not know: it makes the table within only then. */
function tell() {
  const open = ROOT.classList.contains('gl-open');
  if (open === appState.open) return;
  appState = {...appState, open};
  say(open);
}

/** Take over what the app knows: with a new session the state of the one before is lost. */
function hear({open, session}) {
  if (session === appState.session) return;
  appState = {open, session};
  tell();
}

/** Give the drawer a height within the window; less than the least folds it. @param {Element} bar @param {number} height */
function stretch(bar, height) {
  set(bar, height >= LEAST.drawer);
  if (height < LEAST.drawer) return;
  const most = innerHeight - LEAST.map - bar.offsetHeight;
  ROOT.style.setProperty('--gl-below', `${Math.max(LEAST.drawer, Math.min(most, height))}px`);
}

function make() {
  const bar = document.createElement('button');
  bar.type = 'button';
  bar.className = 'gl-drawer-bar';
  let from = null;
  let dragged = false;
  bar.addEventListener('pointerdown', (event) => {
    from = event.clientY;
    dragged = false;
    bar.setPointerCapture(event.pointerId);
    ROOT.classList.add('gl-dragging'); // the frame of the map is a document of its own, and would take the pointer
  });
  bar.addEventListener('pointermove', (event) => {
    if (from === null) return;
    dragged = dragged || Math.abs(event.clientY - from) > DRAG;
    if (dragged) stretch(bar, innerHeight - event.clientY - bar.offsetHeight / 2);
  });
  for (const end of ['pointerup', 'pointercancel']) {
    bar.addEventListener(end, () => {
      from = null;
      ROOT.classList.remove('gl-dragging');
    });
  }
  bar.addEventListener('click', () => {
    if (!dragged) set(bar, !ROOT.classList.contains('gl-open'));
    dragged = false;
  });
  bar.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    set(bar, event.key === 'ArrowUp');
  });
  set(bar, false);
  return bar;
}

/** The file whose columns had to be mapped last, so that a reader may fold the drawer again. */
let request = '';

export default function ({data, parentElement, setStateValue}) {
  say = (open) => setStateValue('open', open);
  let bar = parentElement.querySelector('.gl-drawer-bar');
  if (!bar) {
    bar = make();
    parentElement.append(bar);
  }
  if (bar.textContent !== data.label) bar.textContent = data.label;
  if (data.asks && data.asks !== request) stretch(bar, innerHeight * ASKS);
  if (!data.asks && request) set(bar, false); // what was asked must not lie over the map that answers
  request = data.asks;
  hear(data);
}
