/** A proposal as one small YAML file, as geo/proposals reads it; and what speaks against it before anybody reads it. */

/** The fields of a form (geo/proposals/form.py). @typedef {'held' | 'spell' | 'period' | 'row' | 'event' | 'source'} Ask */

/**
 * What a reader filled in.
 * @typedef {Object} Said
 * @property {Ask} ask
 * @property {string} table of the row, or of the spans
 * @property {string} about what a span is about
 * @property {string} row id of the row that the card shows; empty where it shows none
 * @property {string} start
 * @property {string} end
 * @property {string} precision
 * @property {Record<string, string>} cells by column
 * @property {Record<string, string>} source title, url, publisher, date
 * @property {string} confidence
 * @property {string} reason
 */

/** Signs of a text that are accepted. */
const LONGEST = 2000;
/** Controls and signs that turn text round; joiners belong to words. */
const UNFIT = /[^\P{C}\u200c\u200d]/gu;

/** Text on one line. @param {string} text */
const plain = (text) => text.replace(/\s+/g, ' ').replace(UNFIT, '').trim().slice(0, LONGEST).toWellFormed();

/** What is filled in of some cells. @param {Record<string, string>} cells */
const filled = (cells) =>
  Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, plain(cell)]).filter(([, cell]) => cell));

/** What is a day. @param {string} text */
function isDay(text) {
  const found = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text + 'T00:00:00Z') : null;
  return found !== null && !Number.isNaN(found.getTime()) && found.toISOString().slice(0, 10) === text;
}

/** Kinds of proposals that say from when to when something was so, and those that name a new source. */
const DATED = ['held', 'spell', 'period', 'event'];
const SOURCED = [...DATED, 'source'];

/** What speaks against a proposal, as keys of words with their values; the rules of the data are put to it later.
 * @param {Said} said @param {string[]} needed columns that must not be empty @param {[string, string]} days first and
 *   last that are accepted @returns {Array<[key: string, values: Record<string, string>]>} */
export function faults(said, needed, days) {
  /** @type {Array<[string, Record<string, string>]>} */
  const found = [];
  const cells = filled(said.cells);
  const source = filled(said.source);
  if (DATED.includes(said.ask)) {
    const wrong = [said.start, ...(said.end ? [said.end] : [])].filter((day) => !isDay(day));
    if (wrong.length) found.push(['propose.fault.day', {}]);
    else if (said.end && said.end <= said.start) found.push(['propose.fault.end', {}]);
    else if ([said.start, said.end].some((day) => day && (day < days[0] || day > days[1]))) {
      found.push(['propose.fault.late', {}]);
    }
    for (const name of needed) if (!cells[name]) found.push(['propose.fault.needed', { what: 'propose.cell.' + name }]);
  }
  if (said.ask === 'row' && !Object.keys(cells).length) found.push(['propose.fault.needed', { what: 'propose.value' }]);
  if (SOURCED.includes(said.ask) || Object.keys(source).length) {
    for (const name of ['title', 'url']) {
      if (!source[name]) found.push(['propose.fault.needed', { what: 'propose.source.' + name }]);
    }
    if (source.url && !/^https?:\/\/[^\s<>"'\\]{4,600}$/.test(source.url)) found.push(['propose.fault.url', {}]);
  }
  if (!plain(said.reason)) found.push(['propose.fault.needed', { what: 'propose.reason' }]);
  return found;
}

/** The file: strings are written as JSON writes them. @param {Said} said @param {string} version of the data
 * @param {string} made the day of today */
export function yaml(said, version, made) {
  const { kind, fact } = ofKind(said);
  const source = filled(said.source);
  /** @type {Array<[string, string | Record<string, string>]>} */
  const lines = [
    ['kind', kind],
    ['fact', fact],
    ['new_source', source],
    ['confidence', kind === 'source' ? '' : said.confidence],
    ['reason', plain(said.reason)],
    ['made', made],
    ['version', version],
  ];
  return lines.filter(([, value]) => typeof value === 'string' ? value : Object.keys(value).length).map((
    [key, value],
  ) =>
    typeof value === 'string'
      ? `${key}: ${JSON.stringify(value)}\n`
      : `${key}:\n` + Object.entries(value).map(([name, cell]) => `  ${name}: ${JSON.stringify(cell)}\n`).join('')
  ).join('');
}

/** Kind and fact of a proposal. @param {Said} said @returns {{kind: string, fact: Record<string, string>}} */
function ofKind(said) {
  const { ask, table, about, row, start, end, precision } = said;
  const cells = filled(said.cells);
  if (ask === 'source') return row ? { kind: 'correction', fact: { table, row } } : { kind: 'source', fact: {} };
  if (ask === 'row') return { kind: 'correction', fact: { table, row, ...cells } };
  const days = { start, ...(end ? { end } : {}), precision };
  if (ask === 'event') return { kind: 'event', fact: { ...days, ...cells } };
  return { kind: 'span', fact: { table, about, ...days, ...cells } };
}
