import '../../testing.ts';
import assert from 'node:assert/strict';
import { preferredLanguage } from './address.ts';

Deno.test('a first visit is in the language that the browser asks for first, of those of the atlas', () => {
  assert.equal(preferredLanguage(['de-DE', 'ar-IQ', 'en']), 'ar');
  assert.equal(preferredLanguage(['ku-Arab-IQ', 'ar']), 'ckb');
  assert.equal(preferredLanguage(['de', 'fr-CH']), 'en');
  assert.equal(preferredLanguage([]), 'en');
});
