import { fixture } from '../../testing.ts';
import assert from 'node:assert/strict';
import { roundBand } from '../data/doubt.ts';
import { wholePercents } from './ground.ts';

const { cases } = fixture<{ cases: Array<[parts: number[], percents: number[]]> }>('percents');

Deno.test('shares are the whole percents that Python writes', () => {
  for (const [parts, percents] of cases) {
    const sum = parts.reduce((a, b) => a + b, 0);
    const shares = wholePercents(parts.map((part) => ({ part: part / sum })));
    assert.deepEqual(shares.map((share) => share.percent), percents);
  }
});

Deno.test('a figure never lies beyond its own band, however that is rounded', () => {
  assert.deepEqual(roundBand(60000, [58262.1, 63202.4]), [58300, 60000, 63200]);
  assert.deepEqual(roundBand(8546.9, [0, 8546.9]), [0, 8500, 8500]);
  assert.deepEqual(roundBand(1074.6, [183, 1069]), [180, 1070, 1070]);
  assert.equal(roundBand(8546.9, [8546.9, 8546.9]), null);
});
