import { fixture } from '../../testing.js';
import assert from 'node:assert/strict';
import { roundBand } from '../data/doubt.js';
import { span, wholePercents } from './ground.js';

const { cases } = fixture('percents');

Deno.test('shares are the whole percents that Python writes', () => {
  for (const [parts, percents] of cases) {
    const sum = parts.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0);
    const shares = wholePercents(parts.map((/** @type {number} */ part) => ({ part: part / sum })));
    assert.deepEqual(shares.map((share) => share.percent), percents);
  }
});

Deno.test('the age of evidence is told in days, months or years', () => {
  assert.deepEqual(span(0), ['days', 0]);
  assert.deepEqual(span(60), ['days', 60]);
  assert.deepEqual(span(61), ['months', 2]);
  assert.deepEqual(span(364), ['months', 11]);
  assert.equal(span(365)[0], 'years');
  assert.equal(span(3653)[1].toFixed(1), '10.0');
});

Deno.test('a figure never lies beyond its own band, however that is rounded', () => {
  assert.deepEqual(roundBand(60000, [58262.1, 63202.4]), [58300, 60000, 63200]);
  assert.deepEqual(roundBand(8546.9, [0, 8546.9]), [0, 8500, 8500]);
  assert.deepEqual(roundBand(1074.6, [183, 1069]), [180, 1070, 1070]);
  assert.equal(roundBand(8546.9, [8546.9, 8546.9]), null);
});
