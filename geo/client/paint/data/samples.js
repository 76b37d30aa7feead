/** Samples of who held a thing on a day by the days of its changes, as geo/ask/uncertainty/samples.py draws them. */

/** @import { Span, Strata } from './tables.js' */

/** A row of who held a thing, with the days between which it began.
 * @typedef {Span & {holder: string, earliest: number, latest: number, dated?: ?number}} Dated */

/** The holder of a thing in each sample; one where all agree. @typedef {string | string[]} Drawn */

/** Ends of the band that nine of ten samples lie in. @typedef {[low: number, high: number]} Band */

/**
 * How samples are drawn.
 * @typedef {Object} Sampling
 * @property {number} samples how many there are
 * @property {[low: number, high: number]} ends of a band among the samples in order
 * @property {Strata[]} dates of the days of changes that rest on one report
 */

/**
 * What is known of who held a thing on a day: its rows that the day may fall in, and the days between which the
 * change happened.
 * @template {Dated} Row
 * @typedef {{spell: ?Row, spells: Row[], holder: string, others: string[], earliest: number, latest: number}} State
 */

/** @template {Dated} Row @param {Row[]} rows of a thing in the order of their days @param {?Row} spell of the day
 * @param {number} day @returns {State<Row>} */
export function stateOf(rows, spell, day) {
  const spells = rows.filter((row, i) => row.earliest <= day && mayLast(row, rows[i + 1], day));
  const changes = spells.length > 1 ? spells.slice(1) : spells;
  const holder = spell ? spell.holder : 'unknown';
  return {
    spell,
    spells,
    holder,
    others: [...new Set(spells.map((row) => row.holder))].filter((other) => other !== holder),
    earliest: Math.min(...changes.map((row) => row.earliest)),
    latest: Math.max(...changes.map((row) => row.latest)),
  };
}

/** Whether a row may not have ended on a day. @param {Dated} row @param {Dated | undefined} after @param {number} day */
function mayLast(row, after, day) {
  if (row.end === null) return true;
  return day < (after && after.start === row.end ? after.latest : row.end);
}

/** The quantile of a group of doubts in a sample. @param {Strata} strata @param {number} sample @param {number} samples */
export function quantile([step, first], sample, samples) {
  return (((sample * step + first) % samples) + 0.5) / samples;
}

/** The holder in each sample by the days of its changes alone. @param {State<Dated>} state @param {number} day
 * @param {Sampling} sampling */
export function drawDates({ spells, holder, others }, day, { samples, dates }) {
  if (!others.length) return new Array(samples).fill(holder);
  const holders = new Array(samples).fill(spells[0].holder);
  for (const row of spells.slice(1)) {
    const share = (day - row.earliest + 1) / (row.latest - row.earliest + 1);
    for (let sample = 0; sample < samples; sample++) {
      if (typeof row.dated !== 'number' || quantile(dates[row.dated], sample, samples) < share) {
        holders[sample] = row.holder;
      }
    }
  }
  return holders;
}

/** @param {string[]} holders in each sample @returns {Drawn} */
export function collapse(holders) {
  return new Set(holders).size === 1 ? holders[0] : holders;
}

/** The band of a sum in each sample, which it puts in order. @param {Float64Array} sums @param {[number, number]} ends
 * @returns {Band} */
export function bandOf(sums, [low, high]) {
  const ordered = sums.sort();
  return [Math.max(0, ordered[low]), Math.max(0, ordered[high])];
}
