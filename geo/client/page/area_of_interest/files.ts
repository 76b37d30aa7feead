/** What a reader keeps of the page: CSV without formulas, under a name that tells contents apart. */

export type Cell = string | number | null | undefined;

/** What makes a formula at the beginning of a cell, and signs that programs strip before they look; where a cell begins
 * for programs that part cells at other signs than we do (geo/words/cells.py). */
const SIGNS = '=+\\-@|%\uff1d\uff0b\uff0d\uff20';
const SKIPPED = ' "\0\x0b\x0c\xa0\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3000';
const BEFORE = `'*[${SKIPPED}]*`;
const FORMULA = new RegExp(
  `^(?=${BEFORE}[${SIGNS}\\t\\r\\n])|(?<=[;\\t\\r\\n])(?=${BEFORE}[${SIGNS}])`,
  'g',
);

/** A text with an apostrophe wherever it would run as a formula; Python takes them off again. */
export function guardFormulas(text: string) {
  return text.replace(FORMULA, "'");
}

/** A cell of CSV: quoted where needed, and no text that a spreadsheet would run as a formula. */
export function cell(value: Cell) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = guardFormulas(value);
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

export function csv(rows: Cell[][]) {
  return '\ufeff' + rows.map((row) => row.map(cell).join(',') + '\r\n').join('');
}

export function saveTable(name: string, rows: Cell[][]) {
  return save(`${name}.csv`, 'text/csv;charset=utf-8', csv(rows));
}

/** Six signs that differ where contents differ (FNV-1a). */
export function mark(bytes: Uint8Array) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash ^ (hash >>> 24)) & 0xffffff).toString(16).padStart(6, '0');
}

/** Let the reader keep a file; files whose contents differ get names that differ.
 * @param name of what it holds, with its ending */
export async function save(name: string, type: string, content: BlobPart) {
  const blob = new Blob([content], { type });
  const marked = mark(new Uint8Array(await blob.arrayBuffer()));
  saveBlob(name.replace(/\.[^.]*$/, (ending) => `-${marked}${ending}`), blob);
}

export function saveBlob(name: string, blob: Blob) {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
