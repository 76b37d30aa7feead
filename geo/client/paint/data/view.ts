/** The view as a query string, by the table of fields that Python declares (geo/view). */
import * as Dates from './dates.ts';
import { type Field, profile } from './profile.ts';
import type { Box } from './tables.ts';

export interface View {
  date: number;
  compare: number | null; // another day
  compareMode: CompareMode;
  swipe: number; // where the line between two maps is: per cent of the width, from the left
  perspective: string;
  against: string | null; // a second perspective
  layers: string[];
  byZoom: boolean; // whether layers come by themselves where the bounds are close
  eventTypes: string[];
  violence: string[]; // kinds of armed conflict events
  side: string | null; // that took part in the armed conflict events shown, null for all
  window: number; // days up to the date whose events are shown, 0 for all
  language: string;
  uncertainty: boolean; // whether what is not certain is drawn
  bounds: Box | null;
  selection: string | null; // layer:id
  tiles: boolean;
  story: string | null;
  step: string | null;
  areaOfInterest: string | null; // areas by name or the corners of a polygon
  drawnAs: DrawnAs; // how user events are drawn
  interval: [number, number] | null; // first and last day of user events
  kinds: string[] | null; // of user events, null for all
  actors: string[] | null; // of user events, null for all
  minDeaths: number; // of user events
  coarsest: string; // precision of place of user events
}

export type DrawnAs = 'dots' | 'clusters' | 'heat' | 'hexagons';
export type CompareMode = 'change' | 'side' | 'swipe';

/** How a value is read (undefined where the text is none) and written. */
type Kind = { read(text: string): unknown; write(value: unknown): string };

const DEGREE = 111.2; // kilometres of a degree

export const LAYERS = profile.layers; // layers of the map, from the ground up

/** A number of degrees to a thousandth, read and rounded as in geo/view/kinds.py; NaN where the text is none. */
function degrees(text: string) {
  const sane = /^ *[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)? *$/i.test(text);
  return sane ? Math.floor(Number(text) * 1000 + 0.5) / 1000 : NaN;
}

/** How many pairs of edges of a closed ring cross, touching ends left out. */
function selfCrossings(corners: number[][]) {
  const edges = corners.map((start, i) => [start, corners[(i + 1) % corners.length]]);
  const side = ([[x, y], [x2, y2]]: number[][], [px, py]: number[]) =>
    Math.sign((x2 - x) * (py - y) - (y2 - y) * (px - x));
  const apart = (edge: number[][], [start, end]: number[][]) => side(edge, start) * side(edge, end) < 0;
  let count = 0;
  edges.forEach((edge, i) => {
    for (const other of edges.slice(i + 1)) if (apart(edge, other) && apart(other, edge)) count++;
  });
  return count;
}

/** Names in the order of their code points, which is Python's. */
function sortNames(list: string[]) {
  const points = new Map(list.map((item) => [item, [...item].map((sign) => sign.codePointAt(0) || 0)]));
  return [...points].sort(([, left], [, other]) => {
    const at = left.findIndex((point, i) => point !== other[i]);
    return at < 0 ? left.length - other.length : left[at] - (other[at] ?? -1);
  }).map(([name]) => name);
}

