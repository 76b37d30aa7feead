/** Which events of the store a view shows, and what they add up to. */
import { daysOf, type View } from '../data/view.ts';
import type { Column, Store } from './store.ts';

/** View keys that say which events are shown. */
export const KEYS = [
  'date',
  'compare',
  'compareMode',
  'against',
  'window',
  'interval',
  'kinds',
  'actors',
  'minDeaths',
  'coarsest',
];

export class Filter {
  from = 0;
  to: number;
  mask: Uint8Array | null = null; // 1 for rows that fit all but the days; null where all do
  version = 0;
  choice = '[null,null,0,null]';

  constructor(readonly store: Store) {
    this.to = store.n;
  }

  /** Follow a view. @returns whether other rows are shown than before */
  follow(view: View): boolean {
    const [from, to] = this.days(view).map((day, i) => this.store.from(day + i));
    const choice = JSON.stringify([
      view.kinds,
      view.actors,
      view.minDeaths,
      view.coarsest === 'unknown' ? null : view.coarsest,
    ]);
    const same = from === this.from && to === this.to && choice === this.choice;
    [this.from, this.to] = [from, Math.max(from, to)];
    if (choice !== this.choice) {
      this.choice = choice;
      this.mask = this._mask(view);
      this.version++;
    }
    return !same;
  }

  /** First and last day shown: the interval, else those between two days compared, else the days up to the date,
   * else all. */
  days(view: View): [number, number] {
    const { interval, window, date } = view;
    const { before, day } = daysOf(view);
    if (interval) return interval;
    if (before !== null) return [before, day];
    return window ? [date - window + 1, date] : [this.store.first, this.store.last];
  }

  _mask({ kinds, actors, minDeaths, coarsest }: View) {
    const { columns, precisions, kinds: names } = this.store;
    const limit = coarsest === 'unknown' ? -1 : precisions.indexOf(coarsest);
    if (!kinds && !actors && !minDeaths && limit < 0) return null;
    const mask = new Uint8Array(this.store.n).fill(1);
    if (kinds) among(mask, columns.type, Uint8Array.from(names, (kind) => Number(kinds.includes(kind))));
    if (limit >= 0) {
      among(mask, columns.position_precision, Uint8Array.from(precisions, (_, i) => Number(i <= limit)));
    }
    const best = minDeaths ? columns.best : null;
    for (let i = 0; best && i < mask.length; i++) mask[i] &= best[i] > minDeaths ? 1 : 0;
    if (actors) this._actors(mask, actors);
    return mask;
  }

  _actors(mask: Uint8Array, actors: string[]) {
    const { actor_a: first, actor_b: second } = this.store.columns;
    const choice = Uint8Array.from(
      ['', ...this.store.actors],
      (actor) => Number(actor !== '' && actors.includes(actor)),
    );
    for (let i = 0; i < mask.length; i++) mask[i] &= choice[first[i]] | choice[second[i]];
  }

  count() {
    if (!this.mask) return this.to - this.from;
    let count = 0;
    for (let i = this.from; i < this.to; i++) count += this.mask[i];
    return count;
  }

  /** What the events shown add up to. @returns deaths; events without a figure; events by kind */
  totals(): { events: number; best: number; low: number; high: number; unknown: number; kinds: number[] } {
    const { store: { kinds, columns: { best: bests, low: lows, high: highs, type } }, mask, from, to } = this;
    const counts = new Array(kinds.length).fill(0);
    let [events, best, low, high, unknown] = [0, 0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      if (mask !== null && mask[i] === 0) continue;
      events++;
      counts[type[i]]++;
      const middle = bests[i] - 1;
      if (middle < 0) {
        unknown++;
        continue;
      }
      // A figure that is missing counts as the best one.
      best += middle;
      high += highs[i] ? highs[i] - 1 : middle;
      low += lows[i] ? lows[i] - 1 : middle;
    }
    return { events, best, low, high, unknown, kinds: counts };
  }

  histogram(): { first: number; counts: Uint32Array } {
    const { store, mask } = this;
    const counts = new Uint32Array(store.n ? store.last - store.first + 1 : 0);
    for (let i = 0; i < store.n; i++) if (!mask || mask[i]) counts[store.day[i]]++;
    return { first: store.first, counts };
  }

  counts(what: 'type' | 'actors'): number[] {
    const { store, from, to } = this;
    const { type, actor_a: first, actor_b: second } = store.columns;
    if (what === 'type') {
      const counts = new Array(store.kinds.length).fill(0);
      for (let i = from; i < to; i++) counts[type[i]]++;
      return counts;
    }
    const counts = new Array(store.actors.length + 1).fill(0);
    for (let i = from; i < to; i++) {
      counts[first[i]]++;
      if (second[i] !== first[i]) counts[second[i]]++;
    }
    return counts.slice(1);
  }

  rows(limit: number = Infinity, skip = 0): number[] {
    const rows: number[] = [];
    for (let i = this.to - 1; i >= this.from && rows.length < limit; i--) {
      if (this.mask && !this.mask[i]) continue;
      if (skip > 0) skip--;
      else rows.push(i);
    }
    return rows;
  }

  has(row: number) {
    return row >= this.from && row < this.to && (!this.mask || this.mask[row] === 1);
  }
}

function among(mask: Uint8Array, column: Column, choice: Uint8Array) {
  for (let i = 0; i < mask.length; i++) mask[i] &= choice[column[i]];
}
