/** The view as a query string: the same keys and defaults as geo/view.py. */
import * as Dates from './dates.js';
import { profile } from './profile.js';

/**
 * What a reader wants to see, as the page keeps it.
 * @typedef {Object} View
 * @property {number} date
 * @property {?number} compare another day
 * @property {CompareMode} compareMode
 * @property {number} swipe where the line between two maps is: per cent of the width, from the left
 * @property {string} perspective
 * @property {?string} against a second perspective
 * @property {string[]} layers
 * @property {boolean} byZoom whether layers come by themselves where the bounds are close
 * @property {string[]} eventTypes
 * @property {string[]} violence kinds of armed conflict events
 * @property {?string} side that took part in the armed conflict events shown, null for all
 * @property {number} window days up to the date whose events are shown, 0 for all
 * @property {string} language
 * @property {boolean} uncertainty whether what is not certain is drawn
 * @property {?Box} bounds
 * @property {?string} selection layer:id
 * @property {boolean} tiles
 * @property {?string} story
 * @property {?string} step
 * @property {?string} areaOfInterest areas by name or the corners of a polygon
 * @property {DrawnAs} drawnAs how user events are drawn
 * @property {?[number, number]} interval first and last day of user events
 * @property {?string[]} kinds of user events, null for all
 * @property {?string[]} actors of user events, null for all
 * @property {number} minDeaths of user events
 * @property {string} coarsest precision of place of user events
 */

/** @typedef {typeof DRAWN_AS[number]} DrawnAs */
/** @typedef {typeof COMPARE_MODES[number]} CompareMode */

/** @import { Box } from './tables.js' */

/**
 * How a value of a view is read (undefined where the text is none) and written.
 * @template T
 * @typedef {{read(text: string): T | undefined, write(value: NonNullable<T>): string}} Kind
 */

/** Kilometres of a degree. */
const DEGREE = 111.2;

/** Layers of the map, from the ground up. */
export const LAYERS = profile.layers;
/** Kinds of events of the atlas. */
export const TYPES = profile.eventTypes;
/** Kinds of armed conflict events. */
export const VIOLENCE = profile.violence;

/** How two pictures are compared: one map, two beside one another, one over the other. */
export const COMPARE_MODES = /** @type {const} */ (['change', 'side', 'swipe']);

/** How user events may be drawn. */
export const DRAWN_AS = /** @type {const} */ (['dots', 'clusters', 'heat', 'hexagons']);

/** Layers that had another name in addresses given out before; as in geo/view.py. */
const FORMER_LAYERS = new Map([['incidents', 'user_events']]);

/** Names of a list, none of them strange. @param {string[]} known @param {string[]} [elsewhere] names that exist and
 *   that this map has nothing for @returns {Kind<string[]>} */
const names = (known, elsewhere = []) => ({
  read(text) {
    const wording = new Set(text.split(/[.,]/).filter(Boolean).map((name) => FORMER_LAYERS.get(name) ?? name));
    const strange = [...wording].some((name) => !known.includes(name) && !elsewhere.includes(name));
    return strange ? undefined : known.filter((name) => wording.has(name));
  },
  write: (list) => list.join('.'),
});

/** One of a list. @template {string} T @param {readonly T[]} known @returns {Kind<T>} */
const oneOf = (known) => ({ read: (text) => known.find((candidate) => candidate === text), write: String });
/** @type {Kind<number>} */
const day = {
  read(text) {
    const value = Dates.day(text);
    return value !== null && Dates.iso(value) === text && value >= Dates.FIRST && value <= Dates.LAST
      ? value
      : undefined;
  },
  write: (value) => Dates.iso(value),
};
/** A number of degrees to a thousandth, read and rounded as in geo/filters.py; NaN where the text is none. @param {string} text */
function degrees(text) {
  const sane = /^ *[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)? *$/i.test(text);
  return sane ? Math.floor(Number(text) * 1000 + 0.5) / 1000 : NaN;
}
/** @type {Kind<Box>} */
const box = {
  read(text) {
    const edges = /** @type {Box} */ (text.split(',').map(degrees));
    const sane = edges.length === 4 && edges.every(Number.isFinite) && edges[0] < edges[2] && edges[1] < edges[3] &&
      edges[0] >= -180 && edges[2] <= 180 && edges[1] >= -85 && edges[3] <= 85;
    return sane ? edges : undefined;
  },
  write: (edges) => edges.join(','),
};
/** @type {Kind<number>} */
const count = {
  read: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 15000 ? Number(text) : undefined),
  write: String,
};
/** @type {Kind<number>} */
const percent = {
  read: (text) => (/^\d{1,3}$/.test(text) && Number(text) <= 100 ? Number(text) : undefined),
  write: String,
};
/** @type {Kind<?string>} */
const word = { read: (text) => ([...text].length > 120 ? undefined : text || null), write: String };
/** @type {Kind<boolean>} */
const flag = { read: (text) => text === '1', write: (on) => (on ? '1' : '0') };

