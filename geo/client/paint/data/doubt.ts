/** How sure the atlas is of who holds what: the model of geo/ask/uncertainty, computed in the page (docs/uncertainty.md). */
import { type Band, drawDates, type Drawn, quantile, type State, stateOf } from './samples.ts';
import type { DoubtTables, Spell } from './tables.ts';
import type { Timeline } from './timeline.ts';

export class Doubt {
  alone: Set<string>;
  changes: Spell[];
  drawn: Map<number, Drawn[]> = new Map(); // the days drawn last

  constructor(readonly tables: DoubtTables, readonly history: Timeline<Spell>) {
    this.alone = new Set(tables.alone);
    this.changes = tables.beside.flatMap((_, unit) => history.all(unit).filter((row) => row.earliest < row.latest));
  }

  state(unit: number, day: number): State<Spell> {
    return stateOf(this.history.all(unit), this.history.at(unit, day), day);
  }

  /** Units that change hands on a day: the other holder of each, and how much of its days have passed. */
  changing(day: number): Map<number, { other: string; share: number }> {
    const result = new Map();
    for (const { unit, earliest, latest } of this.changes) {
      if (day < earliest || day >= latest || result.has(unit)) continue;
      const [other] = this.state(unit, day).others;
      if (other) result.set(unit, { other, share: (day - earliest + 1) / (latest - earliest + 1) });
    }
    return result;
  }

  draw(day: number): Drawn[] {
    const former = this.drawn.get(day);
    if (former) return former;
    const states = this.tables.beside.map((_, unit) => this.state(unit, day));
    const result = states.map((state, unit) => {
      const holders = drawDates(state, day, this.tables);
      const next = this.tables.beside[unit].find((other) =>
        this.alone.has(states[other].holder) && states[other].holder !== state.holder
      );
      if (state.spell && next !== undefined) this._errors(state.spell, holders, states[next].holder);
      return new Set(holders).size === 1 ? holders[0] : holders;
    });
    this.drawn = new Map([...[...this.drawn].slice(-1), [day, result]]);
    return result;
  }

  _errors(spell: Spell, holders: string[], other: string) {
    const { undisputed, divided, sharesDivided, denied } = this.tables.certainty;
    const sources = spell.evidence === 'conflicting' ? denied : 1;
    const rate = 1 - undisputed * (divided.includes(spell.holder) ? sharesDivided : 1) * sources;
    holders.forEach((_, sample) => {
      if (quantile(spell.strata, sample, this.tables.samples) < rate) holders[sample] = other;
    });
  }

  /** Bands of a sum over units by their holders, on one day or by pair on two.
   * @param weights by unit
   * @returns by holder, or `from>to` */
  bands(days: number[], weights: Map<number, number>): Map<string, Band> {
    const { samples, ends } = this.tables;
    const draws = days.map((day) => this.draw(day));
    const key = (unit: number, sample: number) =>
      draws.map((drawn) => typeof drawn[unit] === 'string' ? drawn[unit] : drawn[unit][sample]).join('>');
    const sums: Map<string, Float64Array> = new Map();
    const add = (holder: string, sample: number, weight: number) => {
      const sum = sums.get(holder) || new Float64Array(samples);
      sums.set(holder, sum);
      sum[sample] += weight;
    };
    for (const [unit, weight] of weights) {
      const pair = draws.every((drawn) => typeof drawn[unit] === 'string') ? key(unit, 0) : null;
      for (let sample = 0; sample < samples; sample++) add(pair ?? key(unit, sample), sample, weight);
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
    return new Map([...sums].map(([holder, sum]) => {
      const ordered = sum.sort();
      const [low, high] = ends.map((end) => Math.max(0, ordered[end]));
      return [holder, [low, high]];
    }));
  }
}

/** Low, best and high of a figure with two digits of the band's width; null where that leaves no band. */
export function roundBand(best: number, band: Band): [low: number, best: number, high: number] | null {
  const [low, high] = [Math.min(best, band[0]), Math.max(best, band[1])];
  const width = high - low;
  const step = width > 1 ? 10 ** Math.max(0, Math.floor(Math.log10(width)) - 1) : 1;
  const [from, middle, to] = [low, best, high].map((end) => Math.floor(end / step + 0.5) * step);
  return from === to ? null : [from, middle, to];
}
