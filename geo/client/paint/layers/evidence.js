/** What the sources say of who held each unit on the day shown. */
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
    /** The paths of each class on a day. @type {?{day: number, groups: Map<string, number[]>, paths: Map<string, Path2D>}} */
    this.cached = null;
  }

  /** @returns {Painter[]} */
  painters() {
    return [{
      stage: 'ground',
      uses: new Set(['date', 'compare', 'compareMode', 'against']),
      draw: (ctx, frame) => this._fill(ctx, frame),
    }];
  }

  picture() {
    const { day } = this.atlas;
    if (this.cached?.day === day) return this.cached;
    /** @type {Map<string, number[]>} */
    const groups = new Map();
    for (let unit = 0; unit < this.topology.count; unit++) {
      const evidence = this.timeline.at(unit, day)?.evidence;
      if (evidence) groups.set(evidence, [...(groups.get(evidence) || []), unit]);
    }
    const paths = new Map([...groups].map(([evidence, units]) => [evidence, this.topology.area(units)]));
    return (this.cached = { day, groups, paths });
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _fill(ctx, frame) {
    frame.world(ctx);
    if (this.atlas.tiled) ctx.globalAlpha = 0.5;
    for (const [evidence, path] of this.picture().paths) {
      name(ctx, evidence);
      ctx.fillStyle = this.table.fills[evidence];
      ctx.fill(path, 'nonzero');
    }
  }

  /** @returns {LegendEntry[]} */
  legend() {
    const { groups } = this.picture();
    const seen = this.atlas.frame && this.topology.seen(this.atlas.frame);
    return Object.entries(this.table.fills)
      .filter(([evidence]) => groups.get(evidence)?.some((unit) => !seen || seen.has(unit)))
      .map(([evidence, fill]) => ({ swatch: { fill }, text: this.atlas.t('legend.evidence.' + evidence) }));
  }
}

register('evidence', Evidence);
