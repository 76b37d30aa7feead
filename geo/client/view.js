/** The view as a query string: the same keys and defaults as geo/view.py. */
import * as Dates from './dates.js';
import { profile } from './profile.js';

/** Layers of the map, from the ground up. */
export const LAYERS = profile.layers;
/** Kinds of events of the atlas. */
export const TYPES = profile.eventTypes;

const names = (known) => ({
  read: (text) => known.filter((name) => text.replace(/,/g, '.').split('.').includes(name)),
  write: (list) => list.join('.'),
});
/** Layers that had another name in addresses given out before; as in geo/view.py. */
const FORMER_LAYERS = { incidents: 'user_events' };
const layers = {
  ...names(LAYERS),
  read: (text) => names(LAYERS).read(text.replace(/[a-z_]+/g, (name) => FORMER_LAYERS[name] || name)),
};
const oneOf = (known) => ({ read: (text) => (known.includes(text) ? text : undefined), write: String });
const day = {
  read(text) {
    const value = Dates.day(text);
    return value !== null && Dates.iso(value) === text && value >= Dates.FIRST && value <= Dates.LAST
      ? value
      : undefined;
  },
  write: (value) => Dates.iso(value),
};
const box = {
  read(text) {
    const edges = text.split(',').map(Number);
    const sane = edges.length === 4 && edges.every(Number.isFinite) && edges[0] < edges[2] && edges[1] < edges[3] &&
      edges[0] >= -180 && edges[2] <= 180 && edges[1] >= -85 && edges[3] <= 85;
    return sane ? edges : undefined;
  },
  write: (edges) => edges.join(','),
};
const whole = {
  read(text) {
    const value = Number(text);
    return Number.isInteger(value) && value >= 0 && value <= 15000 ? value : undefined;
  },
  write: String,
};
const word = { read: (text) => text.slice(0, 120) || null, write: String };
const flag = { read: (text) => text === '1', write: (on) => (on ? '1' : '0') };

/** Area of interest: areas by name, or the corners of a polygon to a thousandth of a degree. */
const areaOfInterest = {
  read(text) {
    const named =
      /^(areas|districts|governorates|subdistricts):[\w-]+(\.[\w-]+)*(,(areas|districts|governorates|subdistricts):[\w-]+(\.[\w-]+)*)*$/;
    if (!text) return null;
    if (text.includes(':')) return text.length <= 2000 && named.test(text) ? text : undefined;
    const corners = text.split(';').map((pair) =>
      pair.split(',').map((part) => (part.trim() ? Math.round(Number(part) * 1000) / 1000 : NaN))
    );
    const sane = corners.length >= 3 && corners.length <= 200 && corners.every((pair) =>
      pair.length === 2 &&
      Math.abs(pair[0]) <= 180 && Math.abs(pair[1]) <= 85
    );
    return sane ? corners.map((pair) => pair.map((part) => part + 0).join(',')).join(';') : undefined;
  },
  write: String,
};

export const PRECISIONS = ['exact', 'near', 'district', 'governorate', 'region', 'country', 'unknown'];
/** Two days in order, of event data. */
const interval = {
  read(text) {
    if (!text) return null;
    const days = text.split('..').map((one) => [one, Dates.day(one)]);
    const sane = days.length === 2 && days.every(([one, value]) =>
      value !== null && Dates.iso(value) === one &&
      one >= '1900-01-01' && one <= '2100-12-31'
    );
    return sane && days[0][1] <= days[1][1] ? days.map(([, value]) => value) : undefined;
  },
  write: (days) => days.map(Dates.iso).join('..'),
};
/** Names as the data has them, between ~; as in geo/filters.py. */
const chosen = {
  read: (text) => (text.length > 4000 ? undefined : [...new Set(text ? text.split('~') : [])]
    .map((one) => (one === '%-' ? '' : one.replace(/%7E/g, '~').replace(/%25/g, '%')))),
  write: (list) => list.map((one) => one.replace(/%/g, '%25').replace(/~/g, '%7E') || '%-').join('~'),
};
const deaths = {
  read: (text) => (/^\d{1,7}$/.test(text) && Number(text) <= 1000000 ? Number(text) : undefined),
  write: String,
};

const KEYS = {
  d: ['date', day],
  c: ['compare', day],
  cm: ['compareMode', oneOf(['change', 'side'])],
  p: ['perspective', oneOf(profile.perspectives)],
  l: ['layers', layers],
  t: ['eventTypes', names(TYPES)],
  w: ['window', whole],
  lang: ['language', oneOf(profile.languages)],
  b: ['bounds', box],
  s: ['selection', word],
  tiles: ['tiles', flag],
  st: ['story', word],
  sp: ['step', word],
  a: ['area_of_interest', areaOfInterest],
  ev: ['drawnAs', oneOf(['dots', 'clusters', 'heat', 'hexagons'])],
  ei: ['interval', interval],
  ek: ['kinds', chosen],
  ea: ['actors', chosen],
  ed: ['minDeaths', deaths],
  ep: ['coarsest', oneOf(PRECISIONS)],
};

/** The view that opens. */
export function initial() {
  return {
    date: Dates.day(profile.days.opening),
    compare: null,
    compareMode: 'change',
    perspective: 'held',
    layers: LAYERS.filter((name) => !profile.hidden.includes(name)),
    eventTypes: TYPES.slice(),
    window: 365,
    language: profile.languages[0],
    bounds: null,
    selection: null,
    tiles: false,
    story: null,
    step: null,
    area_of_interest: null,
    drawnAs: 'dots',
    interval: null,
    kinds: null,
    actors: null,
    minDeaths: 0,
    coarsest: 'unknown',
  };
}

/** Read a query string over a view; what cannot be read is left as it was. */
export function read(query, view) {
  const pairs = new URLSearchParams(query);
  const next = { ...view };
  for (const [key, [name, kind]] of Object.entries(KEYS)) {
    if (!pairs.has(key)) continue;
    const value = kind.read(pairs.get(key));
    if (value !== undefined) next[name] = value;
  }
  return next;
}

/** Write a view; what equals the default is left out. */
export function write(view) {
  const first = initial();
  const parts = [];
  for (const [key, [name, kind]] of Object.entries(KEYS)) {
    const value = view[name];
    if (value === null || JSON.stringify(value) === JSON.stringify(first[name])) continue;
    parts.push(key + '=' + encodeURIComponent(kind.write(value)).replace(/%2C/g, ',').replace(/%3A/g, ':'));
  }
  return parts.join('&');
}
