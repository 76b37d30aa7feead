/** Points drawn as circles whose area grows with a figure, as a layer's spec says (`Circles` of geo/layers/spec.py). */
import { Points } from './points.js';

/** @import { Scene } from '../scene.js' */
/** @import { LegendEntry } from '../layers/layer.js' */
/** @import { Placed, PointRow } from './points.js' */

/**
 * @template {PointRow} Row
 * @extends {Points<Row>}
 */
export class Circles extends Points {
  /** @param {Scene} atlas @param {Row[]} rows @param {string} name of the layer */
  constructor(atlas, rows, name) {
    super(atlas, rows);
    this.number = atlas.number;
    this.look = atlas.style.marks[name];
    this.uses = new Set(['selection']);
    this.order = 6;
    // The largest lie below.
    this.rows = this.rows.filter((row) => this.figure(row) !== null)
      .sort((a, b) => (this.figure(b) || 0) - (this.figure(a) || 0));
    this.reach = 4;
  }

  /** The figure of a row. @param {Row} row @returns {?number} */
  figure(row) {
    return /** @type {Record<string, ?number>} */ (/** @type {unknown} */ (row))[this.look.column];
  }

  /** @param {number} value */
  _size(value) {
    return Math.max(this.look.least, Math.sqrt(value / this.look.unit));
  }

  /** @param {Row} row */
  radius(row) {
    return this._size(this.figure(row) || 0);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Placed<Row>} row @param {number} x @param {number} y */
  mark(ctx, row, x, y) {
    ctx.beginPath();
    ctx.arc(x, y, this.radius(row), 0, 2 * Math.PI);
    ctx.fillStyle = this.look.colour + '73';
    ctx.fill();
    ctx.lineWidth = 0.9;
    ctx.strokeStyle = this.look.colour;
    ctx.stroke();
  }

  /** @returns {LegendEntry[]} */
  legend() {
    const { colour, key, samples } = this.look;
    if (!this.inSight) return [];
    return samples.map((value) => ({
      swatch: { dot: colour + '73', edge: colour, width: 0.9, size: 2 * this._size(value), toScale: true },
      text: this.atlas.t(key, { n: this.number(value) }),
    }));
  }

  /** The names lead to the ground itself, which other layers list. */
  items() {
    return [];
  }
}
