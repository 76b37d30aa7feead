/** Rows of [start, end) by key: who or what stood on a day, found by halving. */

/** @import { Span } from './tables.js' */

/** @template {Span} Row */
export class Timeline {
  /** @param {Row[]} rows in any order @param {keyof Row} key name of the field by which rows are grouped */
  constructor(rows, key) {
    /** @type {Map<unknown, Row[]>} */
    this.byKey = new Map();
    for (const row of rows) {
      const list = this.byKey.get(row[key]);
      if (list) list.push(row);
      else this.byKey.set(row[key], [row]);
    }
    for (const list of this.byKey.values()) list.sort((a, b) => a.start - b.start);
  }

  /** The row that holds on a day, or null. @param {string | number} key @param {number} day @returns {?Row} */
  at(key, day) {
    const list = this.byKey.get(key);
    if (!list) return null;
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].start <= day) low = middle + 1;
      else high = middle;
    }
    const row = low ? list[low - 1] : null;
    return row && (row.end === null || row.end === undefined || day < row.end) ? row : null;
  }

  /** All rows of a key in the order of their days. @param {string | number} key @returns {Row[]} */
  all(key) {
    return this.byKey.get(key) || [];
  }

  /** The first of the rows that end with one, follow one another and have the same value: since when it was so.
   * @param {string | number} key @param {Row} row @param {keyof Row} column */
  arrival(key, row, column) {
    return this.all(key).toReversed().reduce(
      (first, other) => (other.end === first.start && other[column] === row[column] ? other : first),
      row,
    );
  }

  /** Every day on which any key's row starts, in order. */
  days() {
    /** @type {Set<number>} */
    const days = new Set();
    for (const list of this.byKey.values()) for (const row of list) days.add(row.start);
    return [...days].sort((a, b) => a - b);
  }
}
