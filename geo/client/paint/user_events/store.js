/** Event data as typed columns, one entry a row, in the order of their days (see geo/events/container). */
import * as World from '../map/world.js';
import { inflate } from './bytes.js';
import { Texts } from './text.js';

/** @import { Bytes } from './bytes.js' */

/** A column of a container. @typedef {Uint8Array | Uint16Array | Uint32Array | Float64Array} Column */

/** Columns that share bytes, or one of its own; sizes say how many values each has. @typedef {{names: string[], sizes: number[], planes: number[]}} ColumnEntry */

/** Deaths; null where the source gives no figure. @typedef {{best: ?number, low: ?number, high: ?number}} Deaths */

/**
 * What a container says of itself (geo/events/container).
 * @typedef {Object} Directory
 * @property {number} version
 * @property {string} name
 * @property {number} rows
 * @property {[day: number, west: number, south: number]} origin
 * @property {number} steps of a degree
 * @property {ColumnEntry[]} columns
 * @property {ColumnEntry[]} spots
 * @property {number} spot_count
 * @property {Record<string, string[]>} names of codes, by column
 * @property {Record<string, string[]>} precisions of codes, by column
 * @property {string[]} kilometres columns of distances, in tenths, one more than they are
 * @property {{rows: number, names: string[], chunks: number[]}} text
 */

/**
 * A user event.
 * @typedef {Object} UserEvent
 * @property {number} row its place in the store
 * @property {number} start day
 * @property {number} end its last day
 * @property {number} lat
 * @property {number} lng
 * @property {?number} best deaths
 * @property {number} [people] that a list of the displaced counts
 * @property {?number} low
 * @property {?number} high
 * @property {string} type
 * @property {string} actor_a
 * @property {string} actor_b
 * @property {string} date_precision
 * @property {string} position_precision
 * @property {string} [source]
 * @property {?number} [field_km] kilometres to the nearest field
 * @property {string} [id] texts, which are opened on demand
 * @property {string} [place]
 * @property {string} [text]
 */

const MAGIC = 'GLE1';
const VERSION = 2;
/** Position precisions drawn as areas; those before are points, the last says nothing. */
const AREAS = ['district', 'governorate', 'region', 'country'];

export class Store {
  /** For each row the days since the first one. @type {Int32Array} */
  day;
  /** First and last day. */
  first = 0;
  last = 0;
  /** World pixels. @type {Float32Array} */
  x;
  /** @type {Float32Array} */
  y;
  /** @type {Texts} */
  texts;
  /** @type {string[]} */
  kinds = [];
  /** @type {string[]} */
  actors = [];
  /** @type {string[]} */
  precisions = [];
  /** For each position precision: 0 a point, 1 not known, 2 an area. @type {Uint8Array} */
  vague;
  /** Whether the precision of some places is not known. */
  unsaid = false;

  /** @param {Bytes} bytes @param {string} [name] what the data is called */
  static async open(bytes, name = '') {
    const head = bytes.read(0, 8);
    if (String.fromCharCode(...head.subarray(0, 4)) !== MAGIC) throw new Error('no event data');
    const size = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    const directory = JSON.parse(new TextDecoder().decode(await inflate(bytes.read(8, 8 + size))));
    if (directory.version !== VERSION) throw new Error('event data of another version');
    const store = new Store(directory, name);
    await store._read(bytes, 8 + size);
    return store;
  }

  /** @param {Directory} directory @param {string} name */
  constructor(directory, name) {
    this.name = name || directory.name;
    this.n = directory.rows;
    this.origin = directory.origin[0];
    this.directory = directory;
    /** Codes, or figures as the container has them. @type {Record<string, Column>} */
    this.columns = {};
    /** Single values of them, for which no column is taken apart. @type {Record<string, (row: number) => number>} */
    this.cells = {};
  }

