/** Page elements made from data: text becomes text nodes only, so that no data can become markup. */
import type { Context2D } from '../paint/map/frame.ts';

/** What an element may hold; what is null, undefined or false is left out. */
export type Child = string | number | Node | null | undefined | false;

export type Children = Child | Child[] | Array<Child | Child[]>;

interface Listeners {
  onclick?: (event: MouseEvent & { target: HTMLElement }) => void;
  onchange?: (event: Event & { target: HTMLInputElement }) => void;
  oninput?: (event: Event & { target: HTMLInputElement }) => void;
  onblur?: (event: FocusEvent & { target: HTMLInputElement }) => void;
  onkeydown?: (event: KeyboardEvent) => void;
  onmousedown?: (event: MouseEvent) => void;
  onpointerdown?: (event: PointerEvent) => void;
  onpointermove?: (event: PointerEvent) => void;
  onpointerup?: (event: PointerEvent) => void;
}

export type Attributes = Listeners & { style?: Partial<CSSStyleDeclaration>; [name: string]: unknown };

/** The element of a tag such as 'button.gl-x'. */
type ElementOf<T extends string> = T extends `${infer Name}.${string}` ? Named<Name> : Named<T>;

type Named<Name extends string> = Name extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Name] : HTMLElement;

/** Make an element. @param tag e.g. 'button.gl-x' @param parts attributes, if any, and children */
export function h<T extends string>(tag: T, ...parts: (Attributes | Children)[]): ElementOf<T> {
  const attributes = parts[0]?.constructor === Object ? parts.shift() as Attributes : {};
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (element instanceof HTMLButtonElement) element.type = 'button';
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value as EventListener);
    else if (key === 'style') Object.assign(element.style, value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...nodes(parts as Children[]));
  return element as unknown as ElementOf<T>;
}

/** Put children into an element in place of those that it has; the focus stays at the id that it was at. Those that
 * are null or undefined are left out, where `replaceChildren` would write the word "null". */
export function fill(element: Element, ...children: Children[]) {
  const { activeElement } = document;
  const focused = activeElement && element.contains(activeElement) ? activeElement.id : '';
  element.replaceChildren(...nodes(children));
  if (focused) document.getElementById(focused)?.focus();
}

function nodes(children: Children[]) {
  const all = children.flat(2) as Child[];
  return all.filter((child) => child !== null && child !== undefined && child !== false).map(isolate);
}

/** Text of data keeps its own direction and cannot turn its neighbours around: what opens a direction and does not end
 * it goes. Isolates of words stay, as names of files with digits need them beside Arabic. */
function isolate(child: string | number | Node) {
  if (child instanceof Node) return child;
  const text = String(child);
  let depth = 0;
  for (const [sign] of text.matchAll(/[\u2066-\u2069]/g)) {
    depth += sign === '\u2069' ? -1 : 1;
    if (depth < 0) break;
  }
  return document.createTextNode(depth || /[\u202a-\u202e]/.test(text) ? clean(text) : text);
}

export function clean(text: string) {
  return text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '');
}

export function openKeys(box: Element) {
  const details = box.querySelectorAll('details[open]') as Iterable<HTMLDetailsElement>;
  return new Set([...details].map((detail) => detail.dataset.key || ''));
}

/** A link for an address of the web; anything else (javascript:, data:) stays text. */
export function link(address: string, text?: string) {
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

let slate: Context2D | null = null;

/** What draws on a canvas that is kept in memory, not on a GPU: without one, a canvas that Chromium accelerates in
 * software stalls for half a second.
 * @param canvas a new one, which is not in the page */
export function pen(canvas: HTMLCanvasElement = document.createElement('canvas')): Context2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser cannot draw on a canvas');
  return context;
}

/** A small picture, drawn once and shown as an image: many live drawings would slow the first frame.
 * @param height pixels of the page */
export function picture(width: number, height: number, draw: (ctx: Context2D) => void) {
  slate = slate || pen();
  Object.assign(slate.canvas, { width: width * 2, height: height * 2 });
  slate.scale(2, 2);
  draw(slate);
  return h('img', { src: slate.canvas.toDataURL(), width, height, alt: '', draggable: 'false' });
}

const SVG = 'http://www.w3.org/2000/svg';

/** A small line icon from path data of ours, on a field of 24 by 24. */
export function icon(path: string, size = 18) {
  const [drawing, line] = ['svg', 'path'].map((name) => document.createElementNS(SVG, name));
  const look = { viewBox: '0 0 24 24', width: size, height: size, class: 'gl-icon', 'aria-hidden': 'true' };
  for (const [name, value] of Object.entries(look)) drawing.setAttribute(name, String(value));
  line.setAttribute('d', path);
  drawing.append(line);
  return drawing;
}
