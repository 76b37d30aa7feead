/** The page's data: one packed block that all layers share, in columns that become rows. */

/** @import { PageData } from './page_data.js' */
/** @import { Columns } from './tables.js' */

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

/** Turn a table of columns into row objects. @template {object} T @param {Columns<T>} columns @returns {T[]} */
export function rowsOf(columns) {
  const names = /** @type {Array<keyof T>} */ (Object.keys(columns));
  const count = names.length ? columns[names[0]].length : 0;
  /** @type {T[]} */
  const rows = new Array(count);
  for (let i = 0; i < count; i++) {
    const row = /** @type {T} */ ({});
    for (const name of names) row[name] = columns[name][i];
    rows[i] = row;
  }
  return rows;
}
