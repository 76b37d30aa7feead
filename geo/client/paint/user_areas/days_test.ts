import '../../testing.ts';
import assert from 'node:assert/strict';
import { mapDays } from './days.ts';

const rows = (spans: Array<[number | null, number | null]>) => spans.map(([start, end]) => ({ start, end }));

Deno.test('the newest map up to the day is shown, and none before the first', () => {
  const several = rows([[10, 12], [10, 12], [12, 15], [15, null]]);
  assert.deepEqual(mapDays(several, 9), { isKnown: false, newest: null, first: 10 });
  assert.deepEqual(mapDays(several, 14), { isKnown: true, newest: 12, first: 10 });
  assert.deepEqual(mapDays(several, 99), { isKnown: true, newest: 15, first: 10 });
});

Deno.test('a map without a day is of any day', () => {
  assert.deepEqual(mapDays(rows([[null, null]]), 9), { isKnown: true, newest: null, first: null });
});
