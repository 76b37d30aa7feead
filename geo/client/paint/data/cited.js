/** What a row cites: ids of sources, each with what its page says of the row (geo/evidence.py). */

/** @typedef {{source: string, says?: ?string}} Cites */

/** The sources of a row, joined by ;, each as ID=READING: a letter and, where the page has one, a day.
 * @param {Cites} row */
export function cited({ source, says }) {
  const readings = says?.match(/[a-z][\d-]*/g) || [];
  return source.split(';').map((id, i) => readings[i] ? id + '=' + readings[i] : id).join(';');
}

/** An id, and what its page says of the row, '' where nobody asks that. @param {string} entry @returns {[id: string, reading: string]} */
export function readCited(entry) {
  const [id, reading = ''] = entry.split('=');
  return [id, reading];
}

/** The ids alone of sources joined by ;, for a table. @param {?string} [entries] */
export function citedIds(entries) {
  return (entries || '').replace(/=[^;]*/g, '');
}
