import '../../testing.js';
import assert from 'node:assert/strict';
import { asStory, fromLink, toLink } from './carried.js';

/** @import { OwnStory } from './carried.js' */

/** @type {OwnStory} */
const OWN = {
  title: 'Two days',
  language: 'ar',
  ids: ['greenline'],
  references: ['https://example.org/report'],
  steps: [{
    view: 'd=2017-10-16',
    title: 'Monday',
    text: 'كركوك <b>',
    marks: [{ kind: 'arrow', at: [[44.4, 35.5], [44, 36.2]], text: '<i>' }],
  }],
};

Deno.test('a story comes out of an address as it went in', async () => {
  assert.deepEqual(await fromLink('own=' + await toLink(OWN)), OWN);
});

Deno.test('an address that carries no story carries none', async () => {
  const packed = await toLink(OWN);
  for (
    const query of ['', 'd=2017-10-16', 'own=', 'own=x', 'own=' + packed.slice(0, -9), 'own=' + 'A'.repeat(20_001)]
  ) {
    assert.equal(await fromLink(query), null, query.slice(0, 40));
  }
});

Deno.test('what is no text of a story is left away', async () => {
  const odd = /** @type {never} */ ({ title: 7, steps: [{ view: null, title: {}, more: 1 }, null] });
  const empty = { view: '', title: '', text: '', marks: [] };
  assert.deepEqual(await fromLink('own=' + await toLink(odd)), {
    title: '',
    language: 'en',
    ids: [],
    references: [],
    steps: [empty, empty],
  });
});

Deno.test('what is no mark is left away', async () => {
  const odd = [
    { kind: 'note', at: [[44, 36]], text: '' },
    { kind: 'star', at: [[44, 36]], text: 'x' },
    { kind: 'constructor', at: [[44, 36]], text: 'x' },
    { kind: 'arrow', at: [[44, 36]] },
    { kind: 'area', at: [[44, 36], [44, NaN], [43, 36]] },
    { kind: 'note', at: [[44, 360]], text: 'x' },
    null,
  ];
  const current = /** @type {never} */ ({ title: '', steps: [{ view: '', title: '', text: '', marks: odd }] });
  assert.deepEqual((await fromLink('own=' + await toLink(current)))?.steps[0].marks, []);
});

Deno.test('it is told from its first day on', () => {
  const story = asStory(OWN);
  assert.equal(story.steps[0].id, 'step-1');
  assert.deepEqual(story.title, { ar: 'Two days' });
  assert.deepEqual([story.sources, story.references], [['greenline'], ['https://example.org/report']]);
});
