import { fixture } from '../testing.ts';
import assert from 'node:assert/strict';
import { arrival, bundle, fetchLater } from './bundle.ts';
import { expand, rowsOf } from '../paint/data/rows.ts';

Deno.test('what cards tell comes once one asks for it, and who asked before hears that he has to ask again', async () => {
  const { first, later }: { first: string; later: string } = fixture('blocks');
  const blocks = new Map([['greenline-data', first], ['greenline-later', later]]);
  const read: string[] = [];
  Object.assign(globalThis, {
    document: {
      getElementById: (id: string) => {
        read.push(id);
        return { textContent: blocks.get(id), getAttribute: () => 'text/plain' };
      },
    },
  });
  const data = await bundle();
  assert.deepEqual(data.order, ['towns']);
  assert.deepEqual(read, ['greenline-data']);
  const rows = rowsOf(data.layers.towns);
  assert.deepEqual(rows.map(({ id, note, source }) => [id, note, source]), [
    ['erbil', '', ''],
    ['sinjar', '', ''],
    ['zakho', '', ''],
  ]);
  assert.deepEqual(data.sources, {});
  assert.equal(await arrival, true);
  assert.deepEqual(data.sources, { hrw: ['Title', 'HRW', '', '2014'], un: ['نص', 'UN', '', ''] });
  const filled = [['erbil', 'نص', 'un;hrw'], ['sinjar', '', 'hrw'], ['zakho', null, '']];
  for (const table of [rows, rowsOf(data.layers.towns)]) {
    assert.deepEqual(table.map(({ id, note, source }) => [id, note, source]), filled);
  }
  await fetchLater();
  assert.equal(data.sources, data.sources);
  assert.equal(read.length, 2);
});

Deno.test('a column that repeats texts comes back as it was, once and again', () => {
  const tables = { spells: { holder: { of: ['federal', null], at: [0, 1, 0] }, start: [1, 2, 3] }, day: 5, none: null };
  expand(tables);
  expand(tables);
  assert.deepEqual(tables, { spells: { holder: ['federal', null, 'federal'], start: [1, 2, 3] }, day: 5, none: null });
});
