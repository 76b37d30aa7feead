import './../testing.js';
import assert from 'node:assert/strict';
import { Archive, tileId } from './archive.js';

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
