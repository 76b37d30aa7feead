/** What each field produced on a day, by the rules of geo/ask/production.py, and sums of a day's figures. */
import * as Dates from './dates.ts';
import { rowsOf } from './rows.ts';
import { type State, stateOf } from './samples.ts';
import { Timeline } from './timeline.ts';
import type { Scene } from '../scene.ts';
import type { FieldPeriod, Figure, OutputStep, ProductionData } from './tables.ts';

export type Side = 'holder' | 'run_by';

/** What the fields of one side come to, in barrels a day: the sum of figures of that very day. */
export interface Sum {
  side: string;
  low: number;
  best: number;
  high: number;
  fields: Array<{ field: string; figure: OutputStep | null }>;
  counted: number; // fields with a figure of the day
}

export class Production {
  steps: Timeline<OutputStep>;
  periods: Timeline<FieldPeriod>;
  figures: Figure[];
  doubted: Set<string>;

  constructor(data: ProductionData) {
    this.steps = new Timeline(rowsOf(data.output), 'field');
    this.periods = new Timeline(rowsOf(data.periods), 'field');
    this.figures = rowsOf(data.production);
    this.doubted = new Set(data.doubted);
  }

  /** Barrels of a field on a day: low, best, high, kind, who says so; null where no source says. */
  on(field: string, day: number): OutputStep | null {
    const step = this.steps.at(field, day);
    if (!step) return null;
    const gone = (day - step.start) / Math.max(1, step.end - step.start);
    const best = step.best + (step.last - step.best) * gone;
    // No finer than the figures that it is worked out from.
    const between = step.kind === 'interpolated' ? Math.min(Math.max(roundFigure(best), step.low), step.high) : best;
    return { ...step, best: between };
  }

  side(field: string, day: number, by: Side) {
    const period = this.periods.at(field, day);
    return period ? period[by] : 'unknown';
  }

  /** What a day comes to, by holder. What is interpolated or carried forward is in no sum. @param fields ids */
  sums(fields: string[], day: number, by: Side) {
    const sums: Map<string, Sum> = new Map();
    for (const field of fields) {
      const side = this.side(field, day, by);
      const sum = sums.get(side) || { side, low: 0, best: 0, high: 0, fields: [], counted: 0 };
      sums.set(side, sum);
      const figure = this.on(field, day);
      sum.fields.push({ field, figure });
      if (figure?.kind !== 'measured') continue;
      for (const end of ['low', 'best', 'high'] as const) sum[end] += figure[end];
      sum.counted += 1;
    }
    return sums;
  }

  state(field: string, day: number): State<FieldPeriod> {
    return stateOf(this.periods.all(field), this.periods.at(field, day), day);
  }

  /** What fields that changed hands between two days produced on the first, by `from>to`. A field of which one day
   * has no record is not compared.
   * @param fields ids */
  changes(fields: string[], first: number, last: number) {
    const holders = (field: string) => [first, last].map((day) => this.periods.at(field, day)?.holder);
    const changed = fields.filter((field) => holders(field).every(Boolean) && new Set(holders(field)).size > 1);
    const groups = Map.groupBy(changed, (field) => holders(field).join('>'));
    return new Map(
      groups.entries().map(([key, members]) => {
        const [sum] = this.sums(members, first, 'holder').values();
        return [key, sum];
      }),
    );
  }

  /** What sources say of groups of fields and of totals for a day; doubted figures are marked. */
  reportedFigures(day: number) {
    return this.figures.filter((figure) => figure.subject.includes(':') && figure.start <= day && day < figure.end)
      .map((figure) => ({ ...figure, doubted: this.doubted.has(figure.qualifier) }));
  }

  static words(atlas: Scene, figure: OutputStep) {
    const { number } = atlas;
    const best = Production.best(atlas, figure);
    if (figure.low === figure.high) return best;
    const who = (ids: string) =>
      ids.split(';').map((id) => (atlas.sources[id] ? atlas.sources[id][1] || atlas.sources[id][0] : id)).join(', ');
    return `${best} (${number(figure.low)} ${who(figure.low_source)} – ${number(figure.high)} ${
      who(figure.high_source)
    })`;
  }

  /** The best figure in words. What is worked out from figures of other days is no finer than they are: it is
   * rounded to two digits that count. */
  static best(atlas: Scene, figure: OutputStep) {
    const { number } = atlas;
    return figure.kind === 'measured'
      ? number(figure.best)
      : atlas.t('oil.about', { n: number(roundFigure(figure.best)) });
  }

  static when(atlas: Scene, { start, end }: { start: number; end: number }) {
    const { language } = atlas.view;
    const days = end - start;
    const last = end - 1;
    const precision = days < 27 ? 'day' : days > 360 && days < 367 ? 'year' : 'month';
    const words = [start, last].map((day) => Dates.words(day, language, precision));
    const isOne = days === 1 || (days >= 27 && days <= 31) || precision === 'year';
    return isOne ? words[0] : atlas.t('oil.when', { from: words[0], to: words[1] });
  }

  static figuresCounted({ number, t }: Scene, counted: number, fields: number) {
    return t('oil.counted', { n: number(counted), of: number(fields) });
  }

  static kind(atlas: Scene, figure: OutputStep) {
    return atlas.t('oil.' + figure.kind, {
      from: Dates.digits(Dates.year(figure.since), atlas.view.language),
      to: figure.until === null ? '' : Dates.digits(Dates.year(figure.until), atlas.view.language),
    });
  }
}

export function roundFigure(value: number) {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value)))) - 1);
  return Math.round(value / unit) * unit;
}
