import '../../testing.js';
import assert from 'node:assert/strict';
import { allowed } from './messages.js';

Deno.test('a page of the same origin may talk to the map, one of a file may not', () => {
  assert.equal(allowed('https://a.example', 'https://a.example', []), true);
  assert.equal(allowed('null', 'null', []), false);
});

Deno.test('of other origins those that the site names may', () => {
  assert.equal(allowed('https://b.example', 'https://a.example', ['https://b.example']), true);
  assert.equal(allowed('https://b.example:8080', 'https://a.example', ['https://b.example']), false);
  assert.equal(allowed('https://evil-b.example', 'https://a.example', ['https://b.example']), false);
  assert.equal(allowed('null', 'https://a.example', ['*']), true);
});
