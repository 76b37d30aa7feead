import { fixture } from '../../testing.ts';
import assert from 'node:assert/strict';
import { bibtex, type Citation } from './cite.ts';

const { cases }: { cases: Array<{ citation: Citation; written: string }> } = fixture('citations');

Deno.test('a citation is written as Python writes it', () => {
  assert.ok(cases.length > 2);
  for (const { citation, written } of cases) assert.equal(bibtex(citation), written);
});
