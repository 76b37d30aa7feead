import { fixture } from '../testing.ts';
import assert from 'node:assert/strict';
import { fetchTexts } from './translation.ts';
import { fingerprint, Translations } from '../paint/data/translations.ts';

const { fingerprints }: { fingerprints: Array<[string, string]> } = fixture('fingerprints');

Deno.test('a text has the fingerprint that Python gives it', () => {
  for (const [text, print] of fingerprints) assert.equal(fingerprint(text), print, text);
});

Deno.test('a text that is not what was translated has no translation', () => {
  const translations = new Translations({ translations: { ar: { [fingerprint('Five villages')]: 'خمس قرى' } } });
  assert.equal(translations.of('Five villages', 'ar'), 'خمس قرى');
  assert.equal(translations.of('Six villages', 'ar'), undefined);
  assert.equal(translations.of('Five villages', 'ckb'), undefined);
});

Deno.test('languages of one page share the fingerprints of what they translate', () => {
  const of = ['Five villages', 'North'].map(fingerprint);
  const translations = new Translations({ translations: { of, ar: ['خمس قرى', 'شمال'], ckb: [null, 'باکوور'] } });
  assert.equal(translations.of('North', 'ar'), 'شمال');
  assert.equal(translations.of('North', 'ckb'), 'باکوور');
  assert.equal(translations.of('Five villages', 'ckb'), null);
  assert.equal(translations.of('South', 'ar'), undefined);
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
    const translations = new Translations({ translations: { ar: 'texts.json' } });
    assert.equal(await fetchTexts(translations, 'ar'), false);
    assert.equal(translations.of('North', 'ar'), undefined);
    assert.equal(await fetchTexts(translations, 'ar'), true);
    assert.equal(translations.of('North', 'ar'), 'شمال');
    assert.equal(fetchTexts(translations, 'ar'), null);
    assert.deepEqual(requests, ['texts.json', 'texts.json']);
  } finally {
    globalThis.fetch = fetch;
  }
});