/** Crossings of its own edges that a polygon may have; as in geo/filters.py. */
const MOST_SELF_CROSSINGS = 1000;

/** How many pairs of edges of a closed ring cross, touching ends left out. @param {number[][]} corners */
function selfCrossings(corners) {
  const edges = corners.map((start, i) => [start, corners[(i + 1) % corners.length]]);
  /** @param {number[][]} edge @param {number[]} point */
  const side = ([[x, y], [x2, y2]], [px, py]) => Math.sign((x2 - x) * (py - y) - (y2 - y) * (px - x));
  /** @param {number[][]} edge @param {number[][]} other */
  const apart = (edge, [start, end]) => side(edge, start) * side(edge, end) < 0;
  let count = 0;
  edges.forEach((edge, i) => {
    for (const other of edges.slice(i + 1)) if (apart(edge, other) && apart(other, edge)) count++;
  });
  return count;
}

/** Area of interest: areas by name, or the corners of a polygon to a thousandth of a degree. @type {Kind<?string>} */
const areaOfInterest = {
  read(text) {
    const named =
      /^(areas|districts|governorates|subdistricts):[\w-]+(\.[\w-]+)*(,(areas|districts|governorates|subdistricts):[\w-]+(\.[\w-]+)*)*$/;
    if (!text) return null;
    if (text.includes(':')) return text.length <= 2000 && named.test(text) ? text : undefined;
    const corners = text.length > 10000 ? [] : text.split(';').map((pair) => pair.split(',').map(degrees));
    const sane = corners.length >= 3 && corners.length <= 200 &&
      corners.every((pair) => pair.length === 2 && Math.abs(pair[0]) <= 180 && Math.abs(pair[1]) <= 85);
    return sane && selfCrossings(corners) <= MOST_SELF_CROSSINGS ? corners.map(String).join(';') : undefined;
  },
  write: String,
};

/** A perspective, or none. @type {Kind<?string>} */
const perspective = {
  read: (text) => (text ? profile.perspectives.find((candidate) => candidate === text) : null),
  write: String,
};

export const PRECISIONS = ['exact', 'near', 'district', 'governorate', 'region', 'country', 'unknown'];
/** Two days in order, of user events. @type {Kind<?[number, number]>} */
const interval = {
  read(text) {
    if (!text) return null;
    const days = text.split('..');
    const sane = days.length === 2 && days.every((item) => {
      const value = Dates.day(item);
      return value !== null && Dates.iso(value) === item && item >= '1900-01-01' && item <= '2100-12-31';
    });
    return sane && days[0] <= days[1] ? /** @type {[number, number]} */ (days.map(Dates.day)) : undefined;
  },
  write: (days) => days.map(Dates.iso).join('..'),
};
/** Names in the order of their code points, which is Python's. @param {string[]} list */
const sortNames = (list) => {
  const points = new Map(list.map((item) => [item, [...item].map((sign) => sign.codePointAt(0) || 0)]));
  return [...points].sort(([, left], [, other]) => {
    const at = left.findIndex((point, i) => point !== other[i]);
    return at < 0 ? left.length - other.length : left[at] - (other[at] ?? -1);
  }).map(([name]) => name);
};
/** Names as the data has them, between ~; as in geo/filters.py. @type {Kind<?string[]>} */
const chosen = {
  read(text) {
    const list = sortNames(
      (text ? text.split('~') : []).map((part) => part === '%-' ? '' : part.replace(/%7E/g, '~').replace(/%25/g, '%')),
    );
    return [...chosen.write(list)].length > 4000 ? undefined : list;
  },
  write: (list) => sortNames(list).map((item) => item.replace(/%/g, '%25').replace(/~/g, '%7E') || '%-').join('~'),
};
/** @type {Kind<number>} */
const deaths = {
  read: (text) => (/^\d{1,7}$/.test(text) && Number(text) <= 1000000 ? Number(text) : undefined),
  write: String,
};

