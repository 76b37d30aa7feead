/**
 * Tiles in one file that the reader opened: PMTiles, version 3 (github.com/protomaps/PMTiles, spec/v3). What is read of
 * the file is its header, its directories and the tiles that are shown.
 */

/** Bytes of the header; largest directory or picture, and largest vector tile, that are read, packed or unpacked: to
 * draw the lines of a larger one would keep the page from answering. Zooms there are. Bytes unpacked at a time. */
const HEAD = 127;
const LARGEST = 16 * 1024 * 1024;
const LARGEST_VECTOR = 2 * 1024 * 1024;
const DEEPEST = 30;
const PIECE = 2048;
/** How tiles are written, by the header's number. @type {Record<number, string>} */
const KINDS = { 1: 'vector', 2: 'image/png', 3: 'image/jpeg', 4: 'image/webp', 5: 'image/avif' };

/** @typedef {{id: number, run: number, offset: number, length: number}} Entry */

/** Numbers of seven bits a byte, the lowest first. */
export class Numbers {
  /** @param {Uint8Array} bytes @param {number} [at] @param {number} [end] */
  constructor(bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  next() {
    let value = 0;
    for (let factor = 1;; factor *= 128) {
      if (this.at >= this.end || factor > 2 ** 56) throw new Error('number cut short');
      const byte = this.bytes[this.at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
}

/** The number of a tile: along Hilbert's curve, after all tiles of lower zooms. @param {number} z @param {number} x
 * @param {number} y */
export function tileId(z, x, y) {
  let count = (4 ** z - 1) / 3;
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const [right, below] = [x & side ? 1 : 0, y & side ? 1 : 0];
    count += side * side * ((3 * right) ^ below);
    if (below === 0) {
      if (right === 1) [x, y] = [side - 1 - x, side - 1 - y];
      [x, y] = [y, x];
    }
  }
  return count;
}

export class Archive {
  /** @param {Blob} file */
  constructor(file) {
    this.file = file;
    /** @type {Map<number, Promise<Entry[]>>} */
    this.directories = new Map();
  }

  /** Read the header. @param {Blob} file */
  static async open(file) {
    const archive = new Archive(file);
    const head = await archive._bytes(0, HEAD);
    if (String.fromCharCode(...head.subarray(0, 7)) !== 'PMTiles' || head[7] !== 3) throw new Error('no PMTiles');
    const view = new DataView(head.buffer, head.byteOffset, HEAD);
    /** @param {number} at */
    const readLong = (at) => Number(view.getBigUint64(at, true));
    archive.root = [readLong(8), readLong(16)];
    archive.leaves = readLong(40);
    archive.tiles = readLong(56);
    [archive.packedInside, archive.packed] = [head[97], head[98]];
    archive.kind = KINDS[head[99]] || '';
    [archive.minZoom, archive.maxZoom] = [head[100], head[101]];
    const packings = [archive.packedInside, archive.packed];
    if (!archive.kind || packings.some((packing) => packing !== 1 && packing !== 2)) {
      throw new Error('tiles of another kind');
    }
    if (archive.minZoom > archive.maxZoom || archive.maxZoom > DEEPEST) throw new Error('zooms that cannot be');
    return archive;
  }

  /** @type {[number, number]} */
  root = [0, 0];
  leaves = 0;
  tiles = 0;
  packedInside = 1;
  packed = 1;
  kind = '';
  minZoom = 0;
  maxZoom = 0;

  /** @param {number} offset @param {number} length */
  async _bytes(offset, length) {
    if (length > LARGEST || offset + length > this.file.size) throw new Error('the file is cut short');
    return new Uint8Array(await this.file.slice(offset, offset + length).arrayBuffer());
  }

  /** Unpack bytes, no more of them than are read. @param {Uint8Array} bytes @param {number} packing
   * @param {number} [most] */
  async _unpack(bytes, packing, most = LARGEST) {
    const packed = pieces(bytes);
    const reader = (packing === 2 ? packed.pipeThrough(new DecompressionStream('gzip')) : packed).getReader();
    const parts = [];
    for (let size = 0, next = await reader.read(); next.value; next = await reader.read()) {
      size += next.value.length;
      if (size > most) {
        reader.cancel().catch(() => {});
        throw new Error('more bytes than are read');
      }
      parts.push(next.value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  /** @param {number} offset @param {number} length @returns {Promise<Entry[]>} */
  _directory(offset, length) {
    const known = this.directories.get(offset) ||
      this._bytes(offset, length).then((bytes) => this._unpack(bytes, this.packedInside)).then(entries);
    this.directories.set(offset, known);
    return known;
  }

  /** The bytes of a tile; null where the file has none. @param {number} z @param {number} x @param {number} y */
  async tile(z, x, y) {
    const id = tileId(z, x, y);
    let [offset, length] = this.root;
    for (let depth = 0; depth < 4; depth++) {
      const entry = last(await this._directory(offset, length), id);
      if (!entry) return null;
      if (entry.run) {
        if (id >= entry.id + entry.run) return null;
        const most = this.kind === 'vector' ? LARGEST_VECTOR : LARGEST;
        return this._unpack(await this._bytes(this.tiles + entry.offset, entry.length), this.packed, most);
      }
      [offset, length] = [this.leaves + entry.offset, entry.length];
    }
    return null;
  }
}

/** Bytes as a stream of small pieces: whatever one piece unpacks to lies in memory before any of it is counted.
 * @param {Uint8Array} bytes @returns {ReadableStream<Uint8Array<ArrayBuffer>>} */
function pieces(bytes) {
  let at = 0;
  return new ReadableStream({
    pull(control) {
      if (at < bytes.length) control.enqueue(new Uint8Array(bytes.subarray(at, at += PIECE)));
      else control.close();
    },
  });
}

/** @param {Uint8Array} bytes @returns {Entry[]} */
function entries(bytes) {
  const numbers = new Numbers(bytes);
  const count = numbers.next();
  if (count > bytes.length) throw new Error('a directory that cannot be');
  const column = () => Array.from({ length: count }, () => numbers.next());
  const [steps, runs, lengths, offsets] = [column(), column(), column(), column()];
  let [id, next] = [0, 0];
  return steps.map((step, i) => {
    id += step;
    const offset = offsets[i] === 0 ? next : offsets[i] - 1;
    next = offset + lengths[i];
    return { id, run: runs[i], offset, length: lengths[i] };
  });
}

/** The last entry that does not begin after an id. @param {Entry[]} list @param {number} id */
function last(list, id) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].id <= id) low = middle + 1;
    else high = middle;
  }
  return low ? list[low - 1] : null;
}
