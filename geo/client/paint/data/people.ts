/** How many people the census counted on ground, and who administered it: geo/ask/people.py, computed in the page. */
import * as Dates from './dates.ts';
import { rowsOf } from './rows.ts';
import type { Scene } from '../scene.ts';
import type { Administration, Count, Tables } from './tables.ts';

const WHOLE = 0.995; // ground counts as whole from this share on, as in Python

/** How many people, where only a part of a count's ground is meant: none of them to all. */
export type Estimate = { low: number; best: number; high: number };

/** People on the ground of one count that one side holds. */
export type Residents = Count & Estimate & { ground: string };

let current: { layers: Tables; people: People | null } | null = null; // the people of the page's data, made once

export class People {
  day: number;
  counts: Count[];
  administered: Map<string, Administration[]>;

  /** The people of a page's data; null where its atlas has no census. */
  static of(atlas: Scene): People | null {
    const { layers } = atlas.data;
    if (current?.layers !== layers) {
      current = { layers, people: layers.residents ? new People(layers.residents, layers.units.km2) : null };
    }
    return current.people;
  }

  constructor(tables: NonNullable<Tables['residents']>, readonly km2: number[]) {
    this.day = tables.day;
    this.counts = rowsOf(tables.counts);
    this.administered = Map.groupBy(rowsOf(tables.administration), (row) => row.pcode);
  }

  /** People on ground, one object a P-code and side. @param km2 of each unit @param side of a unit */
  on(km2: Map<number, number>, side: (unit: number) => string = () => ''): Residents[] {
    const counts: Map<string, Residents> = new Map();
    for (const count of this.counts) {
      const area = count.units.reduce((sum, unit) => sum + this.km2[unit], 0);
      const shares: Map<string, number> = new Map();
      for (const unit of count.units) {
        const part = km2.get(unit);
        if (part === undefined) continue;
        shares.set(side(unit), (shares.get(side(unit)) || 0) + Math.min(1, part / this.km2[unit]) * this.km2[unit]);
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

  static words(atlas: Scene, units: number[]) {
    const people = People.of(atlas);
    const rows = people?.on(new Map(units.map((unit) => [unit, people.km2[unit]]))) || [];
    return rows.length ? Dates.rounded(People.sum(rows), atlas.view.language) : '';
  }

  static sum(rows: Residents[]): Estimate {
    const sum = { low: 0, best: 0, high: 0 };
    for (const row of rows) for (const end of ['low', 'best', 'high'] as const) sum[end] += row[end];
    return { ...sum, best: Math.round(sum.best) };
  }

  /** Who administered a sub-district, by the newest attestation up to a day; nobody where that is later. */
  administration(pcode: string, day: number): Administration[] {
    const rows = this.administered.get(pcode) || [];
    const chosen = Math.max(...rows.map((row) => row.date).filter((date) => date <= day));
    return rows.filter((row) => row.date === chosen);
  }
}
