import { fixture } from '../../testing.js';
import assert from 'node:assert/strict';
import { FORMATS } from './cite.js';

/** @import { Citation } from './cite.js' */

/** @type {{cases: Array<{citation: Citation, written: Record<string, string>}>}} */
const { cases } = fixture('citations');

Deno.test('a citation is written as Python writes it', () => {
  assert.ok(cases.length > 2);
  for (const { citation, written } of cases) {
    for (const [name, [, , write]] of Object.entries(FORMATS)) assert.equal(write(citation), written[name]);
  }
});
