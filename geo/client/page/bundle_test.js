import assert from 'node:assert/strict';
import { arrival, bundle, fetchLater } from './bundle.js';
import { fixture } from '../testing.js';

/** A value as base64 of gzipped JSON. @param {unknown} value */
async function pack(value) {
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer()).toBase64();
}

Deno.test('what cards tell comes once one asks for it, and who asked before hears that he has to ask again', async () => {
  const blocks = new Map([
    ['greenline-data', await pack({ later: ['sources'], order: ['control'] })],
    ['greenline-later', /** @type {{text: string}} */ (fixture('packed')).text],
  ]);
  /** @type {string[]} */
  const read = [];
  Object.assign(globalThis, {
    document: {
      getElementById: (/** @type {string} */ id) => {
        read.push(id);
        return { textContent: blocks.get(id), getAttribute: () => 'text/plain' };
      },
    },
  });
  const data = await bundle();
  assert.deepEqual(data.order, ['control']);
  assert.deepEqual(read, ['greenline-data']);
  assert.deepEqual(data.sources, {});
  assert.equal(await arrival, true);
  assert.deepEqual(data.sources, { un: ['نص'] });
  await fetchLater();
  assert.equal(data.sources, data.sources);
  assert.equal(read.length, 2);
});
