/** The page's data: one packed block that all layers share, in columns. */

/** @import { PageData } from '../paint/data/page_data.js' */

/** Unpack base64 of gzipped JSON. @param {string} text @returns {Promise<unknown>} */
export async function unpack(text) {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/** @type {?Promise<PageData>} */
let opened = null;

/** The page's data: one packed block that all layers share. @returns {Promise<PageData>} */
export function bundle() {
  const block = document.getElementById('greenline-data');
  const text = block?.textContent || '';
  const plain = block?.getAttribute('type') === 'application/json';
  opened = opened || /** @type {Promise<PageData>} */ (plain ? Promise.resolve(JSON.parse(text)) : unpack(text));
  return opened;
}
