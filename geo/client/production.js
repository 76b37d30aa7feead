/** What each field produced on a day, by the rules of geo/ask/production.py, and sums over time. */
import * as Dates from './dates.js';
import { rowsOf } from './bundle.js';
import { Timeline } from './timeline.js';

const KINDS = ['measured', 'interpolated', 'carried'];

export class Production {
  /** @param {Object} data the layer's rows, periods, output (steps), production (figures as said) and doubted */
  constructor(data) {
    this.steps = new Timeline(rowsOf(data.output), 'field');
    this.periods = new Timeline(rowsOf(data.periods), 'field');
    this.figures = rowsOf(data.production);
    this.doubted = new Set(data.doubted);
  }

  /** Barrels of a field on a day: low, best, high, kind, who says so; null where no source says.
   * @param {string} field @param {number} day */
  on(field, day) {
    const step = this.steps.at(field, day);
    if (!step) return null;
    const gone = (day - step.start) / Math.max(1, step.end - step.start);
    return { ...step, best: step.best + (step.last - step.best) * gone };
  }

  /** Who held a field, or for whom it was run. @param {string} field @param {number} day @param {string} by holder or run_by */
  side(field, day, by) {
    const period = this.periods.at(field, day);
    return period ? period[by] : 'unknown';
  }

  /** What a day comes to, by holder: {low, best, high, fields, counted, measured, interpolated, carried} for each.
   * @param {Array<string>} fields ids @param {number} day @param {string} by */
  sums(fields, day, by) {
    const found = new Map();
    for (const field of fields) {
      const side = this.side(field, day, by);
      const sum = found.get(side) ||
        { side, low: 0, best: 0, high: 0, known: 0, fields: [], counted: 0, measured: 0, interpolated: 0, carried: 0 };
      found.set(side, sum);
      const figure = this.on(field, day);
      sum.fields.push({ field, figure });
      if (!figure) continue;
      for (const end of ['low', 'best', 'high']) sum[end] += figure[end];
      if (figure.kind === 'measured') sum.known += figure.best;
      sum.counted += 1;
      sum[figure.kind] += 1;
    }
    return found;
  }

  /** Sums on the first of every month over the whole span. @returns {Array<{day: number, sums: Map}>} */
  months(fields, by) {
    const days = [];
    for (let year = Dates.year(Dates.FIRST); year <= Dates.year(Dates.LAST); year++) {
      for (let month = 1; month <= 12; month++) days.push(Dates.day(`${year}-${String(month).padStart(2, '0')}-01`));
    }
    const within = days.filter((day) => day >= Dates.FIRST && day < Dates.LAST);
    return [...within, Dates.LAST].map((day) => ({ day, sums: this.sums(fields, day, by) }));
  }

  /** What sources say of groups of fields and of totals for a day; doubted figures are marked. @param {number} day */
  said(day) {
    return this.figures.filter((figure) => figure.subject.includes(':') && figure.start <= day && day < figure.end)
      .map((figure) => ({ ...figure, doubted: this.doubted.has(figure.qualifier) }));
  }

  /** A figure in words; where sources differ, a range with both of their names.
   * @param {Object} atlas @param {Object} figure low, best, high, low_source, high_source */
  static words(atlas, figure) {
    const number = (value) => Dates.number(value, atlas.view.language);
    if (figure.low === figure.high) return number(figure.best);
    const who = (ids) =>
      ids.split(';').map((id) => (atlas.sources[id] ? atlas.sources[id][1] || atlas.sources[id][0] : id)).join(', ');
    return `${number(figure.best)} (${number(figure.low)} ${who(figure.low_source)} – ${number(figure.high)} ${
      who(figure.high_source)
    })`;
  }

  /** Of how many fields there is a figure, and of what kind. @param {Object} atlas
   * @param {{counted: number, fields: number, measured: number, interpolated: number, carried: number}} sum */
  static counted(atlas, sum) {
    const number = (value) => Dates.number(value, atlas.view.language);
    const kinds = KINDS.filter((kind) => sum[kind]).map((kind) => atlas.t('oil.n.' + kind, { n: number(sum[kind]) }));
    const all = atlas.t('oil.counted', { n: number(sum.counted), of: number(sum.fields) });
    return kinds.length ? `${all} (${kinds.join(atlas.t('sentence.comma'))})` : all;
  }

  /** How a figure came about, in words. */
  static kind(atlas, figure) {
    return atlas.t('oil.' + figure.kind, {
      from: Dates.digits(Dates.year(figure.since), atlas.view.language),
      to: figure.until === null ? '' : Dates.digits(Dates.year(figure.until), atlas.view.language),
    });
  }
}

Production.KINDS = KINDS;
