/** Event data as files: CSV without formulas, and GeoJSON, written in slices so that the page stays alive. */
import * as Dates from '../../paint/data/dates.js';
import { cell } from '../area_of_interest/files.js';

/** @import { Named } from '../../paint/data/tables.js' */
/** @import { Store, UserEvent } from '../../paint/user_events/store.js' */

const SLICE = 250;
/** Milliseconds of writing after which the page has its turn. */
const TURN = 25;
/** Rows of one file at most: what a browser holds in memory without trouble. */
const MOST = 200000;
const COLUMNS = [
  'id',
  'start',
  'end',
  'date_precision',
  'place',
  'lon',
  'lat',
  'position_precision',
  'type',
  'actor_a',
  'actor_b',
  'best',
  'low',
  'high',
  'source',
  'text',
];
/** Hashtags as in geo/export/tables/hxl.py; other columns are #meta. @type {Record<string, string>} */
const TAGS = {
  start: '#date+start',
  end: '#date+end',
  place: '#loc+name',
  lon: '#geo+lon',
  lat: '#geo+lat',
  type: '#event+type',
  actor_a: '#org+actor+a',
  actor_b: '#org+actor+b',
  best: '#affected+killed+best',
  low: '#affected+killed+min',
  high: '#affected+killed+max',
  text: '#description',
  governorate: '#adm1+code',
  district: '#adm2+code',
  subdistrict: '#adm3+code',
  area: '#loc+area+code',
  unit: '#loc+unit+code',
  holder: '#org+holder',
};

/** The name of a column as a file has it. @param {string} name */
const columnName = (name) => name.replace(/^\+/, '');

/** An event as files have it, by column. @typedef {Record<string, string | number | null | undefined>} Line */

export class Files {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.most = MOST;
    const { names, precisions, kilometres } = store.directory;
    const more = [...Object.keys({ ...names, ...precisions }), ...kilometres].filter((name) => !COLUMNS.includes(name));
    this.columns = [...COLUMNS, ...more, ...store.texts.more];
    this.digits = 10 ** Math.ceil(Math.log10(store.directory.steps));
  }

  /** A record with days in ISO and degrees as exact as the container has them.
   * @param {UserEvent} event @returns {Line} */
  toRecord({ lat, lng, start, end, ...remainder }) {
    /** @param {number} value */
    const round = (value) => Math.round(value * this.digits) / this.digits;
    return { ...remainder, start: Dates.iso(start), end: Dates.iso(end), lon: round(lng), lat: round(lat) };
  }

  /** A line of CSV. @param {Line} row */
  line(row) {
    return this.columns.map((name) => (typeof row[name] === 'number' ? String(row[name]) : cell(row[name]))).join(',') +
      '\r\n';
  }

  /** A feature of GeoJSON. @param {Line} row */
  feature(row) {
    const properties = Object.fromEntries(
      this.columns.filter((name) => name !== 'lon' && name !== 'lat').map((
        name,
      ) => [columnName(name), row[name] === undefined ? null : row[name]]),
    );
    return JSON.stringify({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [row.lon, row.lat] },
      properties,
    });
  }

  /** Write rows slice by slice, so that the page stays alive. @param {'csv'|'geojson'} ending @param {number[]} rows @param {{hxl: boolean,
   * progress: (done: number) => void}} options @returns {Promise<Blob>} */
  async write(ending, rows, { hxl, progress }) {
    const csv = ending === 'csv';
    const tags = this.columns.map((name) => TAGS[name] || (columnName(name) === name ? '#meta+' + name : '#meta'));
    const parts = [
      csv
        ? '\ufeff' + this.columns.map((name) => cell(columnName(name))).join(',') + '\r\n' +
          (hxl ? tags.join(',') + '\r\n' : '')
        : '{"type":"FeatureCollection","features":[\n',
    ];
    let turn = performance.now();
    for (let at = 0; at < rows.length; at += SLICE) {
      /** @param {Named} record @param {Named} record */
      const records = (await this.store.records(rows.slice(at, at + SLICE))).map((record) => this.toRecord(record));
      parts.push(
        csv
          ? records.map((row) => this.line(row)).join('')
          : (at ? ',\n' : '') + records.map((row) => this.feature(row)).join(',\n'),
      );
      if (performance.now() - turn < TURN) continue;
      progress(Math.min(at + SLICE, rows.length));
      await new Promise((done) => setTimeout(done));
      turn = performance.now();
    }
    if (!csv) parts.push('\n]}\n');
    return new Blob(parts);
  }
}
