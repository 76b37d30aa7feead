import { fixture } from '../../testing.js';
import assert from 'node:assert/strict';
import { bibtex } from './cite.js';

/** @import { Citation } from './cite.js' */

/** @type {{cases: Array<{citation: Citation, written: string}>}} */
const { cases } = fixture('citations');

Deno.test('a citation is written as Python writes it', () => {
  assert.ok(cases.length > 2);
  for (const { citation, written } of cases) assert.equal(bibtex(citation), written);
});
