/** Who holds each unit on a day, and the paths that show it, each made when it is first drawn. */
import type { Topology } from '../map/topology.ts';

interface Classes {
  key: string; // what of the view it is made of
  classes: string[]; // of all units
  groups: Map<string, number[]>; // units by what they are filled with
  day: number;
  before: number | null; // the earlier of two days compared
  changing: Map<number, { other: string; share: number }>; // units that change hands
  sides: Map<number, [string, string]>; // of units that are divided, contested or changing hands
  second: Map<string, number[]>; // units that a second perspective classes otherwise, by that class
}

export interface ControlPicture extends Classes {}

export class ControlPicture {
  cache: Record<string, unknown> = {};

  constructor(readonly topology: Topology, parts: Classes) {
    Object.assign(this, parts);
  }

  _once<T>(name: string, make: () => T): T {
    return (this.cache[name] ??= make()) as T;
  }

  /** The ground of each group that has one side, in an order of their own, so that the same border is drawn alike on
   * all days. */
  get paths() {
    return this._once('paths', () =>
      new Map(
        [...this.groups].sort().map(([group, units]) => {
          return [group, this.topology.area(units.filter((unit) => !this.sides.has(unit)))];
        }),
      ));
  }

  get divided() {
    return this._once('divided', () => {
      const groups = Map.groupBy(this.sides.keys(), (unit) => String(this.sides.get(unit)));
      return [...groups].map(([sides, units]) => ({ sides: sides.split(','), path: this.topology.area(units) }));
    });
  }

  get stripes() {
    return this._once(
      'stripes',
      () => new Map([...this.second].map(([group, units]) => [group, this.topology.area(units)])),
    );
  }

  get outlines() {
    return this._once('outlines', () =>
      new Map([...this.groups].map(([group, units]) => {
        const inside = new Set(units);
        return [group, this.topology.lines((a, b) => inside.has(a) !== inside.has(b))];
      })));
  }

  get fronts() {
    return this._once('fronts', () => this._between(false, false));
  }

  /** Those beside ground that changes hands. */
  get moving() {
    return this.changing.size ? this._once('moving', () => this._between(false, true)) : null;
  }

  /** Where such a border runs through a sub-district, and is approximate. */
  get cuts() {
    return this._once('cuts', () => this._between(true));
  }

  /** @param within whether they run through a sub-district
   * @param moving beside ground that changes hands, or not; either where it is not said */
  _between(within: boolean, moving?: boolean) {
    const { changing, classes } = this;
    return this.topology.lines((a, b, level) =>
      a >= 0 && b >= 0 && (level === 4) === within && level <= 4 && classes[a] !== classes[b] &&
      (moving === undefined || moving === (changing.has(a) || changing.has(b)))
    );
  }
}
