import '../../testing.js';
import assert from 'node:assert/strict';
import { faults, yaml } from './file.js';

/** @import { Said } from './file.js' */

/** @type {Said} */
const SPAN = {
  ask: 'spell',
  table: 'spells',
  about: 'X1',
  row: 'X1-1',
  start: '2006-01-01',
  end: '2006-06-01',
  precision: 'month',
  cells: { holder: 'mixed', forces: '' },
  source: { title: 'A "report"', url: 'https://example.org/r', publisher: '', date: '' },
  confidence: 'low',
  reason: 'The report\nsays so.\u202e',
};
/** @type {[string, string]} */
const DAYS = ['1991-01-01', '2026-11-25'];

/** @param {Partial<Said>} other */
const keys = (other) => faults({ ...SPAN, ...other }, ['holder'], DAYS).map(([key]) => key);

Deno.test('a proposal is written without what is empty, each text on one line', () => {
  assert.deepEqual(faults(SPAN, ['holder'], DAYS), []);
  const text = yaml(SPAN, '1.2.0', '2026-11-25');
  assert.match(text, /^kind: "span"\nfact:\n {2}table: "spells"\n {2}about: "X1"\n/);
  assert.match(text, /reason: "The report says so."\n/);
  assert.ok(!text.includes('forces') && !text.includes('publisher'));
});

Deno.test('what cannot be is named', () => {
  assert.deepEqual(keys({ start: '2006-02-30' }), ['propose.fault.day']);
  assert.deepEqual(keys({ end: '2005-01-01' }), ['propose.fault.end']);
  assert.deepEqual(keys({ end: '2031-01-01' }), ['propose.fault.late']);
  assert.deepEqual(keys({ cells: {} }), ['propose.fault.needed']);
  assert.deepEqual(keys({ source: { ...SPAN.source, url: 'javascript:x' } }), ['propose.fault.url']);
  assert.deepEqual(keys({ reason: ' ' }), ['propose.fault.needed']);
  assert.deepEqual(keys({ ask: 'source', start: '', source: {} }), ['propose.fault.needed', 'propose.fault.needed']);
});

Deno.test('a source goes to the row of the card where there is one', () => {
  assert.match(
    yaml({ ...SPAN, ask: 'source' }, '', '2026-11-25'),
    /kind: "correction"\nfact:\n {2}table: "spells"\n {2}row: "X1-1"\n/,
  );
  assert.match(yaml({ ...SPAN, ask: 'source', row: '' }, '', '2026-11-25'), /^kind: "source"\nnew_source:/);
});
