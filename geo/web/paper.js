/**
 * The app on paper: the map as the screen shows it, made to fit a sheet beside or above its legend and its sources, and
 * then the text of the story or article, in as many pages as it takes. The page reports them (app_paper.js); whatever it
 * says becomes text and a few plain elements, for it has no rights over the app.
 */

/** Pixels of a sheet that lies, and of one that stands, within the margins that theme.css leaves. */
const LANDSCAPE = {width: 1060, height: 700}, PORTRAIT = {width: 700, height: 1020};

/** Pixels of a legend beside the map, and between both; the share of a sheet that a legend below it takes at most. */
const BESIDE = 200, GAP = 12, MOST = 0.5;

/** Elements that paper may have, and what their attributes may hold. */
const TAGS = new Set('div,section,header,footer,p,span,strong,b,i,em,bdi,h2,h3,h4,ul,ol,li,a,img'.split(','));
const ATTRIBUTES = {
  class: /^gl-[\w-]+( gl-[\w-]+)*$/, dir: /^(ltr|rtl|auto)$/, lang: /^[\w-]+$/, width: /^\d+$/, height: /^\d+$/,
  src: /^data:image\/png;base64,/, href: /^https?:\/\//,
};

/** Elements that a reader acts on, and what they are on paper; what paper has no use for. */
const ON_PAPER = {details: 'div', summary: 'p', fieldset: 'div', legend: 'p', label: 'p', dl: 'ul', dt: 'strong', dd: 'p'};
const SKIPPED = '.gl-hidden, .gl-step-card, .gl-story-end p, .gl-names, .gl-ways-out, .gl-close, .gl-grip, option:not([selected]), script, style, svg, canvas';

/** Which way a sheet lies. */
const sheet = document.head.appendChild(document.createElement('style'));

/** What stands around the map while the browser prints. */
let printed = null;

/** The page's classes under names of their own: the app has rules for some of theirs. @param {string} names */
const renameClasses = (names) => names.replace(/(^| )gl-/g, '$1paper-');

/** An element for paper from one that the page has: what is folded stands open, and a choice is the word chosen. */
function makeElement(source) {
  const name = ON_PAPER[source.localName] || source.localName;
  const element = document.createElement(TAGS.has(name) ? name : 'span');
  for (const {name, value} of source.attributes) {
    if (!Object.hasOwn(ATTRIBUTES, name) || !ATTRIBUTES[name].test(value)) continue;
    element.setAttribute(name, name === 'class' ? renameClasses(value) : value);
  }
  for (const child of source.childNodes) {
    if (child instanceof Text) element.append(child.data);
    else if (child instanceof Element && !child.matches(SKIPPED)) element.append(makeElement(child));
  }
  return element;
}

/** The element of a markup; nothing in it runs or is fetched. */
const parse = (markup) => new DOMParser().parseFromString(markup || '', 'text/html').body.firstElementChild;

/** Put what stands around the map on the page, unseen, so that its height is known. @param {HTMLElement} parent */
function unfold({legend, foot, text, card}, parent) {
  const {dir} = keeper.state.disconnected;
  printed = Object.assign(document.createElement('div'), {className: 'gl-paper', dir});
  const part = (name, element) => {
    const box = Object.assign(document.createElement('div'), {className: `gl-paper-${name}`});
    if (element) box.append(...makeElement(element).childNodes);
    return printed.appendChild(box);
  };
  parent.append(printed);
  const parts = {foot: part('foot', parse(foot)), legend: part('legend', parse(legend))};
  const reading = parse(text) || parse(card); // the card of a story's step opens when the reader asks for it
  if (reading && !reading.hidden) part('text', reading);
  return parts;
}

/** Try the legend beside the map or below it: the scale at which the map fits a sheet with what is left. */
function attempt(isBeside, {legend, foot}, size, {width, height}) {
  const wide = size.width - (isBeside ? BESIDE + GAP : 0);
  printed.classList.toggle('gl-paper-beside', isBeside);
  legend.style.zoom = '';
  legend.style.width = `${isBeside ? BESIDE : wide}px`;
  foot.style.width = `${wide}px`;
  const zoom = Math.min(1, (isBeside ? 1 : MOST) * size.height / legend.offsetHeight);
  legend.style.zoom = String(zoom);
  if (isBeside) legend.style.width = `${BESIDE / zoom}px`;
  const tall = size.height - foot.offsetHeight - (isBeside ? 0 : legend.offsetHeight * zoom);
  return {isBeside, zoom, wide, scale: Math.min(wide / width, tall / height)};
}

/** Arrange the sheet so that the map is large and the legend can be read. */
function arrange(parts, size, map) {
  const beside = attempt(true, parts, size, map), below = attempt(false, parts, size, map);
  if (below.scale * below.zoom >= beside.scale * beside.zoom) return below;
  return attempt(true, parts, size, map);
}

/** Let paper take the map as the screen shows it, made to fit: a frame of another size would draw another map.
 * The sheet stands where the map does. */
function layPaper() {
  clearPaper();
  const {frame, paper} = keeper;
  const {clientWidth, clientHeight} = frame || {};
  if (!clientWidth || !clientHeight) return;
  const map = paper?.width && paper.height ? paper : {width: clientWidth, height: clientHeight};
  const size = map.height > map.width ? PORTRAIT : LANDSCAPE;
  sheet.textContent = size === PORTRAIT ? '@page { size: A4 portrait !important; }' : '';
  const parts = paper && unfold(paper, frame.closest('.st-key-gl-map') || frame.parentElement);
  printed?.classList.toggle('gl-paper-stands', size === PORTRAIT);
  const {isBeside, wide, scale, zoom} = parts
    ? arrange(parts, size, map)
    : {isBeside: false, zoom: 1, wide: size.width, scale: Math.min(size.width / map.width, size.height / map.height)};
  const start = isBeside && printed.dir === 'rtl' ? BESIDE + GAP : 0;
  const sizes = {
    scale, zoom, width: `${clientWidth}px`, height: `${clientHeight}px`, sheet: `${size.width}px`,
    taken: `${map.height * scale}px`, left: `${start + (wide - map.width * scale) / 2}px`,
    clip: `inset(0 ${Math.max(0, clientWidth - map.width)}px ${Math.max(0, clientHeight - map.height)}px 0)`,
  };
  for (const [name, value] of Object.entries(sizes)) {
    document.documentElement.style.setProperty(`--gl-paper-${name}`, String(value));
  }
}

/** Take from the page what only paper has. */
function clearPaper() {
  printed?.remove();
  printed = null;
}

window.addEventListener('beforeprint', layPaper);
window.addEventListener('afterprint', clearPaper);
