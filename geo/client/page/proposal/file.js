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
const toLine = (text) => text.replace(/\s+/g, ' ').replace(UNFIT, '').trim().slice(0, LONGEST).toWellFormed();

/** What is filled in of some cells. @param {Record<string, string>} cells */
const filledCells = (cells) =>
  Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, toLine(cell)]).filter(([, cell]) => cell));

/** What is a day. @param {string} text */
function isDay(text) {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text + 'T00:00:00Z') : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** Kinds of proposals that say from when to when something was so, and those that name a new source. */
const DATED = ['held', 'spell', 'period', 'event'];
const SOURCED = [...DATED, 'source'];

/** What speaks against a proposal, as keys of words with their values; the rules of the data are put to it later.
 * @param {Said} proposal @param {string[]} needed columns that must not be empty @param {[string, string]} days first and
 *   last that are accepted @returns {Array<[key: string, values: Record<string, string>]>} */
export function faults(proposal, needed, days) {
  /** @type {Array<[string, Record<string, string>]>} */
  const list = [];
  const cells = filledCells(proposal.cells);
  const source = filledCells(proposal.source);
  if (DATED.includes(proposal.ask)) {
    const wrong = [proposal.start, ...(proposal.end ? [proposal.end] : [])].filter((day) => !isDay(day));
    if (wrong.length) list.push(['propose.fault.day', {}]);
    else if (proposal.end && proposal.end <= proposal.start) list.push(['propose.fault.end', {}]);
    else if ([proposal.start, proposal.end].some((day) => day && (day < days[0] || day > days[1]))) {
      list.push(['propose.fault.late', {}]);
    }
    for (const name of needed) if (!cells[name]) list.push(['propose.fault.needed', { what: 'propose.cell.' + name }]);
  }
  if (proposal.ask === 'row' && !Object.keys(cells).length) {
    list.push(['propose.fault.needed', { what: 'propose.value' }]);
  }
  if (SOURCED.includes(proposal.ask) || Object.keys(source).length) {
    for (const name of ['title', 'url']) {
      if (!source[name]) list.push(['propose.fault.needed', { what: 'propose.source.' + name }]);
    }
    if (source.url && !/^https?:\/\/[^\s<>"'\\]{4,600}$/.test(source.url)) list.push(['propose.fault.url', {}]);
  }
  if (!toLine(proposal.reason)) list.push(['propose.fault.needed', { what: 'propose.reason' }]);
  return list;
}

/** The file: strings are written as JSON writes them. @param {Said} proposal @param {string} version of the data
 * @param {string} made the day of today */
export function yaml(proposal, version, made) {
  const { kind, fact } = ofKind(proposal);
  const source = filledCells(proposal.source);
  /** @type {Array<[string, string | Record<string, string>]>} */
  const lines = [
    ['kind', kind],
    ['fact', fact],
    ['new_source', source],
    ['confidence', kind === 'source' ? '' : proposal.confidence],
    ['reason', toLine(proposal.reason)],
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

/** Kind and fact of a proposal. @param {Said} proposal @returns {{kind: string, fact: Record<string, string>}} */
function ofKind(proposal) {
  const { ask, table, about, row, start, end, precision } = proposal;
  const cells = filledCells(proposal.cells);
  if (ask === 'source') return row ? { kind: 'correction', fact: { table, row } } : { kind: 'source', fact: {} };
  if (ask === 'row') return { kind: 'correction', fact: { table, row, ...cells } };
  const days = { start, ...(end ? { end } : {}), precision };
  if (ask === 'event') return { kind: 'event', fact: { ...days, ...cells } };
  return { kind: 'span', fact: { table, about, ...days, ...cells } };
}
