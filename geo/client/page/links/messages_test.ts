import '../../testing.ts';
import assert from 'node:assert/strict';
import { isAllowed } from './messages.ts';

Deno.test('a page of the same origin may talk to the map, one of a file may not', () => {
  assert.equal(isAllowed('https://a.example', 'https://a.example', []), true);
  assert.equal(isAllowed('null', 'null', []), false);
});

Deno.test('of other origins those that the site names may', () => {
  assert.equal(isAllowed('https://b.example', 'https://a.example', ['https://b.example']), true);
  assert.equal(isAllowed('https://b.example:8080', 'https://a.example', ['https://b.example']), false);
  assert.equal(isAllowed('https://evil-b.example', 'https://a.example', ['https://b.example']), false);
  assert.equal(isAllowed('null', 'https://a.example', ['*']), true);
});
