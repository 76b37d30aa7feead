/** Ground by two classes: those of two days, or of two perspectives. */

import { People } from './people.js';

/** @import { Control } from '../layers/control.js' */
/** @import { Band } from './samples.js' */

/** Ground of two classes, with the band of its km² where that is in doubt.
 * @typedef {{from: string, to: string, km2: number, units: number, which: number[], band: ?Band}} Pair */

/** Ground whose two classes differ, in km², units and people (in words), the largest first.
 * @param {Control} control @param {(unit: number) => string} first @param {(unit: number) => string} other
 * @param {?Map<string, Band>} [bands] by from>to */
export function pairs(control, first, other, bands = null) {
  /** @type {Map<string, Pair>} */
  const result = new Map();
  control.units.forEach((unit, i) => {
    const from = first(i);
    const to = other(i);
    if (from === to) return;
    const key = from + '>' + to;
    const sum = result.get(key) ||
      { from, to, km2: 0, units: 0, which: [], band: bands && (bands.get(key) ?? [0, 0]) };
    sum.km2 += unit.km2;
    sum.units += 1;
    sum.which.push(i);
    result.set(key, sum);
  });
  const rows = [...result.values()].sort((a, b) => b.km2 - a.km2);
  return rows.map((row) => ({
    ...row,
    people: People.words(control.atlas, row.which),
  }));
}
