import '../../testing.ts';
import assert from 'node:assert/strict';
import { decode, Topology } from './topology.ts';
import * as World from './world.ts';

/** Two squares side by side, one degree wide: the border between them is one arc, which both rings use. The left one
 * has a hole. */
const DATA = {
  scale: 0.5,
  x0: 44,
  y0: 35,
  arcs: [
    [2, 0, 0, 2], // the border, northwards
    [2, 2, -2, 0, 0, -2, 2, 0], // the rest of the left one
    [2, 0, 2, 0, 0, 2, -2, 0], // the rest of the right one
    [0.5, 0.5, 0.5, 0, 0, 0.5, -0.5, -0.5], // the hole
  ],
  left: [0, 0, -1, 0],
  right: [1, -1, 1, -1],
  level: [3, 0, 0, 4],
  rings: [[[0, 1], [3]], [[2, ~0]]],
};
const topology = new Topology(DATA);
const unitAt = (lon: number, lat: number) => topology.unitAt({ lat, lng: lon });

Deno.test('steps become points on the plane, and back', () => {
  const points = decode([2, 2, -2, 0], DATA);
  const back = [0, 2].map((i) => World.position(points[i], points[i + 1]));
  back.flat().forEach((value, i) => assert.ok(Math.abs(value - [36, 45, 36, 44][i]) < 1e-9));
});

Deno.test('a position lies in its unit, in none outside, and not in a hole', () => {
  assert.equal(unitAt(44.8, 35.5), 0);
  assert.equal(unitAt(45.5, 35.5), 1);
  assert.equal(unitAt(46.5, 35.5), -1);
  assert.equal(unitAt(44.5, 36.5), -1);
  assert.equal(unitAt(44.45, 35.3), -1, 'the hole');
});

Deno.test('an arc is drawn once, whichever unit asks', () => {
  const count = (test: (left: number, right: number, level: number) => boolean) =>
    (topology.lines(test) as unknown as { points: number[][] }).points.length;
  assert.equal(count((left, right) => left === 0 && right === 1), 2);
  assert.equal(count((_left, _right, level) => level === 0), 8);
  assert.equal(count(() => false), 0);
});

Deno.test('an arc that is used backwards joins the ring without a point twice', () => {
  assert.equal(topology.rings[1][0].length / 2, 5, 'four corners, closed');
});

Deno.test('the frame around units is that of all of them', () => {
  const box = topology.bounds([0, 1]);
  box.forEach((value, i) => assert.ok(Math.abs(value - [44, 35, 46, 36][i]) < 1e-9, `${value}`));
});

Deno.test('a place just beyond an outline belongs to the unit beside it', () => {
  const nearestUnit = (lon: number, lat: number) => topology.unitNear({ lat, lng: lon });
  assert.equal(unitAt(46.003, 35.5), -1);
  assert.equal(nearestUnit(46.003, 35.5), 1);
  assert.equal(nearestUnit(46.01, 35.5), -1);
});
