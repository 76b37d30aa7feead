/** The figures of the area of interest as files: the table and the JSON that Python writes too (geo/export/exposure.py). */
import * as Dates from '../../paint/data/dates.js';
import { profile } from '../../paint/data/profile.js';

/** @import { Named } from '../../paint/data/tables.js' */
/** @import { Exposure } from './exposure.js' */
/** @import { Shape } from './shape.js' */
/** @import { Atlas } from '../atlas.js' */

/** @typedef {string | number | null | undefined} Cell */

const COLUMNS = ['what', 'id', 'name', 'holder', 'value', 'low', 'high', 'unit', 'note', 'sources'];
/** @param {?string | undefined} ids */
const list = (ids) => (ids || '').split(';').filter(Boolean);

/** The names of a row: in English, then in the other languages of the page. @param {object} row */
function names(row) {
  const cells = /** @type {Record<string, ?string>} */ (row);
  const others = profile.languages.filter((code) => code !== 'en').map((code) => 'name_' + code);
  return { name: cells.name_en, ...Object.fromEntries(others.map((key) => [key, cells[key] || null])) };
}

/** One row for each thing. @param {Exposure} answer what exposure answers @returns {Cell[][]} */
function rows(answer) {
  return [
    ...answer.ground.map((
      share,
    ) => ['ground', share.holder, '', share.holder, share.km2, ...(share.band ?? [null, null]), 'km2', '', '']),
    ...answer.fields.map((
      { row, holder, figure },
    ) => [
      'field',
      row.id,
      row.name_en,
      holder,
      figure && figure.best,
      figure && figure.low,
      figure && figure.high,
      'bpd',
      figure ? figure.kind : '',
      figure ? figure.source : row.source,
    ]),
    ...answer.pipelines.map((
      { row, km, state },
    ) => ['pipeline', row.id, row.name_en, '', km, null, null, 'km', state, row.source]),
    ...answer.refineries.map((
      { row, ground },
    ) => ['refinery', row.id, row.name_en, ground, row.capacity_bpd, null, null, 'bpd', row.operator, row.source]),
    ...answer.crossings.map((
      { row, holder, airport, state, period },
    ) => [
      airport ? 'airport' : 'crossing',
      row.id,
      row.name_en,
      holder,
      null,
      null,
      null,
      '',
      state,
      period ? period.source : row.source,
    ]),
    ...answer.events.map((
      { row, ground },
    ) => [
      'event',
      row.id,
      row.place,
      ground,
      row.deaths_best,
      row.deaths_low,
      row.deaths_high,
      'deaths',
      row.text,
      row.source,
    ]),
    ...answer.towns.map((
      { row, ground },
    ) => ['town', row.id, row.name_en, ground, row.population, null, null, 'people', '', row.source]),
    ...answer.residents.map((
      share,
    ) => [
      'people',
      share.pcode,
      share.name_en,
      share.ground,
      Math.round(share.best),
      share.low,
      share.high,
      'people',
      '',
      share.source,
    ]),
  ];
}

/** What makes a formula at the beginning of a cell, and signs that programs strip before they look; where a cell begins
 * for programs that part cells at other signs than we do (geo/cell_output.py). */
const SIGNS = '=+\\-@|%\uff1d\uff0b\uff0d\uff20';
const SKIPPED = ' "\0\x0b\x0c\xa0\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3000';
const BEFORE = `'*[${SKIPPED}]*`;
const FORMULA = new RegExp(
  `^(?=${BEFORE}[${SIGNS}\\t\\r\\n])|(?<=[;\\t\\r\\n])(?=${BEFORE}[${SIGNS}])`,
  'g',
);

/** A text with an apostrophe wherever it would run as a formula; Python takes them off again. @param {string} text */
export function guardFormulas(text) {
  return text.replace(FORMULA, "'");
}

/** A cell of CSV: quoted where needed, and no text that a spreadsheet would run as a formula.
 * @param {Cell} value */
