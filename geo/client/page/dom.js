/** Page elements made from data: text becomes text nodes only, so that no data can become markup. */

/** What an element may hold; what is null, undefined or false is left out. @typedef {string | number | Node | null | undefined | false} Child */

/** @typedef {Child | Child[] | Array<Child | Child[]>} Children */

/**
 * @typedef {Object} Listeners
 * @property {(event: MouseEvent & {target: HTMLElement}) => void} [onclick]
 * @property {(event: Event & {target: HTMLInputElement}) => void} [onchange]
 * @property {(event: Event & {target: HTMLInputElement}) => void} [oninput]
 * @property {(event: FocusEvent & {target: HTMLInputElement}) => void} [onblur]
 * @property {(event: KeyboardEvent) => void} [onkeydown]
 * @property {(event: MouseEvent) => void} [onmousedown]
 * @property {(event: PointerEvent) => void} [onpointerdown]
 * @property {(event: PointerEvent) => void} [onpointermove]
 * @property {(event: PointerEvent) => void} [onpointerup]
 */

/** @typedef {Listeners & {style?: Partial<CSSStyleDeclaration>, [name: string]: unknown}} Attributes */

/**
 * The element of a tag such as 'button.gl-x'.
 * @template {string} T
 * @typedef {T extends `${infer Name}.${string}` ? Named<Name> : Named<T>} ElementOf
 */

/** @template {string} Name @typedef {Name extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Name] : HTMLElement} Named */

/**
 * Make an element.
 * @template {string} T
 * @param {T} tag e.g. 'button.gl-x'
 * @param {...(Attributes | Children)} parts attributes, if any, and children
 * @returns {ElementOf<T>}
 */
export function h(tag, ...parts) {
  const attributes = parts[0]?.constructor === Object ? /** @type {Attributes} */ (parts.shift()) : {};
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (element instanceof HTMLButtonElement) element.type = 'button';
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (key === 'style') Object.assign(element.style, value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...nodes(/** @type {Children[]} */ (parts)));
  return /** @type {ElementOf<T>} */ (/** @type {unknown} */ (element));
}

/** Put children into an element in place of those that it has; those that are null or undefined are left out,
 * where `replaceChildren` would write the word "null". @param {Element} element @param {...Children} children */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/** @param {Children[]} children */
function nodes(children) {
  const all = /** @type {Child[]} */ (children.flat(2));
  return all.filter((child) => child !== null && child !== undefined && child !== false).map(isolate);
}

/** Text of data keeps its own direction and cannot turn its neighbours around. @param {string | number | Node} child */
function isolate(child) {
  if (child instanceof Node) return child;
  const text = String(child);
  return /[\u202a-\u202e\u2066-\u2069]/.test(text)
    ? document.createTextNode(clean(text))
    : document.createTextNode(text);
}

/** Drop control characters that reorder text. @param {string} text */
export function clean(text) {
  return text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '');
}

/** The id of the element within another that has the focus, if one has. @param {Element} box */
export function focusedIn(box) {
  const { activeElement } = document;
  return activeElement && box.contains(activeElement) ? activeElement.id : '';
}

/** Keys of the details within an element that are open. @param {Element} box */
export function openKeys(box) {
  const details = /** @type {Iterable<HTMLDetailsElement>} */ (box.querySelectorAll('details[open]'));
  return new Set([...details].map((detail) => detail.dataset.key || ''));
}

/** A link for an address of the web; anything else (javascript:, data:) stays text.
 * @param {string} address @param {string} [text] */
export function link(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch (_) {
    url = null;
  }
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return h('span', text || address);
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, text || address);
}

/** Whether the reader asked for little motion. */
export const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @type {?CanvasRenderingContext2D} */
let slate = null;

/** What draws on a canvas that is kept in memory, not on a GPU: without one, a canvas that Chromium accelerates in
 * software stalls for half a second. @param {HTMLCanvasElement} [canvas] a new one, which is not in the page
 * @returns {CanvasRenderingContext2D} */
export function pen(canvas = document.createElement('canvas')) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser cannot draw on a canvas');
  return context;
}

/** A small picture, drawn once and shown as an image: many live drawings would slow the first frame.
 * @param {number} width @param {number} height pixels of the page @param {(ctx: CanvasRenderingContext2D) => void} draw */
export function picture(width, height, draw) {
  slate = slate || pen();
  Object.assign(slate.canvas, { width: width * 2, height: height * 2 });
  slate.scale(2, 2);
  draw(slate);
  return h('img', { src: slate.canvas.toDataURL(), width, height, alt: '', draggable: 'false' });
}

/** Where elements of drawings have their names. */
const SVG = 'http://www.w3.org/2000/svg';

/** A small line icon from path data of ours, on a field of 24 by 24. @param {string} path @param {number} [size] */
export function icon(path, size = 18) {
  const [drawing, line] = ['svg', 'path'].map((name) => document.createElementNS(SVG, name));
  const look = { viewBox: '0 0 24 24', width: size, height: size, class: 'gl-icon', 'aria-hidden': 'true' };
  for (const [name, value] of Object.entries(look)) drawing.setAttribute(name, String(value));
  line.setAttribute('d', path);
  drawing.append(line);
  return drawing;
}
