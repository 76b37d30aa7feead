/** Ground by two classes: those of two days, or of two perspectives. */

import { People } from './people.ts';
import type { Control } from '../layers/control.ts';
import type { Band } from './samples.ts';

/** Ground of two classes, with the band of its km² where that is in doubt. */
type Pair = { from: string; to: string; km2: number; units: number; which: number[]; band: Band | null };

/** Ground whose two classes differ, in km², units and people (in words), the largest first. @param bands by from>to */
export function pairs(
  control: Control,
  first: (unit: number) => string,
  other: (unit: number) => string,
  bands: Map<string, Band> | null = null,
) {
  const result: Map<string, Pair> = new Map();
  control.units.forEach((unit, i) => {
    const from = first(i);
    const to = other(i);
    if (from === to) return;
    const key = from + '>' + to;
    const sum = result.get(key) || { from, to, km2: 0, units: 0, which: [], band: bands && (bands.get(key) ?? [0, 0]) };
    sum.km2 += unit.km2;
    sum.units += 1;
    sum.which.push(i);
    result.set(key, sum);
  });
  const rows = [...result.values()].sort((a, b) => b.km2 - a.km2);
  return rows.map((row) => ({ ...row, people: People.words(control.atlas, row.which) }));
}