/** The kinds of geo/view/kinds.py, each made with what its field accepts. */
const KINDS: Record<string, (field: Field) => Kind> = {
  day: ({ optional }) => ({
    read(text) {
      if (optional && !text) return null;
      const value = Dates.day(text);
      return value !== null && value >= Dates.FIRST && value <= Dates.LAST ? value : undefined;
    },
    write: Dates.iso,
  }),
  flag: () => ({ read: (text) => text === '1', write: (on) => (on ? '1' : '0') }),
  count: ({ most = 0 }) => ({
    read(text) {
      const sane = /^\d+$/.test(text) && text.length <= String(most).length && Number(text) <= most;
      return sane ? Number(text) : undefined;
    },
    write: String,
  }),
  choice: ({ options = [], optional }) => ({
    read: (text) => (optional && !text ? null : options.find((option) => option === text)),
    write: String,
  }),
  choices: ({ options = [], elsewhere = [], former = {} }) => ({
    read(text) {
      const names = new Set(
        text.split(/[.,]/).filter(Boolean).map((name) => Object.hasOwn(former, name) ? former[name] : name),
      );
      const strange = [...names].some((name) => !options.includes(name) && !elsewhere.includes(name));
      return strange ? undefined : options.filter((name) => names.has(name));
    },
    write: (list: string[]) => list.join('.'),
  }),
  id: ({ most = 0 }) => ({ read: (text) => ([...text].length > most ? undefined : text || null), write: String }),
  names({ most = 0 }) {
    const write = (list: string[]) =>
      sortNames(list).map((item) => item.replace(/%/g, '%25').replace(/~/g, '%7E') || '%-').join('~');
    return {
      read(text) {
        const parts = text ? text.split('~') : [];
        const list = sortNames(
          parts.map((part) => part === '%-' ? '' : part.replace(/%7E/g, '~').replace(/%25/g, '%')),
        );
        return [...write(list)].length > most ? undefined : list;
      },
      write,
    };
  },
  box: () => ({
    read(text) {
      const edges = text.split(',').map(degrees);
      const sane = edges.length === 4 && edges.every(Number.isFinite) && edges[0] < edges[2] &&
        edges[1] < edges[3] &&
        edges[0] >= -180 && edges[2] <= 180 && edges[1] >= -85 && edges[3] <= 85;
      return sane ? edges : undefined;
    },
    write: (edges: number[]) => edges.join(','),
  }),
  ground: ({ longest = [0, 0], corners: most = 0, crossings = 0 }) => ({
    read(text) {
      if (!text) return null;
      const named = /^(areas|districts|governorates|subdistricts):[\w-]+(\.[\w-]+)*$/;
      if (text.includes(':')) {
        return text.length <= longest[0] && text.split(',').every((part) => named.test(part)) ? text : undefined;
      }
      const corners = text.length > longest[1] ? [] : text.split(';').map((pair) => pair.split(',').map(degrees));
      const sane = corners.length >= 3 && corners.length <= most &&
        corners.every((pair) => pair.length === 2 && Math.abs(pair[0]) <= 180 && Math.abs(pair[1]) <= 85);
      return sane && selfCrossings(corners) <= crossings ? corners.map(String).join(';') : undefined;
    },
    write: String,
  }),
  interval: ({ first = '', last = '' }) => ({
    read(text) {
      if (!text) return null;
      const days = text.split('..');
      const sane = days.length === 2 && days.every((item) => Dates.day(item) !== null && item >= first && item <= last);
      return sane && days[0] <= days[1] ? days.map(Dates.day) : undefined;
    },
    write: (days: number[]) => days.map(Dates.iso).join('..'),
  }),
};

const FIELDS = profile.view.fields.map((field) => ({
  ...field,
  name: field.name as keyof View,
  ...KINDS[field.kind](field),
}));

export function optionsOf<Name extends keyof View>(name: Name): View[Name] extends string[] ? string[] : View[Name][] {
  return (FIELDS.find((field) => field.name === name)?.options || []) as never;
}

/** The days that one map shows: that of all that stands on it, and the earlier of two that it compares, else null. */
export function daysOf(
  { date, compare, compareMode, against }: Pick<View, 'date' | 'compare' | 'compareMode' | 'against'>,
): { before: number | null; day: number } {
  if (compare === null || against !== null || compareMode !== 'change') return { before: null, day: date };
  return { before: Math.min(compare, date), day: Math.max(compare, date) };
}

/** The view of an address that says nothing of it. */
export function initial(): View {
  return Object.fromEntries(
    FIELDS.map(({ name, default: text, read }) => [name, text === null ? null : read(text)]),
  ) as unknown as View;
}

/** The keys of an address that ended; the word `link.gone.KEY` says what each asked for. */
export function goneKeys(query: string) {
  const pairs = unwrapPairs(query);
  return profile.view.gone.filter((key) => pairs.has(key));
}

/** The view that an address begins from: the latest day, with more layers by zoom, where it has no key but a
 * language. */
export function base(query: string): View {
  const pairs = unwrapPairs(query);
  const keys = [...FIELDS.map(({ key }) => key), ...profile.view.marks];
  if (keys.some((key) => key !== 'lang' && pairs.has(key))) return initial();
  return { ...initial(), date: Dates.LAST, byZoom: true };
}

