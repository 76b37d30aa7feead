import assert from 'node:assert/strict';
import { byRank } from './citation.js';

Deno.test('sources stand by the kind of their publishers, once each, else as a row names them', () => {
  const atlas = {
    data: { ranks: { '': 2, Court: 0, Agency: 1, Forum: 4 } },
    sources: { f: ['', 'Forum'], p: ['', 'Paper'], a: ['', 'Agency'], c: ['', 'Court'], q: ['', 'Press'] },
  };
  assert.deepEqual(byRank(atlas, ['f', 'q', 'a', '', 'p', 'unknown', 'c', 'a']), ['c', 'a', 'q', 'p', 'unknown', 'f']);
});
