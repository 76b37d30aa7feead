import { fixture } from '../../testing.ts';
import assert from 'node:assert/strict';
import { guardFormulas, mark } from './files.ts';

const cells: { guarded: Array<[string, string]> } = fixture('cells');

Deno.test('what would run as a formula is kept as text as Python keeps it', () => {
  assert.ok(cells.guarded.length > 20);
  for (const [text, written] of cells.guarded) assert.equal(guardFormulas(text), written, JSON.stringify(text));
});

Deno.test('contents that differ have marks that differ', () => {
  const bytes = ['', 'a', 'b', 'ab', 'ba', 'a\0', 'كركوك'].map((text) => new TextEncoder().encode(text));
  const marks = bytes.map(mark);
  assert.equal(new Set(marks).size, marks.length);
  assert.ok(marks.every((item) => /^[0-9a-f]{6}$/.test(item)));
  assert.deepEqual(bytes.map(mark), marks);
});
