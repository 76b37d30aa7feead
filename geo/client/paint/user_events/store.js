/** Event data as typed columns, one entry a row, in the order of their days (docs/event-container.md). */
import * as World from '../map/world.js';
import { inflate } from './bytes.js';
import { Texts } from './text.js';

/** @import { Bytes } from './bytes.js' */

/** A column of a container. @typedef {Uint8Array | Uint16Array | Uint32Array} Column */

/** A column, its bytes for each row and its bytes as they travel. @typedef {{name: string, width: number, bytes: number}} ColumnEntry */

/** Deaths; null where the source gives no figure. @typedef {{best: ?number, low: ?number, high: ?number}} Deaths */

/**
 * What a container says of itself (geo/events/container.py).
 * @typedef {Object} Directory
 * @property {number} version
 * @property {string} name
 * @property {number} rows
 * @property {[day: number, west: number, south: number]} origin
 * @property {number} steps of a degree
 * @property {ColumnEntry[]} columns
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
const VERSION = 3;
/** Arrays by the bytes of an entry. @type {Record<number, Uint8ArrayConstructor | Uint16ArrayConstructor | Uint32ArrayConstructor>} */
const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };
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
  /** Columns that only cards and lists need, once they are asked for. @type {?Promise<unknown>} */
  rest = null;
  /** @type {() => Promise<unknown>} */
  _openLater;
  /** @type {string[]} */
  kinds = [];
  /** @type {string[]} */
  actors = [];
  /** @type {string[]} */
  precisions = [];
  /** For each position precision: 0 a point, 1 not known where that of others is, 2 an area. @type {Uint8Array} */
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
  }

  /** Open the columns. @param {Bytes} bytes @param {number} start */
  async _read(bytes, start) {
    const { directory } = this;
    let at = start;
    /** @param {ColumnEntry} entry @param {number} from */
    const open = async ({ name, width, bytes: size }, from) => {
      const part = await inflate(bytes.read(from, from + size));
      const values = new ARRAYS[width](/** @type {ArrayBuffer} */ (part.buffer), part.byteOffset, part.length / width);
      if (values.length !== this.n) throw new Error('event data cut off');
      this.columns[name] = values;
    };
    /** @type {Array<[ColumnEntry, number]>} */
    const later = [];
    const opened = [];
    for (const entry of directory.columns) {
      if (this._isForCards(entry.name)) later.push([entry, at]);
      else opened.push(open(entry, at));
      at += entry.bytes;
    }
    this._openLater = () => Promise.all(later.map(([entry, from]) => open(entry, from)));
    this.texts = new Texts(bytes, at, directory.text);
    await Promise.all(opened);
    const { day, east, north } = this.columns;
    this.day = Int32Array.from(day);
    this.first = this.origin;
    this.last = this.origin + (this.n ? day[this.n - 1] : 0);
    this._project(east, north);
    for (const name of ['day', 'east', 'north']) delete this.columns[name];
    this._names();
  }

  /** Whether only cards and lists need a column: the map is drawn without it. @param {string} name */
  _isForCards(name) {
    const { names, kilometres } = this.directory;
    return kilometres.includes(name) || (name in names && !['type', 'actor_a', 'actor_b'].includes(name));
  }

  /** Open the columns that only cards and lists need. */
  openRest() {
    return this.rest = this.rest || this._openLater();
  }

  /** Turn steps from the corner into world pixels. @param {Column} east @param {Column} north */
  _project(east, north) {
    const { origin: [, west, south], steps } = this.directory;
    const { n } = this;
    const [xs, ys] = [this.x = new Float32Array(n), this.y = new Float32Array(n)];
    const first = World.of(west / steps, 0)[0];
    const step = World.of((west + 1) / steps, 0)[0] - first;
    let most = 0;
    for (let i = 0; i < n; i++) if (north[i] > most) most = north[i];
    const table = Float32Array.from({ length: most + 1 }, (_, k) => World.of(0, (south + k) / steps)[1]);
    for (let i = 0; i < n; i++) {
      xs[i] = first + east[i] * step;
      ys[i] = table[north[i]];
    }
  }

  /** One list of actors for both sides, and which precisions are areas. */
  _names() {
    const { names, precisions } = this.directory;
    this.kinds = names.type;
    this.actors = [...new Set([...names.actor_a, ...names.actor_b])].filter(Boolean);
    const place = new Map(this.actors.map((actor, i) => [actor, i + 1]));
    for (const side of ['actor_a', 'actor_b']) {
      const table = Uint16Array.from(names[side], (actor) => place.get(actor) || 0);
      this.columns[side] = Uint16Array.from(this.columns[side], (code) => table[code]);
    }
    this.precisions = precisions.position_precision;
    const unknown = this.precisions.indexOf('unknown');
    const codes = this.columns.position_precision;
    const isSaid = codes.some((code) => code !== unknown);
    this.vague = Uint8Array.from(
      this.precisions,
      (name, code) => (AREAS.includes(name) ? 2 : code === unknown && isSaid ? 1 : 0),
    );
    this.unsaid = isSaid && codes.includes(unknown);
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
    const { best, low, high } = this.columns;
    const figure = (/** @type {Column} */ column) => column[row] ? column[row] - 1 : null;
    return { best: figure(best), low: figure(low), high: figure(high) };
  }

  /** A row as an object, without its texts, and without what only cards need until that is open. @param {number} row @returns {UserEvent} */
  row(row) {
    const { columns, directory, actors } = this;
    const [lat, lng] = World.position(this.x[row], this.y[row]);
    const start = this.day[row] + this.origin;
    /** @type {Record<string, string | number | null>} */
    const record = { row, start, end: start + columns.lasts[row], lat, lng, ...this.deaths(row) };
    if (columns.people?.[row]) record.people = columns.people[row] - 1;
    for (const [name, options] of Object.entries({ ...directory.names, ...directory.precisions })) {
      record[name] = columns[name] ? options[columns[name][row]] : '';
    }
    for (const side of ['actor_a', 'actor_b']) record[side] = actors[columns[side][row] - 1] || '';
    for (const name of directory.kilometres) record[name] = columns[name]?.[row] ? (columns[name][row] - 1) / 10 : null;
    return /** @type {UserEvent} */ (/** @type {unknown} */ (record));
  }

  /** Rows with their texts (id, place, text). @param {number[]} rows @returns {Promise<UserEvent[]>} */
  async records(rows) {
    /** @type {UserEvent[]} */
    const records = [];
    await this.openRest();
    for (const row of rows) {
      records.push({ id: '', place: '', text: '', ...this.row(row), ...(await this.texts.of(row)) });
    }
    return records;
  }
}
