import '../../testing.ts';
import assert from 'node:assert/strict';
import { expand } from './rows.ts';

Deno.test('a column that repeats texts comes back as it was, once and again', () => {
  const tables = { spells: { holder: { of: ['federal', null], at: [0, 1, 0] }, start: [1, 2, 3] }, day: 5, none: null };
  expand(tables);
  expand(tables);
  assert.deepEqual(tables, { spells: { holder: ['federal', null, 'federal'], start: [1, 2, 3] }, day: 5, none: null });
});
