/** How old the newest source is of who holds each unit on the day shown. */
import { rowsOf } from '../data/rows.js';
import { Topology } from '../map/topology.js';
import { Timeline } from '../data/timeline.js';
import { register } from './registry.js';
import { name } from '../map/names.js';

/** @import { Scene } from '../scene.js' */
/** @import { Frame } from '../map/frame.js' */
/** @import { Tables } from '../data/tables.js' */
/** @import { LegendEntry, Painter } from './layer.js' */

export class Evidence {
  /** @param {Scene} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    this.atlas = atlas;
    this.topology = Topology.of(layers);
    this.table = layers.evidence;
    this.timeline = new Timeline(rowsOf(this.table.spells), 'unit');
    /** Fill of each class by its name. */
    this.fills = new Map([
      ...this.table.classes.map(([name, , fill]) => /** @type {const} */ ([name, fill])),
      /** @type {const} */ (['undated', this.table.undated]),
    ]);
    /** The units of each class on a day, and their paths. @type {?{day: number, groups: Map<string, number[]>, paths: Map<string, Path2D>}} */
    this.cached = null;
  }

  /** @returns {Painter[]} */
  painters() {
    return [{
      stage: 'ground',
      z: 25,
      uses: new Set(['date', 'compare', 'compareMode', 'against']),
      draw: (ctx, frame) => this._fill(ctx, frame),
    }];
  }

  /** The class of age of a unit's newest source on a day. @param {number} unit @param {number} day */
  ageOf(unit, day) {
    const spell = this.timeline.at(unit, day);
    if (!spell || spell.newest === null) return 'undated';
    const years = Math.max(0, day - spell.newest) / this.table.year;
    const match = this.table.classes.find(([, below]) => below === null || years < below);
    return match ? match[0] : 'undated';
  }

  picture() {
    const { day } = this.atlas;
    if (this.cached?.day === day) return this.cached;
    /** @type {Map<string, number[]>} */
    const groups = new Map();
    for (let unit = 0; unit < this.topology.count; unit++) {
      const age = this.ageOf(unit, day);
      groups.set(age, (groups.get(age) || []).concat(unit));
    }
    const paths = new Map([...groups].map(([age, units]) => [age, this.topology.area(units)]));
    return (this.cached = { day, groups, paths });
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _fill(ctx, frame) {
    frame.world(ctx);
    if (this.atlas.tiled) ctx.globalAlpha = 0.5;
    for (const [age, path] of this.picture().paths) {
      name(ctx, age);
      ctx.fillStyle = this.fills.get(age) || this.table.undated;
      ctx.fill(path, 'nonzero');
    }
  }

  /** @returns {LegendEntry[]} */
  legend() {
    const { groups } = this.picture();
    return [
      { text: this.atlas.t('layer.evidence') },
      ...[...this.fills].filter(([age]) => groups.has(age))
        .map(([age, fill]) => ({ swatch: { fill }, text: this.atlas.t('evidence.' + age), part: age })),
    ];
  }
}

register('evidence', Evidence);