/** @typedef {{[Name in keyof View]: [Name, Kind<View[Name]>]}[keyof View]} Entry */

/** Keys of the address, each with what of the view it says. @type {Record<string, Entry>} */
const KEYS = {
  d: ['date', day],
  c: ['compare', day],
  cm: ['compareMode', oneOf(COMPARE_MODES)],
  sw: ['swipe', percent],
  p: ['perspective', oneOf(profile.perspectives)],
  pc: ['against', perspective],
  l: ['layers', names(LAYERS, profile.layersElsewhere)],
  lz: ['byZoom', flag],
  t: ['eventTypes', names(TYPES)],
  cv: ['violence', names(VIOLENCE)],
  cs: ['side', word],
  w: ['window', count],
  lang: ['language', oneOf(profile.languages)],
  u: ['uncertainty', flag],
  b: ['bounds', box],
  s: ['selection', word],
  tiles: ['tiles', flag],
  st: ['story', word],
  sp: ['step', word],
  a: ['areaOfInterest', areaOfInterest],
  ev: ['drawnAs', oneOf(DRAWN_AS)],
  ei: ['interval', interval],
  ek: ['kinds', chosen],
  ea: ['actors', chosen],
  ed: ['minDeaths', deaths],
  ep: ['coarsest', oneOf(PRECISIONS)],
};

/** The days that one map shows: that of all that stands on it, and the earlier of two that it compares, else null.
 * @param {Pick<View, 'date' | 'compare' | 'compareMode' | 'against'>} view @returns {{before: ?number, day: number}} */
export function daysOf({ date, compare, compareMode, against }) {
  if (compare === null || against !== null || compareMode !== 'change') return { before: null, day: date };
  return { before: Math.min(compare, date), day: Math.max(compare, date) };
}

/** The view of an address that says nothing of it. @returns {View} */
export function initial() {
  return {
    date: Dates.OPENING,
    compare: null,
    compareMode: 'change',
    swipe: 50,
    perspective: 'held',
    against: null,
    layers: LAYERS.filter((name) => profile.opens.includes(name)),
    byZoom: false,
    eventTypes: TYPES.slice(),
    violence: VIOLENCE.slice(),
    side: null,
    window: 365,
    language: profile.languages[0],
    uncertainty: true,
    bounds: null,
    selection: null,
    tiles: false,
    story: null,
    step: null,
    areaOfInterest: null,
    drawnAs: 'dots',
    interval: null,
    kinds: null,
    actors: null,
    minDeaths: 0,
    coarsest: 'unknown',
  };
}

/** Keys that ended with version 2.0, as in geo/view.py; the word `link.gone.KEY` says what each asked for. */
const GONE = ['ds'];

/** The keys of an address that ended. @param {string} query */
export function goneKeys(query) {
  const pairs = unwrapPairs(query);
  return GONE.filter((key) => pairs.has(key));
}

/** Keys of an address that are no part of a view: the version of the data, the map alone. */
const MARKS = ['v', 'embed', 'controls', ...GONE];

/** The view that an address begins from: the latest day, with more layers by zoom, where it has no key but a language.
 * @param {string} query @returns {View} */
export function base(query) {
  const pairs = unwrapPairs(query);
  if ([...Object.keys(KEYS), ...MARKS].some((key) => key !== 'lang' && pairs.has(key))) return initial();
  return { ...initial(), date: Dates.LAST, byZoom: true };
}

/** Layers that are drawn though no reader switched them on, since the frame is close: those of geo/view.py.
 * @param {Pick<View, 'layers' | 'byZoom' | 'bounds'>} view */
