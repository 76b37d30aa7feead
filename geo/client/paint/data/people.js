/** How many people the census counted on ground, and who administered it: geo/ask/people.py, computed in the page. */
import * as Dates from './dates.js';
import { rowsOf } from './rows.js';

/** Ground counts as whole from this share on, as in Python. */
const WHOLE = 0.995;

/** @import { Scene } from '../scene.js' */
/** @import { Administration, Count, Tables } from './tables.js' */

/** How many people, where only a part of a count's ground is meant: none of them to all. @typedef {{low: number, best: number, high: number}} Estimate */

/** People on the ground of one count that one side holds. @typedef {Count & Estimate & {ground: string}} Residents */

/** The people of the page's data, made once. @type {?{layers: Tables, people: ?People}} */
let known = null;

export class People {
  /** The people of a page's data; null where its atlas has no census. @param {Scene} atlas @returns {?People} */
  static of(atlas) {
    const { layers } = atlas.data;
    if (known?.layers !== layers) {
      known = { layers, people: layers.residents ? new People(layers.residents, layers.units.km2) : null };
    }
    return known.people;
  }

  /** @param {NonNullable<Tables['residents']>} tables @param {number[]} km2 of all units */
  constructor(tables, km2) {
    this.day = tables.day;
    this.counts = rowsOf(tables.counts);
    /** @type {Map<string, Administration[]>} */
    this.administered = new Map();
    for (const row of rowsOf(tables.administration)) {
      const rows = this.administered.get(row.pcode);
      if (rows) rows.push(row);
      else this.administered.set(row.pcode, [row]);
    }
    this.km2 = km2;
  }

  /** People on ground, one object a P-code and side.
   * @param {Map<number, number>} km2 of each unit @param {(unit: number) => string} side of a unit
   * @returns {Residents[]} */
  on(km2, side = () => '') {
    /** @type {Map<string, Residents>} */
    const counts = new Map();
    for (const count of this.counts) {
      const area = count.units.reduce((sum, unit) => sum + this.km2[unit], 0);
      /** @type {Map<string, number>} */
      const shares = new Map();
      for (const unit of count.units) {
        const part = km2.get(unit);
        if (part === undefined) continue;
        shares.set(
          side(unit),
          (shares.get(side(unit)) || 0) + Math.min(1, part / this.km2[unit]) * this.km2[unit],
        );
      }
      for (const [ground, part] of shares) {
        const key = count.pcode + ' ' + ground;
        const sum = counts.get(key) || { ...count, ground, low: 0, best: 0, high: 0, people: 0 };
        counts.set(key, sum);
        const all = part / area >= WHOLE;
        sum.low += all ? count.people : 0;
        sum.best += all ? count.people : (count.people * part) / area;
        sum.high += count.people;
        sum.people += count.people;
      }
    }
    return [...counts.values()];
  }

  /** People on whole units. @param {number[]} units @returns {?Estimate} */
  ofUnits(units) {
    const rows = this.on(new Map(units.map((unit) => [unit, this.km2[unit]])));
    return rows.length ? People.sum(rows) : null;
  }

  /** People on units in words; empty where nobody was counted. @param {Scene} atlas @param {number[]} units */
  static words(atlas, units) {
    const sum = People.of(atlas)?.ofUnits(units);
    return sum ? Dates.rounded(sum, atlas.view.language) : '';
  }

  /** All people together. @param {Residents[]} rows @returns {Estimate} */
  static sum(rows) {
    const sum = { low: 0, best: 0, high: 0 };
    for (const row of rows) for (const end of /** @type {const} */ (['low', 'best', 'high'])) sum[end] += row[end];
    return { ...sum, best: Math.round(sum.best) };
  }

  /** Who administered a sub-district, by the newest attestation up to a day; nobody where that is later.
   * @param {string} pcode @param {number} day @returns {Administration[]} */
  administration(pcode, day) {
    const rows = this.administered.get(pcode) || [];
    const chosen = Math.max(...rows.map((row) => row.date).filter((date) => date <= day));
    return rows.filter((row) => row.date === chosen);
  }
}
