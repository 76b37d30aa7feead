/** Who holds each unit on a day, and the paths that show it, each made when it is first drawn. */

/** @import { Topology } from '../map/topology.js' */

/**
 * @typedef {Object} Held
 * @property {string} key what of the view it is made of
 * @property {string[]} classes of all units
 * @property {Map<string, number[]>} groups units by what they are filled with
 * @property {number} day
 * @property {?number} before the earlier of two days compared
 * @property {Map<number, {other: string, share: number}>} changing units that change hands
 * @property {Map<number, [string, string]>} sides of units that are divided, contested or changing hands
 * @property {Map<string, number[]>} second units that a second perspective classes otherwise, by that class
 */

export class ControlPicture {
  /** @param {Topology} topology @param {Held} held */
  constructor(topology, { key, classes, groups, day, before, changing, sides, second }) {
    this.topology = topology;
    this.key = key;
    this.classes = classes;
    this.groups = groups;
    this.day = day;
    this.before = before;
    this.changing = changing;
    this.sides = sides;
    this.second = second;
    /** @type {Record<string, unknown>} */
    this.made = {};
  }

  /** @template T @param {string} name @param {() => T} make @returns {T} */
  _once(name, make) {
    return /** @type {T} */ (this.made[name] ??= make());
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

  /** The ground that has two sides, by both. */
  get divided() {
    return this._once('divided', () => {
      /** @type {Map<string, number[]>} */
      const groups = new Map();
      for (const [unit, sides] of this.sides) groups.set(sides.join(), [...(groups.get(sides.join()) || []), unit]);
      return [...groups].map(([sides, units]) => ({ sides: sides.split(','), path: this.topology.area(units) }));
    });
  }

  get stripes() {
    return this._once(
      'stripes',
      () => new Map([...this.second].map(([group, units]) => [group, this.topology.area(units)])),
    );
  }

  /** The borders of each group. */
  get outlines() {
    return this._once('outlines', () =>
      new Map([...this.groups].map(([group, units]) => {
        const inside = new Set(units);
        return [group, this.topology.lines((a, b) => inside.has(a) !== inside.has(b))];
      })));
  }

  /** Borders between units that differ. */
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

  /** @param {boolean} within whether they run through a sub-district @param {boolean} [moving] beside ground that changes
   * hands, or not; either where it is not said */
  _between(within, moving) {
    const { changing, classes } = this;
    return this.topology.lines((a, b, level) =>
      a >= 0 && b >= 0 && (level === 4) === within && level <= 4 && classes[a] !== classes[b] &&
      (moving === undefined || moving === (changing.has(a) || changing.has(b)))
    );
  }
}
