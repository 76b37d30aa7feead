/** Rows of [start, end) by key: who or what stood on a day, found by halving. */

export class Timeline {
  /** @param {Array<Object>} rows with start (day) and end (day or null), in any order
   * @param {string} key name of the field that tells the keys apart */
  constructor(rows, key) {
    this.byKey = new Map();
    for (const row of rows) {
      if (!this.byKey.has(row[key])) this.byKey.set(row[key], []);
      this.byKey.get(row[key]).push(row);
    }
    for (const list of this.byKey.values()) list.sort((a, b) => a.start - b.start);
  }

  /** The row that holds on a day, or null. */
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

  all(key) {
    return this.byKey.get(key) || [];
  }

  /** Every day on which any key's row starts, in order. */
  days() {
    const days = new Set();
    for (const list of this.byKey.values()) for (const row of list) days.add(row.start);
    return [...days].sort((a, b) => a - b);
  }
}
