import '../testing.js';
import assert from 'node:assert/strict';
import { mark } from './files.js';

Deno.test('contents that differ have marks that differ', () => {
  const bytes = ['', 'a', 'b', 'ab', 'ba', 'a\0', 'كركوك'].map((text) => new TextEncoder().encode(text));
  const marks = bytes.map(mark);
  assert.equal(new Set(marks).size, marks.length);
  assert.ok(marks.every((one) => /^[0-9a-f]{6}$/.test(one)));
  assert.deepEqual(bytes.map(mark), marks);
});
