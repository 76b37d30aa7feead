import '../../testing.js';
import assert from 'node:assert/strict';
import { Archive, tileId } from './archive.js';
import { sides } from './basemap.js';

Deno.test('tiles are numbered along the curve, zoom after zoom', () => {
  assert.deepEqual([[0, 0], [0, 1], [1, 1], [1, 0]].map(([x, y]) => tileId(1, x, y)), [1, 2, 3, 4]);
  assert.equal(tileId(0, 0, 0), 0);
  for (const z of [2, 3, 5]) {
    const side = 2 ** z;
    const all = Array.from({ length: side * side }, (_, i) => tileId(z, i % side, Math.floor(i / side)));
    const first = (4 ** z - 1) / 3;
    assert.deepEqual(all.sort((a, b) => a - b), Array.from(all, (_, i) => first + i));
  }
});

Deno.test('what is no PMTiles, or cut short, is refused', async () => {
  await assert.rejects(Archive.open(new Blob(['PMTiles'])), /cut short/);
  await assert.rejects(Archive.open(new Blob([new Uint8Array(200)])), /no PMTiles/);
});

/** A file of tiles of one kind (the header's number) whose one tile is these bytes, packed. @param {number} kind
 * @param {Uint8Array} tile @param {[number, number]} [zooms] */
async function archive(kind, tile, [first, final] = [0, 0]) {
  /** @param {Uint8Array} bytes */
  const pack = async (bytes) => {
    const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new CompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };
  const packed = await pack(tile);
  /** @param {number} value @returns {number[]} */
  const number = (value) => value < 128 ? [value] : [(value % 128) + 128, ...number(Math.floor(value / 128))];
  const root = await pack(new Uint8Array([1, 0, 1, ...number(packed.length), 1]));
  const head = new Uint8Array(127);
  head.set([...'PMTiles'].map((sign) => sign.charCodeAt(0)));
  head[7] = 3;
  const view = new DataView(head.buffer);
  [127, root.length, 0, 0, 0, 0, 127 + root.length, packed.length].forEach((value, i) =>
    view.setBigUint64(8 + 8 * i, BigInt(value), true)
  );
  head.set([2, 2, kind, first, final], 97);
  return new Blob([head, /** @type {BlobPart} */ (root), /** @type {BlobPart} */ (packed)]);
}

/** Count the bytes that are unpacked meanwhile. @param {() => Promise<unknown>} act */
async function unpackedBy(act) {
  const native = globalThis.DecompressionStream;
  let bytes = 0;
  globalThis.DecompressionStream = class extends native {
    /** @param {CompressionFormat} format */
    constructor(format) {
      super(format);
      const counted = super.readable.pipeThrough(
        new TransformStream({
          transform(chunk, control) {
            bytes += chunk.length;
            control.enqueue(chunk);
          },
        }),
      );
      Object.defineProperty(this, 'readable', { value: counted });
    }
  };
  await act().finally(() => globalThis.DecompressionStream = native);
  return bytes;
}

Deno.test('no more of a tile is unpacked than can be drawn', async () => {
  const small = await Archive.open(await archive(1, new Uint8Array(1000)));
  assert.equal((await small.tile(0, 0, 0))?.length, 1000);
  const vector = await Archive.open(await archive(1, new Uint8Array(3 << 20)));
  await assert.rejects(vector.tile(0, 0, 0), /more bytes than are read/);
  const picture = await Archive.open(await archive(2, new Uint8Array(3 << 20)));
  assert.equal((await picture.tile(0, 0, 0))?.length, 3 << 20);
  const large = await Archive.open(await archive(2, new Uint8Array(200 << 20)));
  const bytes = await unpackedBy(() => assert.rejects(large.tile(0, 0, 0), /more bytes than are read/));
  assert.ok(bytes > 16 << 20 && bytes < 32 << 20, `${bytes} bytes`);
});

Deno.test('zooms that no map has are refused', async () => {
  await assert.rejects(archive(1, new Uint8Array(9), [0, 255]).then(Archive.open), /zooms/);
  await assert.rejects(archive(1, new Uint8Array(9), [9, 8]).then(Archive.open), /zooms/);
});

Deno.test('how large a picture is, is known before it is unpacked', () => {
  /** @param {string} signs @param {number[]} tail */
  const bytes = (signs, tail) =>
    Uint8Array.from([...[...signs].map((item) => item.charCodeAt(0)), ...tail, ...Array(40).fill(0)]);
  const wide = [0, 0, 0x4e, 0x20, 0, 0, 0, 9];
  assert.deepEqual(sides(bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', wide)), [20000, 9]);
  assert.deepEqual(sides(bytes('\xff\xd8\xff\xe0\0\x04ab\xff\xc2\0\x11\x08', [1, 0, 2, 0])), [512, 256]);
  assert.deepEqual(sides(bytes('RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0', [255, 255, 255, 1, 0, 0])), [1 << 24, 2]);
  assert.deepEqual(sides(bytes('RIFF\0\0\0\0WEBPVP8L\0\0\0\0/', [255, 255, 255, 15])), [16384, 16384]);
  assert.deepEqual(sides(bytes('RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01*', [0, 1, 0, 2])), [256, 512]);
  assert.deepEqual(sides(bytes('\0\0\0\x1cftypavif\0\0\0\x14ispe\0\0\0\0', wide)), [20000, 9]);
  assert.deepEqual(sides(bytes('<svg>', [])), [NaN]);
  assert.deepEqual(sides(bytes('GIF89a', [255, 255])), [NaN]);
});
