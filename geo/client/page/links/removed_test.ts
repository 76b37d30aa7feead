import '../../testing.ts';
import assert from 'node:assert/strict';
import * as View from '../../paint/data/view.ts';
import { replaceRemoved } from './removed.ts';
import type { Atlas } from '../page.ts';

function settle(selection: string, detailSince = '2.0.0') {
  const units = [{ unit: 'A1N01', pcode: 'A1N01' }, { unit: 'A1N02a', pcode: 'A1N02' }];
  const layers = new Map(Object.entries({
    control: { units, index: new Map(units.map(({ unit }, i) => [unit, i])) },
    events: { byId: new Map([['2016-01-02-here', {}]]) },
  }));
  const view = { ...View.initial(), selection };
  const atlas = { layers, data: { about: { detailSince } } } as unknown as Atlas;
  const { view: next, note } = replaceRemoved(atlas, view);
  return [next.selection, next.date === view.date, note];
}

Deno.test('a link to a row that is gone opens what stands there now, and says so', () => {
  const cases: Array<[string, Array<string | boolean | null>]> = [
    ['control:A1N01', ['control:A1N01', true, '']],
    ['control:A1N01-12', ['control:A1N01', true, 'link.removed.unit']],
    ['control:A1N01b', ['control:A1N01', true, 'link.removed.unit']],
    ['control:A1N02b-3', ['control:A1N02a', true, 'link.removed.unit']],
    ['control:B9', ['control:B9', true, '']],
    ['events:2016-01-02-here', ['events:2016-01-02-here', true, '']],
    ['events:2015-03-04-gone', [null, false, 'link.removed.event']],
    ['events:2015-03-gone', [null, false, 'link.removed.event']],
    ['events:2015-99-gone', ['events:2015-99-gone', true, '']],
    ['events:<b>', ['events:<b>', true, '']],
    ['fields:A1', ['fields:A1', true, '']],
  ];
  for (const [selection, expected] of cases) assert.deepEqual(settle(selection), expected, selection);
});

Deno.test('without a scope every link is left as it is', () => {
  assert.deepEqual(settle('control:A1N01b', ''), ['control:A1N01b', true, '']);
});
