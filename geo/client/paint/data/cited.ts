/** What a row cites: ids of sources, each with what its page says of the row (geo/evidence.py). */

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

/** The ids alone of sources joined by ;, for a table. */
export function citedIds(entries?: string | null) {
  return (entries || '').replace(/=[^;]*/g, '');
}
