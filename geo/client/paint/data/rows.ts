/** Tables of the page's data as rows. */
import type { Columns } from './tables.ts';

/** A row as what it holds by column. */
type Cells = Record<string, unknown>;

/** Columns that come after the others, once they are there. */
let late: unknown[][] | null = null;
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

/** Put the columns that come later into all rows. */
export function fillRows(columns: unknown[][]) {
  late = columns;
  for (const { rows, name, place } of waiting.splice(0)) rows.forEach((row, i) => row[name] = columns[place][i]);
}
