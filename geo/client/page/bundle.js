/**
 * The page's data, in columns: what the map is drawn of, in one packed block that all layers share, and in a second one
 * what cards and panels tell besides, which is unpacked once the map stands.
 */
/** @import { PageData } from '../paint/data/page_data.js' */

/** Ids of the blocks (geo/draw/bundle.py). */
const [FIRST, LATER] = ['greenline-data', 'greenline-later'];

/** The bytes of base64. @param {string} text */
function bytesOf(text) {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Unpack base64 of gzipped JSON. @param {string} text @returns {Promise<unknown>} */
export async function unpack(text) {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter(); // a Blob's bytes would take a way through other processes of the browser
  for (const done of [writer.write(bytesOf(text)), writer.close()]) done.catch(() => {}); // who reads hears of it
  return JSON.parse(await new Response(readable).text());
}

/** What a block holds. @template T @param {string} id @param {(text: string) => T} unpack what is packed */
function read(id, unpack) {
  const block = document.getElementById(id);
  const text = block?.textContent || '';
  return block?.getAttribute('type') === 'application/json' ? JSON.parse(text) : unpack(text);
}

/** What the second block holds, once it is unpacked. @type {?Record<string, unknown>} */
let later = null;
/** Whether somebody asked for it before. */
let isMissed = false;
/** @type {?Promise<void>} */
let coming = null;
/** @type {(isMissed: boolean) => void} */
let tell;

/** Fulfilled once the second block is unpacked: whether somebody asked for it before, and has to ask again.
 * @type {Promise<boolean>} */
export const arrival = new Promise((done) => tell = done);

/** Unpack the second block, once. */
export function fetchLater() {
  coming ??= Promise.resolve(read(LATER, unpack)).then((value) => {
    later = /** @type {Record<string, unknown>} */ (value);
    tell(isMissed);
  });
  return coming;
}

/** What the second block holds; nothing until it is unpacked, which then begins. */
function readLater() {
  if (!later) {
    isMissed = true;
    fetchLater();
  }
  return later || {};
}

/** @type {?Promise<PageData>} */
let opened = null;

/** The page's data. What the second block has is there once that is unpacked. @returns {Promise<PageData>} */
export function bundle() {
  opened ??= Promise.resolve(read(FIRST, unpack)).then((data) => {
    for (const name of data.later || []) {
      Object.defineProperty(data, name, { enumerable: true, get: () => readLater()[name] || {} });
    }
    return data;
  });
  return opened;
}
