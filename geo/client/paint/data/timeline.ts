/** Rows of [start, end) by key: who or what stood on a day, found by halving. */
import type { Span } from './tables.ts';

export class Timeline<Row extends Span> {
  byKey: Map<unknown, Row[]> = new Map();

  /** @param rows in any order @param key name of the field by which rows are grouped */
  constructor(rows: Row[], key: keyof Row) {
    for (const row of rows) {
      const list = this.byKey.get(row[key]);
      if (list) list.push(row);
      else this.byKey.set(row[key], [row]);
    }
    for (const list of this.byKey.values()) list.sort((a, b) => a.start - b.start);
  }

  /** The row that holds on a day, or null. */
  at(key: string | number, day: number): Row | null {
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

  all(key: string | number): Row[] {
    return this.byKey.get(key) || [];
  }

  /** The first of the rows that end with one, follow one another and have the same value: since when it was so. */
  arrival(key: string | number, row: Row, column: keyof Row) {
    return this.all(key).toReversed().reduce(
      (first, other) => (other.end === first.start && other[column] === row[column] ? other : first),
      row,
    );
  }

  /** Every day on which any key's row starts, in order. */
  days() {
    const days: Set<number> = new Set();
    for (const list of this.byKey.values()) for (const row of list) days.add(row.start);
    return [...days].sort((a, b) => a - b);
  }
}
