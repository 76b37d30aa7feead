/** Texts of events, in chunks of some thousand rows that are opened when one of their rows is asked for. */
import { type Bytes, inflate } from '../data/packed.ts';

const KEPT = 6;
const MORE = '+'; // what the name of another column of the file begins with

type ChunkTexts = Record<string, string[]>;

type Chunk = { ready: Promise<ChunkTexts>; columns: ChunkTexts | null };

export class Texts {
  names: string[];
  rows: number;
  starts: number[];
  open: Map<number, Chunk> = new Map();

  constructor(readonly bytes: Bytes, start: number, directory: { rows: number; names: string[]; chunks: number[] }) {
    this.names = directory.names;
    this.rows = directory.rows;
    this.starts = [start];
    for (const size of directory.chunks) this.starts.push(this.starts[this.starts.length - 1] + size);
  }

  /** Other columns of the file, as they are called in the container: behind a sign. */
  get more() {
    return this.names.filter((name) => name.startsWith(MORE));
  }

  get any() {
    return this.starts.length > 1;
  }

  now(row: number): Record<string, string> | null {
    const chunk = this.open.get(Math.floor(row / this.rows));
    return chunk?.columns ? pick(chunk.columns, row % this.rows) : null;
  }

  /** Texts of a row: id, place, text, and source where sources are many. */
  async of(row: number): Promise<Record<string, string>> {
    if (!this.any) return {};
    return pick(await this._chunk(Math.floor(row / this.rows)), row % this.rows);
  }

  _chunk(number: number): Promise<ChunkTexts> {
    const former = this.open.get(number);
    if (former) return former.ready;
    const chunk: Chunk = { ready: this._read(number), columns: null };
    chunk.ready.then((columns) => (chunk.columns = columns)).catch(() => {}); // the caller gets the error
    this.open.set(number, chunk);
    const [oldest] = this.open.keys();
    if (this.open.size > KEPT) this.open.delete(oldest);
    return chunk.ready;
  }

  async _read(number: number): Promise<ChunkTexts> {
    const bytes = await inflate(this.bytes.read(this.starts[number], this.starts[number + 1]));
    const columns = JSON.parse(new TextDecoder().decode(bytes));
    return Object.fromEntries(this.names.map((name, i) => [name, columns[i]]));
  }
}

function pick(columns: ChunkTexts, at: number) {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[at]]));
}
