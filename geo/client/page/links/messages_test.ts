import '../../testing.ts';
import assert from 'node:assert/strict';
import { isAllowed } from './messages.ts';

Deno.test('pages of the same origin and of those that the site names may talk to the map, one of a file may not', () => {
  const [a, b] = ['https://a.example', 'https://b.example'];
  assert.equal(isAllowed(a, a, []), true);
  assert.equal(isAllowed(b, a, [b]), true);
  for (const other of [b + ':8080', 'https://evil-b.example']) assert.equal(isAllowed(other, a, [b]), false, other);
  assert.equal(isAllowed('null', 'null', []), false);
  assert.equal(isAllowed('null', a, ['*']), true);
});
