/** Tables of the page's data as rows. */

/** @import { Columns } from './tables.js' */

/** A row as what it holds by column. @typedef {Record<string, unknown>} Cells */

/** Columns that come after the others, once they are there. @type {?unknown[][]} */
let late = null;
/** Rows that wait for one: its place among them. @type {Array<{rows: Cells[], name: string, place: number}>} */
const waiting = [];

/** Turn a table of columns into row objects. Of a column that comes later the table has its place among those; until
 * then its cells are ''. @template {object} T @param {Columns<T>} columns @returns {T[]} */
export function rowsOf(columns) {
  const cells = /** @type {Array<[string, unknown[] | number]>} */ (Object.entries(columns));
  const count = cells.map(([, column]) => column).find(Array.isArray)?.length ?? 0;
  /** @type {Cells[]} */
  const rows = Array.from({ length: count }, () => ({}));
  for (const [name, column] of cells) {
    const values = typeof column === 'number' ? late?.[column] : column;
    rows.forEach((row, i) => row[name] = values ? values[i] : '');
    if (!values) waiting.push({ rows, name, place: Number(column) });
  }
  return /** @type {T[]} */ (rows);
}

/** Put the columns that come later into all rows. @param {unknown[][]} columns */
export function fillRows(columns) {
  late = columns;
  for (const { rows, name, place } of waiting.splice(0)) rows.forEach((row, i) => row[name] = columns[place][i]);
}
