import '../../testing.ts';
import assert from 'node:assert/strict';
import { Timeline } from './timeline.ts';

const ROWS = [
  { unit: 1, start: 30, end: null, holder: 'c' },
  { unit: 1, start: 0, end: 10, holder: 'a' },
  { unit: 1, start: 10, end: 20, holder: 'b' },
  { unit: 2, start: 5, end: null, holder: 'd' },
];
const timeline = new Timeline(ROWS, 'unit');

Deno.test('a row holds from its first day on and not on the day of its end', () => {
  const holders = [-1, 0, 9, 10, 19, 20, 29, 30, 9999].map((day) => timeline.at(1, day)?.holder);
  assert.deepEqual(holders, [undefined, 'a', 'a', 'b', 'b', undefined, undefined, 'c', 'c']);
});

Deno.test('rows stand in the order of their days, whatever order they came in', () => {
  assert.deepEqual(timeline.all(1).map((row) => row.holder), ['a', 'b', 'c']);
  assert.deepEqual(timeline.days(), [0, 5, 10, 30]);
});

Deno.test('a key without rows has none', () => {
  assert.equal(timeline.at(3, 5), null);
  assert.deepEqual(timeline.all(3), []);
});
