/** Rows of [start, end) by key: who or what stood on a day, found by halving. */
import type { Span } from './tables.ts';

/** How many things of a sorted list come first that a test holds of. */
export function countBelow(length: number, test: (i: number) => boolean) {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Timeline<Row extends Span> {
  byKey: Map<unknown, Row[]>;

  constructor(rows: Row[], key: keyof Row) {
    this.byKey = Map.groupBy(rows, (row) => row[key]);
    for (const list of this.byKey.values()) list.sort((a, b) => a.start - b.start);
  }

  at(key: string | number, day: number): Row | null {
    const list = this.byKey.get(key);
    if (!list) return null;
    const low = countBelow(list.length, (i) => list[i].start <= day);
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

  days() {
    const days: Set<number> = new Set();
    for (const list of this.byKey.values()) for (const row of list) days.add(row.start);
    return [...days].sort((a, b) => a - b);
  }
}
