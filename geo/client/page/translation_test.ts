import { fixture } from '../testing.ts';
import assert from 'node:assert/strict';
import { fetchTexts } from './translation.ts';
import { fingerprint, Translations } from '../paint/data/translations.ts';

const { fingerprints }: { fingerprints: Array<[string, string]> } = fixture('fingerprints');

Deno.test('a text has the fingerprint that Python gives it', () => {
  for (const [text, print] of fingerprints) assert.equal(fingerprint(text), print, text);
});

Deno.test('a text that is not what was translated has no translation', () => {
  const known = new Translations({ translations: { ar: { [fingerprint('Five villages')]: 'خمس قرى' } } });
  assert.equal(known.of('Five villages', 'ar'), 'خمس قرى');
  assert.equal(known.of('Six villages', 'ar'), undefined);
  assert.equal(known.of('Five villages', 'ckb'), undefined);
});

Deno.test('languages of one page share the fingerprints of what they translate', () => {
  const of = ['Five villages', 'North'].map(fingerprint);
  const known = new Translations({ translations: { of, ar: ['خمس قرى', 'شمال'], ckb: [null, 'باکوور'] } });
  assert.equal(known.of('North', 'ar'), 'شمال');
  assert.equal(known.of('North', 'ckb'), 'باکوور');
  assert.equal(known.of('Five villages', 'ckb'), null);
  assert.equal(known.of('South', 'ar'), undefined);
});

Deno.test('texts that lie elsewhere are fetched once; a page without a network goes on without them', async () => {
  const { fetch } = globalThis;
  const requests = [] as string[];
  try {
    globalThis.fetch = (address) => {
      requests.push(String(address));
      return requests.length > 1
        ? Promise.resolve(Response.json({ [fingerprint('North')]: 'شمال' }))
        : Promise.reject(TypeError());
    };
    const known = new Translations({ translations: { ar: 'texts.json' } });
    assert.equal(await fetchTexts(known, 'ar'), false);
    assert.equal(known.of('North', 'ar'), undefined);
    assert.equal(await fetchTexts(known, 'ar'), true);
    assert.equal(known.of('North', 'ar'), 'شمال');
    assert.equal(fetchTexts(known, 'ar'), null);
    assert.deepEqual(requests, ['texts.json', 'texts.json']);
  } finally {
    globalThis.fetch = fetch;
  }
});
