/** Tables of the page's data as rows. */

/** @import { Columns } from './tables.js' */

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
