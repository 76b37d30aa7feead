import '../../testing.ts';
import assert from 'node:assert/strict';
import { cited, citedIds, readCited } from '../../paint/data/rows.ts';
import { byRank, titleOf } from './citation.ts';

Deno.test('sources stand by the kind of their publishers, once each, else as a row names them', () => {
  const atlas = {
    data: { ranks: { '': 2, Court: 0, Agency: 1, Forum: 4 } },
    sources: { f: ['', 'Forum'], p: ['', 'Paper'], a: ['', 'Agency'], c: ['', 'Court'], q: ['', 'Press'] },
  };
  assert.deepEqual(byRank(atlas, ['f', 'q', 'a', '', 'p', 'unknown', 'c', 'a']), ['c', 'a', 'q', 'p', 'unknown', 'f']);
  assert.deepEqual(byRank(atlas, ['q', 'a', 'a=s', 'c=n']), ['c=n', 'a=s', 'q']);
});

Deno.test('a source keeps what it says of the row, in a table it is an id alone', () => {
  const entries = cited({ source: 'a;b;c', says: 's2014-06-12ln' });
  assert.deepEqual(entries.split(';').map(readCited), [['a', 's2014-06-12'], ['b', 'l'], ['c', 'n']]);
  assert.equal(citedIds(entries), 'a;b;c');
  assert.equal(cited({ source: 'a;b' }), 'a;b');
});

Deno.test("a source of our own has its title in the reader's language, a page has its own", () => {
  const atlas = {
    sources: {
      own: ['General knowledge', 'Ours', '', ''],
      page: ['General knowledge', 'Paper', 'https://a.example', ''],
    },
    dataText: (): string => 'معرفة عامة',
  };
  assert.equal(titleOf(atlas, 'own'), 'معرفة عامة');
  assert.equal(titleOf(atlas, 'page'), 'General knowledge');
});