  /** Open the columns. @param {Bytes} bytes @param {number} start */
  async _read(bytes, start) {
    const { directory } = this;
    let at = start;
    /** @param {number} size */
    const take = (size) => bytes.read(at, at += size);
    /** @param {ColumnEntry[]} entries @param {number} count */
    const read = (entries, count) =>
      Promise.all(entries.map(async (entry) => {
        const planes = entry.planes.map(take);
        return {
          entry,
          values: together(
            await Promise.all(planes.map((plane) => (plane.length === count ? plane : inflate(plane)))),
            count,
          ),
        };
      }));
    const columns = read(directory.columns, this.n);
    const spots = read(directory.spots, directory.spot_count);
    this.texts = new Texts(bytes, at, directory.text);
    for (const { entry, values } of await columns) separateColumns(this.columns, this.cells, entry, values);
    this._days();
    this._places((await spots)[0]?.values);
    this._names();
  }

  /** Days since the first one. */
  _days() {
    const passed = this.columns.day;
    const days = new Int32Array(this.n);
    let day = 0;
    for (let i = 0; i < this.n; i++) days[i] = day += passed[i];
    this.day = days;
    this.first = this.origin;
    this.last = this.origin + day;
    delete this.columns.day;
  }

  /** World pixels, from steps along the curve, which begin anew each day.
   * @param {Column | undefined} spots gaps between the places that there are, where rows share them */
  _places(spots) {
    const { n, day } = this;
    const gaps = this.columns.position;
    let sum = 0;
    // Their sums are larger than their type may hold.
    const places = spots && Float64Array.from(spots, (gap) => (sum += gap));
    // Steps from the corner first: single precision holds them whole.
    const [east, north] = [this.x = new Float32Array(n), this.y = new Float32Array(n)];
    let along = 0;
    for (let i = 0; i < n; i++) {
      along = i && day[i] === day[i - 1] ? along + gaps[i] : gaps[i];
      const place = places ? places[along] : along;
      const low = place | 0;
      const high = (place / 4294967296) | 0;
      east[i] = EVEN[low & 65535] | (EVEN[low >>> 16] << 8) | (EVEN[high] << 16);
      north[i] = EVEN[(low >>> 1) & 65535] | (EVEN[low >>> 17] << 8) | (EVEN[high >>> 1] << 16);
    }
    this._project(east, north);
    delete this.columns.position;
  }

  /** Turn steps from the corner into world pixels. @param {Float32Array} xs @param {Float32Array} ys */
  _project(xs, ys) {
    const { origin: [, west, south], steps } = this.directory;
    const { n } = this;
    const first = World.of(west / steps, 0)[0];
    const step = World.of((west + 1) / steps, 0)[0] - first;
    let most = 0;
    for (let i = 0; i < n; i++) if (ys[i] > most) most = ys[i];
    const table = Float32Array.from({ length: most + 1 }, (_, k) => World.of(0, (south + k) / steps)[1]);
    for (let i = 0; i < n; i++) {
      xs[i] = first + xs[i] * step;
      ys[i] = table[ys[i]];
    }
  }

  /** One list of actors for both sides, and which precisions are areas. */
  _names() {
    const { names, precisions } = this.directory;
    this.kinds = names.type;
    this.actors = [...new Set([...names.actor_a, ...names.actor_b])].filter(Boolean);
    const place = new Map(this.actors.map((actor, i) => [actor, i + 1]));
    for (const side of ['actor_a', 'actor_b']) {
      const codes = Object.getOwnPropertyDescriptor(this.columns, side)?.get;
      if (!codes) continue;
      const table = Uint16Array.from(names[side], (actor) => place.get(actor) || 0);
      const cell = this.cells[side];
      this.cells[side] = (row) => table[cell(row)];
      defineLazily(this.columns, side, () => decode(codes(), table));
    }
    this.precisions = precisions.position_precision;
    this.vague = Uint8Array.from(this.precisions, (name) => (AREAS.includes(name) ? 2 : name === 'unknown' ? 1 : 0));
    this.unsaid = this.columns.position_precision.includes(this.vague.indexOf(1));
  }