export function nearLayers({ layers, byZoom, bounds }) {
  if (!byZoom || !bounds) return [];
  const [west, south, east, north] = bounds;
  const wide = (east - west) * Math.cos((south + north) * Math.PI / 360);
  const across = DEGREE * Math.sqrt(wide * (north - south));
  return LAYERS.filter((name) => across <= profile.near[name] && !layers.includes(name));
}

/** What of a view changes as a reader switches layers on or off: one that came by itself and is switched off stays off,
 * and the others that came are from then on the reader's. @param {View} view @param {string[]} names @param {boolean} on */
export function switchLayers(view, names, on) {
  const near = nearLayers(view);
  const byZoom = view.byZoom && (on || !names.some((name) => near.includes(name)));
  const shown = byZoom ? view.layers : [...view.layers, ...near];
  return { byZoom, layers: LAYERS.filter((name) => names.includes(name) ? on : shown.includes(name)) };
}

/** Read a query string over a view; what cannot be read is left as it was.
 * @param {string} query @param {View} view @returns {View} */
export function read(query, view) {
  const pairs = unwrapPairs(query);
  const next = readPairs(pairs, view);
  // What is selected is on the map, unless the address says which layers are.
  const layer = pairs.has('s') && !pairs.has('l') && next.selection?.split(':')[0];
  return layer ? { ...next, layers: LAYERS.filter((name) => name === layer || next.layers.includes(name)) } : next;
}

/** Read pairs of an address over a view, each for itself. @param {Map<string, string>} pairs @param {View} view @returns {View} */
function readPairs(pairs, view) {
  const next = { ...view };
  for (const [key, [name, kind]] of Object.entries(KEYS)) {
    const text = pairs.get(key);
    const value = text === undefined ? undefined : kind.read(text);
    if (value !== undefined) Object.assign(next, { [name]: value });
  }
  return next;
}

/** Change what some keys of an address say of a view; null stands for what an address without the key says.
 * @param {Record<string, ?string>} pairs @param {View} view */
export function change(pairs, view) {
  const first = initial();
  const next = { ...view };
  const parts = [];
  for (const [key, text] of Object.entries(pairs)) {
    if (text !== null) parts.push(key + '=' + quotePart(text));
    else if (Object.hasOwn(KEYS, key)) Object.assign(next, { [KEYS[key][0]]: first[KEYS[key][0]] });
  }
  return readPairs(unwrapPairs(parts.join('&')), next);
}

/** A text as it stands in an address, by the rules of Python's `quote`. @param {string} text */
function quotePart(text) {
  const most = encodeURIComponent(text).replace(/%2C/g, ',').replace(/%3A/g, ':');
  return most.replace(/[!'()*]/g, (sign) => '%' + sign.charCodeAt(0).toString(16).toUpperCase());
}

/** Write a view: its day, and what else differs from the default. @param {View} view */
export function write(view) {
  const first = initial();
  // An address that names no layers shows that of what it selects.
  const hidden = view.selection !== null && !view.layers.includes(view.selection.split(':')[0]);
  const parts = [];
  for (const [key, [name, kind]] of Object.entries(KEYS)) {
    const value = view[name];
    const explicit = key === 'd' || (key === 'l' && hidden);
    if (value === null || (!explicit && JSON.stringify(value) === JSON.stringify(first[name]))) continue;
    const { write } = /** @type {Kind<unknown>} */ (kind);
    parts.push(key + '=' + quotePart(write(value)));
  }
  return parts.join('&');
}

/** What mail and chat programs leave behind an address, and the keys whose values (ids, names) may end so. */
const BEHIND = /[\s.,;!?)>\]"'\u201d\u2019\u00bb]/;
const FREE = new Set(['s', 'st', 'sp', 'ek', 'ea']);

/** The pairs of an address as they were before a mail or chat program took it along (see geo/filters.py).
 * @param {string} query @returns {Map<string, string>} */
function unwrapPairs(query) {
  /** @type {Map<string, string>} */
  const pairs = new Map();
  for (const [request, value] of new URLSearchParams(query.replace(/^[?#]+/, ''))) {
    const key = request.replace(/^(amp;)+/, '');
    let text = FREE.has(key) ? value : value.trimStart();
    while (!FREE.has(key) && BEHIND.test(text.slice(-1))) text = text.slice(0, -1);
    pairs.set(key, text);
  }
  return pairs;
}
