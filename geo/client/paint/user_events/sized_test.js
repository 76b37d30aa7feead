/** Circles by figures: drawn in pieces of about the same work, whatever their size. */
import '../../testing.js';
import assert from 'node:assert/strict';
import { Sized } from './sized.js';

/** Square pixels of the circles of each piece, where many events of one figure lie in cells of their own.
 * @param {number} together events in a cell @param {number} ratio @returns {number[]} */
function paintedBy(together, ratio) {
  const cells = 400;
  const n = cells * together;
  let sum = 0;
  const ctx = {
    beginPath() {},
    fill() {},
    stroke() {},
    arc: (/** @type {number} */ _x, /** @type {number} */ _y, /** @type {number} */ radius) =>
      sum += Math.PI * radius ** 2,
  };
  const screen = {
    codes: Int32Array.from({ length: n }, (_, i) => i % cells),
    filter: { from: 0, to: n },
    classes: [0],
    columns: cells,
    rows: 1,
    ink: { kinds: ['#000'], paper: '#fff' },
    store: {
      x: new Float32Array(n),
      y: new Float32Array(n),
      columns: { type: new Uint8Array(n) },
      figures: new Uint16Array(n).fill(11),
      most: 10,
    },
  };
  const result = [];
  const frame = { ratio, pixel: (/** @type {number} */ x, /** @type {number} */ y) => [x, y] };
  for (
    const _ of new Sized().paint(
      /** @type {never} */ (screen),
      /** @type {never} */ ({ ctx }),
      /** @type {never} */ (frame),
    )
  ) {
    result.push(sum);
    sum = 0;
  }
  return result;
}

Deno.test('no piece fills many more pixels than another, be circles small or large', () => {
  for (const [together, ratio] of [[1, 1], [1, 2], [9, 2], [30, 2]]) {
    const painted = paintedBy(together, ratio);
    assert.ok(Math.max(...painted) < 400_000, `${together} events at ratio ${ratio}: ${Math.max(...painted)}`);
    const radius = Math.min(60, 12 * Math.sqrt(together)) * ratio;
    const all = painted.reduce((left, right) => left + right);
    assert.ok(Math.abs(all - 400 * Math.PI * radius ** 2) < 1, 'all are drawn');
  }
});
