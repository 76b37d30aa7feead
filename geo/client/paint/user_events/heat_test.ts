/** The haze of events: smoothed some rows at a time, and enlarged in a task of its own. */
import '../../testing.ts';
import assert from 'node:assert/strict';
import { setCanvasFactory } from '../map/pieces.ts';
import { Heat } from './heat.ts';

const [COLUMNS, ROWS] = [40, 240];

/** Every stop of a painting: its value, and whether the canvas was drawn on since the one before. */
function stopsOf() {
  let isDrawn = false;
  const small = {
    canvas: { width: 0, height: 0 },
    createImageData: () => ({ data: new Uint8ClampedArray(4 * COLUMNS * ROWS) }),
    putImageData() {},
  };
  setCanvasFactory((() => small) as never);
  const screen = {
    codes: Int32Array.from({ length: 900 }, (_, i) => (i * 7) % (COLUMNS * ROWS)),
    filter: { from: 0, to: 900 },
    columns: COLUMNS,
    rows: ROWS,
    ink: { name: 'day', crowd: [[0, 0, 0], [1, 1, 1]] },
  };
  const slate = { ctx: { drawImage: () => isDrawn = true } };
  const frame = {};
  const stops = [];
  for (
    const value of new Heat().paint(screen as never, slate as never, frame as never, true)
  ) {
    stops.push({ value, isDrawn });
    isDrawn = false;
  }
  return stops;
}

Deno.test('between two stops few rows are smoothed, and the last piece enlarges them', () => {
  const stops = stopsOf();
  assert.ok(stops.length > 2 * 2 * (ROWS / 60), `${stops.length} stops`);
  assert.deepEqual(stops.map(({ isDrawn }) => isDrawn).lastIndexOf(false), stops.length - 2);
  assert.equal(stops.at(-2)?.value, null);
});
