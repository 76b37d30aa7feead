/** What lies around: neighbouring countries, rivers and lakes. */
import * as World from '../map/world.js';
import { rowsOf } from '../bundle.js';
import { decode, trace } from '../map/topology.js';
import { register } from './registry.js';

/** @import { Atlas } from '../atlas.js' */
/** @import { Frame } from '../map/stage.js' */
/** @import { Shapes, Tables } from '../tables.js' */
/** @import { LegendEntry, Painter } from './layer.js' */

/** Shapes as delta-coded rings or lines, to one path each. @param {Shapes} shapes */
function paths(shapes) {
  return shapes.parts.map((lines) => {
    const path = new Path2D();
    for (const deltas of lines) trace(path, decode(deltas, shapes), shapes.closed);
    return path;
  });
}

export class Neighbours {
  /** @param {Atlas} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    this.atlas = atlas;
    this.rows = rowsOf(layers.neighbours.rows);
    this.paths = paths(layers.neighbours.shapes);
  }

  /** @returns {Painter[]} */
  painters() {
    return [
      { stage: 'ground', z: 10, uses: new Set(), state: () => '', draw: (ctx, frame) => this._draw(ctx, frame) },
      { stage: 'marks', z: 2, uses: new Set(), draw: (_, frame) => this._names(frame) },
    ];
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    if (this.atlas.tiled) return;
    const { style } = this.atlas;
    frame.world(ctx);
    ctx.fillStyle = style.neighbour;
    ctx.strokeStyle = style.neighbourLine;
    ctx.lineWidth = 0.8 / frame.k;
    for (const path of this.paths) {
      ctx.fill(path);
      ctx.stroke(path);
    }
  }

  /** @param {Frame} frame */
  _names(frame) {
    for (const row of this.rows) {
      const [x, y] = frame.pixel(...World.of(row.lon, row.lat));
      this.atlas.labels.want({
        text: this.atlas.nameOf(row).toUpperCase(),
        x,
        y,
        size: 13,
        weight: 500,
        spaced: 4,
        colour: this.atlas.style.faint,
        rank: 900,
        centred: true,
      });
    }
  }
}

export class Water {
  /** @param {Atlas} atlas @param {Tables} layers */
  constructor(atlas, layers) {
    this.atlas = atlas;
    this.rivers = rowsOf(layers.water.rivers.rows);
    this.riverPaths = paths(layers.water.rivers.shapes);
    this.lakes = rowsOf(layers.water.lakes.rows);
    this.lakePaths = paths(layers.water.lakes.shapes);
  }

  /** @returns {Painter[]} */
  painters() {
    return [
      { stage: 'ground', z: 30, uses: new Set(), state: () => '', draw: (ctx, frame) => this._draw(ctx, frame) },
      { stage: 'marks', z: 1, uses: new Set(), draw: (_, frame) => this._names(frame) },
    ];
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    if (this.atlas.tiled) return;
    const { style } = this.atlas;
    frame.world(ctx);
    ctx.lineJoin = ctx.lineCap = 'round';
    ctx.strokeStyle = style.river;
    this.riverPaths.forEach((path, i) => {
      const rank = this.rivers[i].rank;
      if (rank > 2 && frame.zoom < 7) return;
      ctx.lineWidth = ([2.2, 1.6, 1.1][rank - 1] || 1) * Math.min(1.6, 0.5 + frame.zoom / 14) / frame.k;
      ctx.stroke(path);
    });
    ctx.fillStyle = style.water;
    ctx.lineWidth = 0.8 / frame.k;
    for (const path of this.lakePaths) {
      ctx.fill(path);
      ctx.stroke(path);
    }
  }

  /** @param {Frame} frame */
  _names(frame) {
    if (frame.zoom < 7) return;
    for (const row of [...this.rivers, ...this.lakes]) {
      const [x, y] = frame.pixel(...World.of(row.lon, row.lat));
      if (frame.inside(x, y)) {
        this.atlas.labels.want({
          text: this.atlas.nameOf(row),
          x,
          y,
          size: 11,
          italic: true,
          colour: this.atlas.style.waterName,
          rank: 700,
          centred: true,
        });
      }
    }
  }

  /** @returns {LegendEntry[]} */
  legend() {
    return [{
      swatch: { fill: this.atlas.style.water, edge: this.atlas.style.river },
      text: this.atlas.t('legend.water'),
      more: true,
    }];
  }
}

register('neighbours', Neighbours);
register('water', Water);
