import { sceneOf } from '../../testing.ts';
import assert from 'node:assert/strict';
import { Shape } from './shape.ts';
import type { PageData } from '../../paint/data/page_data.ts';

/** Two units, one degree wide and a half high, one north of the other. */
const DATA = {
  order: [],
  style: {},
  layers: {
    topology: {
      scale: 0.5,
      x0: 44,
      y0: 35,
      arcs: [[0, 1, 2, 0], [0, 1, 0, -1, 2, 0, 0, 1], [0, 1, 0, 1, 2, 0, 0, -1]],
      left: [1, 0, 1],
      right: [0, -1, -1],
      level: [3, 0, 0],
      rings: [[[1, ~0]], [[2, ~0]]],
    },
    units: { unit: ['A1', 'A2'], pcode: ['A', 'A'], district: ['D', 'D'], km2: [5060, 5030] },
    districts: { pcode: ['D'], name_en: ['Dee'], units: [[0, 1]] },
  },
} as unknown as PageData;

const atlas = await sceneOf(DATA, '');
const shape = (text: string) => new Shape(atlas, text);

Deno.test('areas that are named have the ground of their units; those that there are not are said', () => {
  const { units, missing } = shape('districts:D.X');
  assert.deepEqual([...units], [0, 1]);
  assert.deepEqual(missing, ['X']);
  assert.deepEqual([...shape('subdistricts:A').km2()], [[0, 5060], [1, 5030]]);
  assert.deepEqual(shape('districts:D').names(), ['Dee']);
});

Deno.test('a polygon over half of a unit has half of its ground', () => {
  const half = shape('44,35;44.5,35;44.5,35.5;44,35.5').km2();
  assert.deepEqual([...half.keys()], [0]);
  assert.ok(Math.abs((half.get(0) || 0) / 2530 - 1) < 0.01, `${half.get(0)}`);
});

Deno.test('a polygon around a unit has all of it, and none of the next', () => {
  assert.equal(shape('43.9,34.9;45.1,34.9;45.1,35.51;43.9,35.51').km2().get(0), 5060);
  assert.equal(shape('40,30;41,30;41,31').km2().size, 0);
});

Deno.test('the direction of a polygon does not matter, and one that crosses itself has what lies in it once', () => {
  const [left, other] = ['44,35;44.5,35;44.5,35.5;44,35.5', '44,35.5;44.5,35.5;44.5,35;44,35'].map((text) =>
    shape(text).km2().get(0)
  );
  assert.ok(Math.abs(Number(left) - Number(other)) < 1e-6);
  const bow = shape('44,35;45,35.5;45,35;44,35.5').km2().get(0);
  assert.ok(Math.abs(Number(bow) / 2530 - 1) < 0.02, `${bow}`);
});

Deno.test('a row lies in a polygon by its position, in named areas by its unit', () => {
  const row = { at: 1, lon: 44.2, lat: 35.2 };
  assert.equal(shape('44,35;44.5,35;44.5,35.5;44,35.5').holds(row), true);
  assert.equal(shape('44.5,35;45,35;45,35.5').holds(row), false);
  assert.equal(shape('districts:D').holds(row), true);
  assert.equal(shape('44,35;44.5,35;44.5,35.5').holds({ at: -1, lon: null, lat: null }), false);
});
