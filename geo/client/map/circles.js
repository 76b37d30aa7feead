/** Points drawn as circles whose area grows with a figure, as a layer's spec says (`Circles` of geo/layers/spec.py). */
import * as Dates from '../dates.js';
import { Points } from './points.js';

export class Circles extends Points {
  /** @param {Object} atlas @param {Array<Object>} rows with lon, lat @param {string} name of the layer
   * @param {string} key the column that holds the id */
  constructor(atlas, rows, name, key = 'id') {
    super(atlas, rows.map((row) => ({ ...row, id: row[key] })));
    this.look = atlas.style.marks[name];
    this.z = 2;
    this.uses = new Set(['selection']);
    this.order = 6;
    // The largest lie below.
    this.rows = this.rows.filter((row) => row[this.look.column] !== null)
      .sort((a, b) => b[this.look.column] - a[this.look.column]);
    this.reach = 4;
  }

  _size(value) {
    return Math.max(this.look.least, Math.sqrt(value / this.look.unit));
  }

  radius(row) {
    return this._size(row[this.look.column]);
  }

  number(value) {
    return Dates.number(value, this.atlas.view.language);
  }

  mark(ctx, row, x, y) {
    ctx.beginPath();
    ctx.arc(x, y, this.radius(row), 0, 2 * Math.PI);
    const vague = row.confidence === 'low';
    ctx.fillStyle = this.look.colour + '73';
    if (!vague) ctx.fill();
    ctx.lineWidth = vague ? 1.4 : 0.9;
    ctx.setLineDash(vague ? [3, 2] : []);
    ctx.strokeStyle = this.look.colour;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  legend() {
    const { colour, key, samples, vague } = this.look;
    const entries = samples.map((value) => ({
      swatch: { dot: colour + '73', edge: colour, width: 0.9, size: 2 * this._size(value) },
      text: this.atlas.t(key, { n: this.number(value) }),
    }));
    const ring = { dot: '#0000', edge: colour, width: 1.4, dash: [3, 2], size: 10 };
    return vague ? [...entries, { swatch: ring, text: this.atlas.t(vague) }] : entries;
  }

  /** The names lead to the ground itself, which other layers list. */
  items() {
    return [];
  }
}
