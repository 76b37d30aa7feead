import '../../testing.js';
import assert from 'node:assert/strict';
import { preferred } from './welcome.js';

Deno.test('a first visit is in the language that the browser asks for first, of those of the atlas', () => {
  assert.equal(preferred(['de-DE', 'ar-IQ', 'en']), 'ar');
  assert.equal(preferred(['ku-Arab-IQ', 'ar']), 'ckb');
  assert.equal(preferred(['de', 'fr-CH']), 'en');
  assert.equal(preferred([]), 'en');
});