  /** First row of a day or later. @param {number} day since 1970-01-01 */
  from(day) {
    let low = 0;
    let high = this.n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.day[middle] + this.origin < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Figures of deaths, null where the source gives none. @param {number} row @returns {Deaths} */
  deaths(row) {
    const { cells } = this;
    const best = cells.best(row) - 1;
    const middle = Math.max(best, 0);
    const high = beside(cells.high(row), best, middle, 1);
    const low = beside(cells.low(row), high < 0 ? best : Math.max(2 * middle - high, 0), middle, -1);
    /** @param {number} value */
    const figure = (value) => (value < 0 ? null : value);
    return { best: figure(best), low: figure(low), high: figure(high) };
  }

  /** A row as an object, without its texts. @param {number} row @returns {UserEvent} */
  row(row) {
    const { cells, directory, actors } = this;
    const [lat, lng] = World.position(this.x[row], this.y[row]);
    const start = this.day[row] + this.origin;
    const people = cells.people ? cells.people(row) - 1 : -1;
    /** @type {Record<string, string | number | null>} */
    const record = { row, start, end: start + cells.lasts(row), lat, lng, ...this.deaths(row) };
    if (people >= 0) record.people = people;
    for (const [name, options] of Object.entries({ ...directory.names, ...directory.precisions })) {
      record[name] = options[cells[name](row)];
    }
    for (const side of ['actor_a', 'actor_b']) record[side] = actors[cells[side](row) - 1] || '';
    for (const name of directory.kilometres) record[name] = cells[name](row) ? (cells[name](row) - 1) / 10 : null;
    return /** @type {UserEvent} */ (/** @type {unknown} */ (record));
  }

  /** Rows with their texts (id, place, text). @param {number[]} rows @returns {Promise<UserEvent[]>} */
  async records(rows) {
    /** @type {UserEvent[]} */
    const records = [];
    for (const row of rows) {
      records.push({ id: '', place: '', text: '', ...this.row(row), ...(await this.texts.of(row)) });
    }
    return records;
  }
}

/** Put byte planes together, the lowest first. @param {Uint8Array[]} planes @param {number} count @returns {Column} */
function together(planes, count) {
  if (planes.length === 1) return planes[0];
  const none = new Uint8Array(count);
  const [a, b, c, d, e, f] = [...planes, none, none, none, none];
  const values = new (planes.length === 2 ? Uint16Array : planes.length < 5 ? Uint32Array : Float64Array)(count);
  for (let i = 0; i < count; i++) {
    values[i] = ((a[i] | (b[i] << 8) | (c[i] << 16) | (d[i] << 24)) >>> 0) + (e[i] | (f[i] << 8)) * 4294967296;
  }
  return values;
}

/** Take columns apart that share a byte, each on first use.
 * @param {Record<string, Column>} columns @param {Store['cells']} cells @param {ColumnEntry} entry @param {Column} values */
function separateColumns(columns, cells, { names, sizes }, values) {
  let weight = 1;
  names.forEach((name, k) => {
    const table = Uint8Array.from({ length: 256 }, (_, value) => Math.floor(value / weight) % sizes[k]);
    weight *= sizes[k];
    cells[name] = (row) => (sizes.length ? table[values[row]] : values[row]);
    defineLazily(columns, name, () => (sizes.length ? decode(values, table) : values));
  });
}

/** A property that is worked out when it is first read.
 * @param {Record<string, Column>} object @param {string} name @param {() => Column} value */
function defineLazily(object, name, value) {
  Object.defineProperty(object, name, {
    configurable: true,
    get: () => {
      delete object[name];
      return (object[name] = value());
    },
  });
}

/** What a table says of each value.
 * @param {Column} values @param {Uint8Array | Uint16Array} table @returns {Uint8Array | Uint16Array} */
function decode(values, table) {
  const codes = table instanceof Uint16Array ? new Uint16Array(values.length) : new Uint8Array(values.length);
  for (let i = 0; i < codes.length; i++) codes[i] = table[values[i]];
  return codes;
}

/** Every second bit of 16, from the lowest on. */
const EVEN = new Uint8Array(65536);
for (let i = 1; i < 65536; i++) EVEN[i] = (EVEN[i >> 2] << 1) | (i & 1);

/** A figure from its code: as expected, missing (-1), or so far from the middle.
 * @param {number} code @param {number} expected @param {number} middle @param {number} sign */
export function beside(code, expected, middle, sign) {
  if (code < 2) return code ? -1 : expected;
  return middle + sign * (((code - 2) >>> 1) ^ -(code & 1));
}
