/** How sure the atlas is of who holds what: the model of geo/ask/uncertainty, computed in the page (docs/uncertainty.md). */
import { bandOf, collapse, drawDates, quantile, stateOf } from './samples.js';

/** @import { Timeline } from './timeline.js' */
/** @import { Band, Drawn, State } from './samples.js' */
/** @import { DoubtTables, Spell } from './tables.js' */

export class Doubt {
  /** @param {DoubtTables} tables @param {Timeline<Spell>} history */
  constructor(tables, history) {
    this.tables = tables;
    this.history = history;
    this.alone = new Set(tables.alone);
    /** Changes whose day is in doubt. */
    this.changes = tables.beside.flatMap((_, unit) => history.all(unit).filter((row) => row.earliest < row.latest));
    /** The days drawn last. @type {Map<number, Drawn[]>} */
    this.drawn = new Map();
  }

  /** @param {number} unit @param {number} day @returns {State<Spell>} */
  state(unit, day) {
    return stateOf(this.history.all(unit), this.history.at(unit, day), day);
  }

  /** Units that change hands on a day: the other holder of each, and how much of its days have passed.
   * @param {number} day @returns {Map<number, {other: string, share: number}>} */
  changing(day) {
    const result = new Map();
    for (const { unit, earliest, latest } of this.changes) {
      if (day < earliest || day >= latest || result.has(unit)) continue;
      const [other] = this.state(unit, day).others;
      if (other) result.set(unit, { other, share: (day - earliest + 1) / (latest - earliest + 1) });
    }
    return result;
  }

  /** Who holds each unit on a day in each sample. @param {number} day @returns {Drawn[]} */
  draw(day) {
    const known = this.drawn.get(day);
    if (known) return known;
    const states = this.tables.beside.map((_, unit) => this.state(unit, day));
    const result = states.map((state, unit) => {
      const holders = drawDates(state, day, this.tables);
      const next = this.tables.beside[unit].find((other) =>
        this.alone.has(states[other].holder) && states[other].holder !== state.holder
      );
      if (state.spell && next !== undefined) this._errors(state.spell, holders, states[next].holder);
      return collapse(holders);
    });
    this.drawn = new Map([...[...this.drawn].slice(-1), [day, result]]);
    return result;
  }

  /** Put another holder where the record errs. @param {Spell} spell @param {string[]} holders @param {string} other */
  _errors(spell, holders, other) {
    const { undisputed, divided, sharesDivided, denied } = this.tables.certainty;
    const sources = spell.evidence === 'conflicting' ? denied : 1;
    const rate = 1 - undisputed * (divided.includes(spell.holder) ? sharesDivided : 1) * sources;
    holders.forEach((_, sample) => {
      if (quantile(spell.strata, sample, this.tables.samples) < rate) holders[sample] = other;
    });
  }

  /** Bands of a sum over units by their holders, on one day or by pair on two. @param {number[]} days
   * @param {Map<number, number>} weights by unit @returns {Map<string, Band>} by holder, or `from>to` */
  bands(days, weights) {
    const { samples, ends } = this.tables;
    const draws = days.map((day) => this.draw(day));
    /** @param {number} unit @param {number} sample */
    const key = (unit, sample) =>
      draws.map((drawn) => typeof drawn[unit] === 'string' ? drawn[unit] : drawn[unit][sample]).join('>');
    /** @type {Map<string, Float64Array>} */
    const sums = new Map();
    /** @param {string} holder @param {number} sample @param {number} weight */
    const add = (holder, sample, weight) => {
      const sum = sums.get(holder) || new Float64Array(samples);
      sums.set(holder, sum);
      sum[sample] += weight;
    };
    for (const [unit, weight] of weights) {
      if (draws.every((drawn) => typeof drawn[unit] === 'string')) {
        const holder = key(unit, 0);
        for (let sample = 0; sample < samples; sample++) add(holder, sample, weight);
      } else for (let sample = 0; sample < samples; sample++) add(key(unit, sample), sample, weight);
    }
    for (const { strata, steps } of this.tables.cuts) {
      for (let sample = 0; sample < samples; sample++) {
        const at = quantile(strata, sample, samples);
        const moved = steps.filter((_, step) => at < 1 - this.tables.certainty.steps[step][1]).flat();
        for (const [unit, other, share] of moved) {
          const weight = share * (weights.get(unit) ?? 0);
          if (!weight || !weights.has(other)) continue;
          add(key(unit, sample), sample, -weight);
          add(key(other, sample), sample, weight);
        }
      }
    }
    return new Map([...sums].map(([holder, sum]) => [holder, bandOf(sum, ends)]));
  }
}

/** Low, best and high of a figure with two digits of the band's width; null where that leaves no band.
 * @param {number} best @param {Band} band @returns {?[low: number, best: number, high: number]} */
export function roundBand(best, band) {
  const [low, high] = [Math.min(best, band[0]), Math.max(best, band[1])];
  const width = high - low;
  const step = width > 1 ? 10 ** Math.max(0, Math.floor(Math.log10(width)) - 1) : 1;
  const [from, middle, to] = [low, best, high].map((end) => Math.floor(end / step + 0.5) * step);
  return from === to ? null : [from, middle, to];
}
