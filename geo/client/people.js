/** How many people the census counted on ground, and who administered it: geo/ask/people.py, computed in the page. */
import { rowsOf } from './bundle.js';

/** Ground counts as whole from this share on, as in Python. */
const WHOLE = 0.995;

let known = null;

export class People {
  /** The people of a page's data; null where its atlas has no census. @param {Object} atlas */
  static of(atlas) {
    const { layers } = atlas.data;
    if (!known || known.layers !== layers) known = { layers, people: layers.residents ? new People(layers) : null };
    return known.people;
  }

  /** @param {Object} layers residents: {day, counts, administration}; units */
  constructor(layers) {
    this.day = layers.residents.day;
    this.counts = rowsOf(layers.residents.counts);
    this.administered = new Map();
    for (const row of rowsOf(layers.residents.administration)) {
      if (!this.administered.has(row.pcode)) this.administered.set(row.pcode, []);
      this.administered.get(row.pcode).push(row);
    }
    this.km2 = rowsOf(layers.units).map((unit) => unit.km2);
  }

  /** People on ground, one object a P-code and side: {pcode, names, ground, low, best, high, people, source}.
   * @param {Map<number, number>} km2 of each unit @param {function(number): string} side of a unit */
  on(km2, side = () => '') {
    const found = new Map();
    for (const count of this.counts) {
      const whole = count.units.reduce((sum, unit) => sum + this.km2[unit], 0);
      const shares = new Map();
      for (const unit of count.units) {
        if (!km2.has(unit)) continue;
        shares.set(
          side(unit),
          (shares.get(side(unit)) || 0) + Math.min(1, km2.get(unit) / this.km2[unit]) * this.km2[unit],
        );
      }
      for (const [ground, part] of shares) {
        const key = count.pcode + ' ' + ground;
        const sum = found.get(key) || { ...count, ground, low: 0, best: 0, high: 0, people: 0 };
        found.set(key, sum);
        const all = part / whole >= WHOLE;
        sum.low += all ? count.people : 0;
        sum.best += all ? count.people : (count.people * part) / whole;
        sum.high += count.people;
        sum.people += count.people;
      }
    }
    return [...found.values()];
  }

  /** People on whole units. @param {Array<number>} units @returns {Object|null} */
  ofUnits(units) {
    const rows = this.on(new Map(units.map((unit) => [unit, this.km2[unit]])));
    return rows.length ? People.sum(rows) : null;
  }

  /** @param {Array<Object>} rows as `on` gives them @returns {{low: number, best: number, high: number}} */
  static sum(rows) {
    const sum = { low: 0, best: 0, high: 0 };
    for (const row of rows) for (const end of ['low', 'best', 'high']) sum[end] += row[end];
    return { ...sum, best: Math.round(sum.best) };
  }

  /** Who administered a sub-district, by the newest attestation up to a day, else by the first.
   * @param {string} pcode @param {number} day @returns {Array<Object>} */
  administration(pcode, day) {
    const rows = this.administered.get(pcode) || [];
    if (!rows.length) return [];
    const past = rows.map((row) => row.date).filter((date) => date <= day);
    const chosen = past.length ? Math.max(...past) : Math.min(...rows.map((row) => row.date));
    return rows.filter((row) => row.date === chosen);
  }
}