/** Layers that are drawn though no reader switched them on, since the frame is close: those of geo/view/view.py. */
export function nearLayers({ layers, byZoom, bounds }: Pick<View, 'layers' | 'byZoom' | 'bounds'>) {
  if (!byZoom || !bounds) return [];
  const [west, south, east, north] = bounds;
  const wide = (east - west) * Math.cos((south + north) * Math.PI / 360);
  const across = DEGREE * Math.sqrt(wide * (north - south));
  return LAYERS.filter((name) => across <= profile.near[name] && !layers.includes(name));
}

/** What of a view changes as a reader switches layers on or off: one that came by itself and is switched off stays
 * off, and the others that came are from then on the reader's. */
export function switchLayers(view: View, names: string[], on: boolean) {
  const near = nearLayers(view);
  const byZoom = view.byZoom && (on || !names.some((name) => near.includes(name)));
  const chosen = byZoom ? view.layers : [...view.layers, ...near];
  return { byZoom, layers: LAYERS.filter((name) => names.includes(name) ? on : chosen.includes(name)) };
}

/** Read a query string over a view; what cannot be read is left as it was. */
export function read(query: string, view: View): View {
  const pairs = unwrapPairs(query);
  const next = readPairs(pairs, view);
  // What is selected is on the map, unless the address says which layers are.
  const layer = pairs.has('s') && !pairs.has('l') && next.selection?.split(':')[0];
  return layer ? { ...next, layers: LAYERS.filter((name) => name === layer || next.layers.includes(name)) } : next;
}

function readPairs(pairs: Map<string, string>, view: View): View {
  const next = { ...view };
  for (const { key, name, read } of FIELDS) {
    const text = pairs.get(key);
    const value = text === undefined ? undefined : read(text);
    if (value !== undefined) Object.assign(next, { [name]: value });
  }
  return next;
}

/** Change what some keys of an address say of a view; null stands for what an address without the key says. */
export function change(pairs: Record<string, string | null>, view: View) {
  const first = initial();
  const next = { ...view };
  const parts = [];
  for (const [key, text] of Object.entries(pairs)) {
    if (text !== null) parts.push(key + '=' + quotePart(text));
    else {for (const { name } of FIELDS.filter((field) => field.key === key)) {
        Object.assign(next, { [name]: first[name] });
      }}
  }
  return readPairs(unwrapPairs(parts.join('&')), next);
}

/** A text as it stands in an address, by the rules of Python's `quote`. */
function quotePart(text: string) {
  const most = encodeURIComponent(text).replace(/%2C/g, ',').replace(/%3A/g, ':');
  return most.replace(/[!'()*]/g, (sign) => '%' + sign.charCodeAt(0).toString(16).toUpperCase());
}

/** Write a view: its day, and what else differs from the default. */
export function write(view: View) {
  const first = initial();
  // An address that names no layers shows that of what it selects.
  const hidden = view.selection !== null && !view.layers.includes(view.selection.split(':')[0]);
  const parts = [];
  for (const { key, name, write } of FIELDS) {
    const value = view[name];
    const explicit = key === 'd' || (key === 'l' && hidden);
    if (value === null || (!explicit && JSON.stringify(value) === JSON.stringify(first[name]))) continue;
    parts.push(key + '=' + quotePart(write(value)));
  }
  return parts.join('&');
}

/** What mail and chat programs leave behind an address, and the keys whose values (ids, names) may end so. */
const BEHIND = /[\s.,;!?)>\]"'\u201d\u2019\u00bb]/;
const FREE = new Set(FIELDS.filter(({ trims }) => !trims).map(({ key }) => key));

/** The pairs of an address as they were before a mail or chat program took it along (see geo/view/view.py). */
function unwrapPairs(query: string): Map<string, string> {
  const pairs: Map<string, string> = new Map();
  for (const [request, value] of new URLSearchParams(query.replace(/^[?#]+/, ''))) {
    const key = request.replace(/^(amp;)+/, '');
    let text = FREE.has(key) ? value : value.trimStart();
    while (!FREE.has(key) && BEHIND.test(text.slice(-1))) text = text.slice(0, -1);
    pairs.set(key, text);
  }
  return pairs;
}
