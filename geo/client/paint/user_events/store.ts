/** Event data as typed columns, one entry a row, in the order of their days (docs/event-container.md). */
import * as World from '../map/world.ts';
import { type Bytes, inflate } from '../data/packed.ts';
import { countBelow } from '../data/timeline.ts';
import { Texts } from './text.ts';

export type Column = Uint8Array | Uint16Array | Uint32Array;

type ColumnEntry = { name: string; width: number; bytes: number };

export type Deaths = { best: number | null; low: number | null; high: number | null };

/** What a container says of itself (geo/events/container.py). */
interface Directory {
  version: number;
  name: string;
  rows: number;
  origin: [day: number, west: number, south: number];
  steps: number; // of a degree
  columns: ColumnEntry[];
  names: Record<string, string[]>; // of codes, by column
  precisions: Record<string, string[]>; // of codes, by column
  kilometres: string[]; // columns of distances, in tenths, one more than they are
  text: { rows: number; names: string[]; chunks: number[] };
}

export interface UserEvent {
  row: number; // its place in the store
  start: number; // day
  end: number; // its last day
  lat: number;
  lng: number;
  best: number | null; // deaths
  people?: number; // that a list of the displaced counts
  low: number | null;
  high: number | null;
  type: string;
  actor_a: string;
  actor_b: string;
  date_precision: string;
  position_precision: string;
  source?: string;
  field_km?: number | null; // kilometres to the nearest field
  id?: string; // texts, which are opened on demand
  place?: string;
  text?: string;
}

const MAGIC = 'GLE1';
const VERSION = 3;
const ARRAYS: Record<number, Uint8ArrayConstructor | Uint16ArrayConstructor | Uint32ArrayConstructor> = {
  1: Uint8Array,
  2: Uint16Array,
  4: Uint32Array,
};
/** Position precisions drawn as areas; those before are points, the last says nothing. */
const AREAS = ['district', 'governorate', 'region', 'country'];

export class Store {
  day!: Int32Array; // for each row the days since the first one
  first = 0;
  last = 0;
  x!: Float32Array;
  y!: Float32Array;
  texts!: Texts;
  later: Promise<unknown> | null = null; // columns that only cards and lists need, once they are asked for
  _openLater!: () => Promise<unknown>;
  kinds: string[] = [];
  actors: string[] = [];
  precisions: string[] = [];
  vague!: Uint8Array; // for each position precision: 0 a point, 1 not known where that of others is, 2 an area
  unsaid = false; // whether the precision of some places is not known
  name: string;
  n: number;
  origin: number;
  columns: Record<string, Column> = {}; // codes, or figures as the container has them

  static async open(bytes: Bytes, name = '') {
    const head = bytes.read(0, 8);
    if (String.fromCharCode(...head.subarray(0, 4)) !== MAGIC) throw new Error('no event data');
    const size = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    const directory = JSON.parse(new TextDecoder().decode(await inflate(bytes.read(8, 8 + size))));
    if (directory.version !== VERSION) throw new Error('event data of another version');
    const store = new Store(directory, name);
    await store._read(bytes, 8 + size);
    return store;
  }

  constructor(readonly directory: Directory, name: string) {
    this.name = name || directory.name;
    this.n = directory.rows;
    this.origin = directory.origin[0];
  }

  async _read(bytes: Bytes, start: number) {
    const { directory } = this;
    let at = start;
    const open = async ({ name, width, bytes: size }: ColumnEntry, from: number) => {
      const part = await inflate(bytes.read(from, from + size));
      const values = new ARRAYS[width](part.buffer as ArrayBuffer, part.byteOffset, part.length / width);
      if (values.length !== this.n) throw new Error('event data cut off');
      this.columns[name] = values;
    };
    // What only cards and lists need: the map is drawn without it.
    const { names, kilometres } = directory;
    const isLater = ({ name }: ColumnEntry) =>
      kilometres.includes(name) || (name in names && !['type', 'actor_a', 'actor_b'].includes(name));
    const later: Array<[ColumnEntry, number]> = [];
    const opened = [];
    for (const entry of directory.columns) {
      if (isLater(entry)) later.push([entry, at]);
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

  openLater() {
    return this.later ??= this._openLater();
  }

  _project(east: Column, north: Column) {
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

  /** First row of a day or later. @param day since 1970-01-01 */
  from(day: number) {
    return countBelow(this.n, (row) => this.day[row] + this.origin < day);
  }

  deaths(row: number): Deaths {
    const { best, low, high } = this.columns;
    const figure = (column: Column) => column[row] ? column[row] - 1 : null;
    return { best: figure(best), low: figure(low), high: figure(high) };
  }

  /** A row as an object, without its texts, and without what only cards need until that is open. */
  row(row: number): UserEvent {
    const { columns, directory, actors } = this;
    const [lat, lng] = World.position(this.x[row], this.y[row]);
    const start = this.day[row] + this.origin;
    const record: Record<string, string | number | null> = {
      row,
      start,
      end: start + columns.lasts[row],
      lat,
      lng,
      ...this.deaths(row),
    };
    if (columns.people?.[row]) record.people = columns.people[row] - 1;
    for (const [name, options] of Object.entries({ ...directory.names, ...directory.precisions })) {
      record[name] = columns[name] ? options[columns[name][row]] : '';
    }
    for (const side of ['actor_a', 'actor_b']) record[side] = actors[columns[side][row] - 1] || '';
    for (const name of directory.kilometres) {
      record[name] = columns[name]?.[row] ? (columns[name][row] - 1) / 10 : null;
    }
    return record as unknown as UserEvent;
  }

  async records(rows: number[]): Promise<UserEvent[]> {
    const records: UserEvent[] = [];
    await this.openLater();
    for (const row of rows) {
      records.push({ id: '', place: '', text: '', ...this.row(row), ...(await this.texts.of(row)) });
    }
    return records;
  }
}
