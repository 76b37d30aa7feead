/** What stands over the map, and what it leaves of it: what is framed stands clear of all of it. */
import type { Box } from '../../paint/data/tables.ts';
import type { Chrome, Purpose, Room } from '../page.ts';

type Edge = 'top' | 'bottom' | 'left' | 'right';

/** Pixels that a box takes of the map, from an edge on. */
const COVERS: Record<Edge, (box: DOMRect, map: DOMRect) => number> = {
  top: (box, map) => box.bottom - map.top,
  bottom: (box, map) => map.bottom - box.top,
  left: (box, map) => box.right - map.left,
  right: (box, map) => map.right - box.left,
};
const CLEAR = 6; // pixels between what is framed and what covers the map
const LEAST = 160; // pixels that a frame needs at least, and a place alone
const STRIP = 40;
/** Width of the page, a story beside the map included, up to which panels and cards are sheets. */
export const NARROW = 720;
/** Least width and height of a map on which a panel and a card stand side by side: between them, the title and the time
 * bar they leave some 450 by 300 pixels. */
const BOTH = { width: 1130, height: 520 };

export function isCrowded({ over }: Chrome) {
  return over.clientWidth < BOTH.width || over.clientHeight < BOTH.height;
}

/** Where a box lies with the buttons in it: Firefox and WebKit do not widen the box of the tools for a second
 * column. */
export function extent(box: HTMLElement): DOMRect {
  const [first, ...others] = [box, ...box.querySelectorAll('.gl-button') as NodeListOf<HTMLElement>]
    .map((element) => element.getBoundingClientRect()).filter(({ width }) => width);
  if (!first) return box.getBoundingClientRect();
  let { left, top, right, bottom } = first;
  for (const other of others) {
    [left, top] = [Math.min(left, other.left), Math.min(top, other.top)];
    [right, bottom] = [Math.max(right, other.right), Math.max(bottom, other.bottom)];
  }
  return new DOMRect(left, top, right - left, bottom - top);
}

/** What the title, the tools, the panels, a card and the time bar cover of the map, as paddings of a frame: what is
 * framed stands clear of all of them. Where they leave no room, they are left out. */
export function room(chrome: Chrome, { card = true, place = false, aspect = 1 }: Purpose = {}): Room {
  // Leaflet learns of a new size a frame late; paddings of the new size in the old one leave less than nothing.
  chrome.atlas.map.invalidateSize({ animate: false, pan: false });
  // The title takes less of the map along its top, or at its side: where more of it is left for the ground.
  const start = chrome.root.dir === 'rtl' ? 'right' : 'left';
  const [along, beside] = (['top', start] as Edge[]).map((edge) => covers(chrome, card, edge));
  const scale = ({ top, bottom, left, right, width, height }: Covered) =>
    Math.min((width - left - right) / aspect, height - top - bottom);
  const { top, bottom, left, right, width, height } = scale(beside) > scale(along) ? beside : along;
  const least = place ? STRIP : LEAST;
  const [wide, tall] = [left + right + least < width ? 1 : 0, top + bottom + least < height ? 1 : 0];
  return {
    paddingTopLeft: [wide * (left + CLEAR), tall * (top + CLEAR)],
    paddingBottomRight: [wide * (right + CLEAR), tall * (bottom + CLEAR)],
  };
}

/** Pixels that are covered at each edge of the map, and the size of the map. */
type Covered = Record<Edge | 'width' | 'height', number>;

function covers(chrome: Chrome, card: boolean, title: Edge): Covered {
  const map = chrome.atlas.map.getContainer().getBoundingClientRect();
  const covered = { top: 0, bottom: 0, left: 0, right: 0, width: map.width, height: map.height };
  for (const [box, edge] of boxes(chrome, card, title)) {
    const rect = box === chrome.search.box.parentElement ? extent(box) : box.getBoundingClientRect();
    const beside = rect.right <= map.left || rect.left >= map.right || rect.bottom <= map.top || rect.top >= map.bottom;
    if (!rect.width || !rect.height || beside) continue;
    const most = edge === 'top' || edge === 'bottom' ? map.height : map.width;
    covered[edge] = Math.max(covered[edge], Math.min(COVERS[edge](rect, map), most));
  }
  return covered;
}

function boxes(chrome: Chrome, card: boolean, title: Edge): Array<[HTMLElement, Edge]> {
  const { root, opened } = chrome;
  const rtl = root.dir === 'rtl';
  const [start, end] = rtl ? ['right', 'left'] as const : ['left', 'right'] as const;
  const narrow = root.clientWidth <= NARROW;
  // The legend of an embedded map lies in a corner that the ground in question leaves free.
  const panel = opened && !chrome.embed.isStill ? chrome.panels[opened] : null;
  const edges: Array<[HTMLElement | undefined, Edge]> = [
    [chrome.title.box, title],
    [chrome.timebar.box, 'bottom'],
    [chrome.search.box.parentElement || undefined, end],
    [panel?.box, narrow ? 'bottom' : end],
    [card ? chrome.details.box : undefined, narrow ? 'bottom' : start],
  ];
  return edges.flatMap(([box, edge]) => (box && !box.hidden ? [[box, edge] as [HTMLElement, Edge]] : []));
}

/** What stands over the map, in its pixels: of the tools each alone, since their second column may be a short one. */
export function coveredBoxes(chrome: Chrome): Box[] {
  const container = chrome.atlas.map.getContainer();
  const map = container.getBoundingClientRect();
  const tools = chrome.search.box.parentElement;
  const corners = container.querySelectorAll('.leaflet-control-scale, .leaflet-control-attribution');
  const over = boxes(chrome, true, 'top').flatMap(([box]) => box === tools ? [...box.children] : [box]);
  return [...over, ...corners].map((box) => box.getBoundingClientRect()).filter(({ width }) => width)
    .map(({ left, top, right, bottom }) => [left - map.left, top - map.top, right - map.left, bottom - map.top]);
}
