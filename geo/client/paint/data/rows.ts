/** Tables of the page's data as rows. */
import type { Columns } from './tables.ts';

type Cells = Record<string, unknown>;

let late: unknown[][] | null = null; // columns that come after the others, once they are there
/** Rows that wait for one: its place among them. */
const waiting: Array<{ rows: Cells[]; name: string; place: number }> = [];

/** Turn a table of columns into row objects. Of a column that comes later the table has its place among those; until
 * then its cells are ''. */
export function rowsOf<T extends object>(columns: Columns<T>): T[] {
  const cells = Object.entries(columns) as Array<[string, unknown[] | number]>;
  const count = cells.map(([, column]) => column).find(Array.isArray)?.length ?? 0;
  const rows: Cells[] = Array.from({ length: count }, () => ({}));
  for (const [name, column] of cells) {
    const values = typeof column === 'number' ? late?.[column] : column;
    rows.forEach((row, i) => row[name] = values ? values[i] : '');
    if (!values) waiting.push({ rows, name, place: Number(column) });
  }
  return rows as T[];
}

export function fillRows(columns: unknown[][]) {
  late = columns;
  for (const { rows, name, place } of waiting.splice(0)) rows.forEach((row, i) => row[name] = columns[place][i]);
}

export function sumBy<T, Key>(things: Iterable<T>, key: (thing: T) => Key, value: (thing: T) => number = () => 1) {
  const sums: Map<Key, number> = new Map();
  for (const thing of things) sums.set(key(thing), (sums.get(key(thing)) || 0) + value(thing));
  return sums;
}

type Cites = { source: string; says?: string | null };

/** The sources of a row, joined by ;, each as ID=READING: a letter and, where the page has one, a day. */
export function cited({ source, says }: Cites) {
  const readings = says?.match(/[a-z][\d-]*/g) || [];
  return source.split(';').map((id, i) => readings[i] ? id + '=' + readings[i] : id).join(';');
}

/** An id, and what its page says of the row, '' where nobody asks that. */
export function readCited(entry: string): [id: string, reading: string] {
  const [id, reading = ''] = entry.split('=');
  return [id, reading];
}

export function citedIds(entries?: string | null) {
  return (entries || '').replace(/=[^;]*/g, '');
}

/** Expand what geo/draw/bundle.py condensed, in tables of columns. */
export function expand(tables: object) {
  for (const [name, value] of Object.entries(tables)) {
    if (!value || typeof value !== 'object' || Array.isArray(value)) continue;
    const { of, at } = value;
    if (of && at) Object.assign(tables, { [name]: at.map((place: number) => of[place]) });
    else expand(value);
  }
}
