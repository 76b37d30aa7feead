/** The page and Python answer alike about the whole atlas: `tests/client/test_agreement.py` writes what Python says. */
import { sceneOf } from './testing.js';
import assert from 'node:assert/strict';
import * as Dates from './paint/data/dates.js';
import { exposure } from './page/area_of_interest/exposure.js';
import { Shape } from './page/area_of_interest/shape.js';

/** @import { PageData } from './paint/data/page_data.js' */

/**
 * What Python answers.
 * @typedef {Object} Answers
 * @property {PageData} data
 * @property {Array<{day: string, perspective: string, holders: Record<string, string>}>} held
 * @property {Array<{first: string, last: string, perspective: string, ground: Record<string, [number, number]>}>} changes
 * @property {Array<{text: string, day: string, totals: Record<string, ?number>, ids: Record<string, string[]>}>} exposure
 */

const path = Deno.permissions.querySync({ name: 'env', variable: 'GREENLINE_AGREEMENT' }).state === 'granted'
  ? Deno.env.get('GREENLINE_AGREEMENT')
  : undefined;
/** @type {Answers | undefined} */
const answers = path ? JSON.parse(Deno.readTextFileSync(path)) : undefined;
if (!answers) console.log('agreement: no answers of Python are given; tests/client/test_agreement.py gives them');

/** @param {string} name @param {(answers: Answers) => Promise<void>} run */
function test(name, run) {
  Deno.test({ name, ignore: !answers, fn: () => run(/** @type {Answers} */ (answers)) });
}

/** Whether two figures are near enough. @param {number} one @param {number} other @param {number} share */
const near = (one, other, share) => Math.abs(one - other) <= Math.max(share * Math.abs(other), 1e-6);

test('who holds each unit on a day, in every perspective', async ({ data, held }) => {
  const control = (await sceneOf(data, '')).layers.get('control');
  assert.ok(control);
  for (const { day, perspective, holders } of held) {
    /** @type {[string, string][]} */
    const found = control.units.map((unit, i) => [unit.unit, control.classOf(i, Dates.known(day), perspective)]);
    assert.deepEqual(Object.fromEntries(found), holders, `${day} ${perspective}`);
  }
});

test('what ground changed from whom to whom', async ({ data, changes }) => {
  for (const { first, last, perspective, ground } of changes) {
    const control = (await sceneOf(data, `p=${perspective}`)).layers.get('control');
    const found = control?.changes(Dates.known(first), Dates.known(last)) || [];
    assert.deepEqual(new Set(found.map(({ from, to }) => `${from}>${to}`)), new Set(Object.keys(ground)), first);
    for (const { from, to, units, km2 } of found) {
      const [count, size] = ground[`${from}>${to}`];
      assert.equal(units, count, `${first} ${from}>${to}`);
      assert.ok(near(km2, size, 0.002), `${first} ${from}>${to}: ${km2} km², ${size}`);
    }
  }
});

test('what lies in an area and what it comes to', async ({ data, exposure: cases }) => {
  for (const { text, day, totals, ids } of cases) {
    const atlas = await sceneOf(data, `d=${day}`);
    const found = exposure(atlas, new Shape(atlas, text));
    for (const name of /** @type {const} */ (['fields', 'refineries', 'crossings', 'events', 'towns'])) {
      assert.deepEqual([...new Set(found[name].map(({ row }) => row.id))].sort(), ids[name], `${text}: ${name}`);
    }
    for (const [name, value] of Object.entries(found.totals)) {
      const expected = totals[name];
      // Ground and lengths are measured on another grid than Python's, right to a hundredth.
      const share = /^(km|residents|pipelines)/.test(name) ? 0.02 : 1e-5;
      if (value === null || expected === null) assert.equal(value, expected, `${text}: ${name}`);
      else if (name.startsWith('km_')) assert.ok(Math.abs(value - expected) <= Math.max(0.02 * expected, 2), name);
      else assert.ok(near(value, expected, share), `${text}: ${name}: ${value}, Python ${expected}`);
    }
  }
});