export function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  const text = guardFormulas(value);
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

/** @param {Exposure} answer */
export function csv(answer) {
  return '\ufeff' + [COLUMNS, ...rows(answer)].map((row) => row.map(cell).join(',') + '\r\n').join('');
}

/** @param {Atlas} atlas @param {Shape} shape @param {Exposure} answer */
export function json(atlas, shape, answer) {
  const { view } = atlas;
  /** @param {Named & {id: string}} row */
  const namesOf = (row) => ({
    id: row.id,
    ...names(row),
  });
  return JSON.stringify(
    {
      date: Dates.iso(atlas.day),
      perspective: view.perspective,
      window: view.window,
      version: atlas.data.about.version,
      asked: { text: shape.text, names: (shape.records || []).map((record) => record.name_en), km2: answer.totals.km2 },
      totals: [{ group: 'all', ...answer.totals }],
      ground: answer.ground,
      barrels: answer.barrels,
      fields: answer.fields.map(({ row, holder, ground, figure, period }) => ({
        ...namesOf(row),
        kind: row.kind,
        disputed: row.disputed,
        operator: period ? period.operator : null,
        run_by: period ? period.run_by : 'unknown',
        holder,
        ground,
        low: figure && figure.low,
        best: figure && figure.best,
        high: figure && figure.high,
        figure: figure && figure.kind,
        figure_sources: list(figure && figure.source),
        low_sources: list(figure && figure.low_source),
        high_sources: list(figure && figure.high_source),
        reserves_mmbbl: row.reserves_mmbbl,
        reserves_note: row.reserves_note || null,
        confidence: row.confidence,
        sources: list(row.source),
      })),
      pipelines: answer.pipelines.map(({ row, km, state }) => ({
        ...namesOf(row),
        kind: row.kind,
        commodity: row.commodity,
        operator: row.operator || null,
        state,
        km,
        sources: list(row.source),
      })),
      refineries: answer.refineries.map(({ row, ground }) => ({
        ...namesOf(row),
        ground,
        capacity_bpd: row.capacity_bpd,
        operator: row.operator || null,
        sources: list(row.source),
      })),
      crossings: answer.crossings.map(({ row, holder, state, period }) => ({
        ...namesOf(row),
        kind: row.kind,
        run_by: holder,
        state,
        state_sources: list(period && period.source),
        sources: list(row.source),
      })),
      events: answer.events.map(({ row, ground, vague }) => ({
        id: row.id,
        start: Dates.iso(row.start),
        place: row.place,
        type: row.type,
        ground,
        vague,
        deaths_low: row.deaths_low,
        deaths_best: row.deaths_best,
        deaths_high: row.deaths_high,
        text: row.text,
        sources: list(row.source),
      })),
      towns: answer.towns.map(({ row, ground }) => ({
        ...namesOf(row),
        ground,
        population: row.population,
        sources: list(row.source),
      })),
      residents: answer.residents.map((resident) => ({
        pcode: resident.pcode,
        ...names(resident),
        ground: resident.ground,
        low: resident.low,
        best: Math.round(resident.best),
        high: resident.high,
        people: resident.people,
        sources: list(resident.source),
      })),
    },
    null,
    2,
  ) + '\n';
}

/** Six signs that differ where contents differ (FNV-1a). @param {Uint8Array} bytes */
export function mark(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash ^ (hash >>> 24)) & 0xffffff).toString(16).padStart(6, '0');
}

/** Let the reader keep a file; files whose contents differ get names that differ. @param {string} name of what it
 * holds, with its ending @param {string} type @param {BlobPart} content */
export async function save(name, type, content) {
  const blob = new Blob([content], { type });
  const marked = mark(new Uint8Array(await blob.arrayBuffer()));
  saveBlob(name.replace(/\.[^.]*$/, (ending) => `-${marked}${ending}`), blob);
}

/** Let the reader keep a file under the very name. @param {string} name @param {Blob} blob */
export function saveBlob(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
