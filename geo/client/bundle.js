/** The page's data: one packed block that all layers share, in columns that become rows. */

/** Unpack base64 of gzipped JSON. @param {string} text @returns {Promise<Object>} */
export async function unpack(text) {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/** @type {Promise<Object>|null} */
let opened = null;

/** The page's data: one packed block that all layers share. @returns {Promise<Object>} */
export function bundle() {
  if (!opened) opened = unpack(document.getElementById('greenline-data').textContent);
  return opened;
}

/** Turn a table of columns into row objects. @param {Object<string, Array>} columns */
export function rowsOf(columns) {
  const names = Object.keys(columns);
  const count = names.length ? columns[names[0]].length : 0;
  const rows = new Array(count);
  for (let i = 0; i < count; i++) {
    const row = {};
    for (const name of names) row[name] = columns[name][i];
    rows[i] = row;
  }
  return rows;
}
