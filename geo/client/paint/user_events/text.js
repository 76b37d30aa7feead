/** Texts of events, in chunks of some thousand rows that are opened when one of their rows is asked for. */
import { inflate } from './bytes.js';

/** @import { Bytes } from './bytes.js' */

const KEPT = 6;
/** What the name of another column of the file begins with. */
const MORE = '+';

/** Texts by name: for each row of a chunk one. @typedef {Record<string, string[]>} ChunkTexts */

/** A chunk that is being opened, or is open. @typedef {{ready: Promise<ChunkTexts>, columns: ?ChunkTexts}} Chunk */

export class Texts {
  /** @param {Bytes} bytes @param {number} start where the first chunk begins
   * @param {{rows: number, names: string[], chunks: number[]}} directory */
  constructor(bytes, start, directory) {
    this.bytes = bytes;
    this.names = directory.names;
    this.rows = directory.rows;
    this.starts = [start];
    for (const size of directory.chunks) this.starts.push(this.starts[this.starts.length - 1] + size);
    /** @type {Map<number, Chunk>} */
    this.open = new Map();
  }

  /** Other columns of the file, as they are called in the container: behind a sign. */
  get more() {
    return this.names.filter((name) => name.startsWith(MORE));
  }

  /** Whether there is any text. */
  get any() {
    return this.starts.length > 1;
  }

  /** Texts of a row if its chunk is open. @param {number} row @returns {?Record<string, string>} */
  now(row) {
    const chunk = this.open.get(Math.floor(row / this.rows));
    return chunk?.columns ? pick(chunk.columns, row % this.rows) : null;
  }

  /** Texts of a row: id, place, text, and source where sources are many. @param {number} row
   * @returns {Promise<Record<string, string>>} */
  async of(row) {
    if (!this.any) return {};
    return pick(await this._chunk(Math.floor(row / this.rows)), row % this.rows);
  }

  /** @param {number} number @returns {Promise<ChunkTexts>} */
  _chunk(number) {
    const known = this.open.get(number);
    if (known) return known.ready;
    /** @type {Chunk} */
    const chunk = { ready: this._read(number), columns: null };
    chunk.ready.then((columns) => (chunk.columns = columns)).catch(() => {}); // the caller gets the error
    this.open.set(number, chunk);
    const [oldest] = this.open.keys();
    if (this.open.size > KEPT) this.open.delete(oldest);
    return chunk.ready;
  }

  /** @param {number} number @returns {Promise<ChunkTexts>} */
  async _read(number) {
    const bytes = await inflate(this.bytes.read(this.starts[number], this.starts[number + 1]));
    const columns = JSON.parse(new TextDecoder().decode(bytes));
    return Object.fromEntries(this.names.map((name, i) => [name, columns[i]]));
  }
}

/** @param {ChunkTexts} columns @param {number} at */
function pick(columns, at) {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[at]]));
}
