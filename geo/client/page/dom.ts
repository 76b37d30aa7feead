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
  const url = URL.parse(address);
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

/** Line icons as path data, on a field of 24 by 24. */
const ICONS: Record<string, string> = {
  layers: 'M12 3 3 8l9 5 9-5-9-5zM3 13l9 5 9-5',
  legend: 'M4 6h3M10 6h10M4 12h3M10 12h10M4 18h3M10 18h10',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
  compare: 'M12 4v16M4 6h5v12H4zM15 6h5v12h-5z',
  oil: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11zM9 15a3 3 0 0 0 3 3',
  ask: 'M5 5l13 3 1 9-9 3-6-7zM5 5v.1M18 8v.1M19 17v.1M10 20v.1M4 13v.1',
  user_events: 'M4 20V13h3v7M10.5 20V5h3v15M17 20v-10h3v10M3 20h18',
  share: 'M12 15V4M8 7.5 12 3.5l4 4M6 11H5v9h14v-9h-1',
  about: 'M12 11v6M12 7.5v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  more: 'M4 12h3M10.5 12h3M17 12h3',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  home: 'M4 11 12 4l8 7M6 10v10h12V10',
  stories: 'M12 6.5C10 5 7 4.5 3.5 4.5v14C7 18.5 10 19 12 20.5c2-1.5 5-2 8.5-2v-14C17 4.5 14 5 12 6.5zM12 6.5v14',
  play: 'M7 4v16l13-8z',
  pause: 'M8 5v14M16 5v14',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  before: 'M18 5l-7 7 7 7M6 5v14',
  after: 'M6 5l7 7-7 7M18 5v14',
  menu: 'M4 7h16M4 12h16M4 17h16',
};

/** @param size pixels */
export function icon(name: string, size = 18) {
  const [drawing, line] = ['svg', 'path'].map((name) => document.createElementNS(SVG, name));
  const look = { viewBox: '0 0 24 24', width: size, height: size, class: 'gl-icon', 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(look)) drawing.setAttribute(key, String(value));
  line.setAttribute('d', ICONS[name]);
  drawing.append(line);
  return drawing;
}
