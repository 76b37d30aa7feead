/** What layers of points have in common: where the points lie, which one is under the pointer. */
import { namesOf } from '../data/profile.js';
import * as World from './world.js';
import { name } from './names.js';

/** @import { Scene } from '../scene.js' */
/** @import { Hit, Painter, SearchItem } from '../layers/layer.js' */
/** @import { Named, Position } from '../data/tables.js' */
/** @import { Label } from './labels.js' */
/** @import { Frame } from './frame.js' */

/** @typedef {Named & {id: string, lon: ?number, lat: ?number, position_confidence?: string, alt_names?: string}} PointRow */

/**
 * A row that lies on the map.
 * @template {PointRow} Row
 * @typedef {Row & {lon: number, lat: number, xy: [number, number]}} Placed
 */

/** @template {PointRow} Row */
export class Points {
  /** @param {Scene} atlas @param {Row[]} rows */
  constructor(atlas, rows) {
    this.atlas = atlas;
    this.all = rows;
    this.rows = rows.flatMap((row) => place(row));
    this.byId = new Map(rows.map((row) => [row.id, row]));
    this.reach = 9;
    /** What the map calls the layer. */
    this.name = '';
    this.order = 0;
    this.searchRank = 9;
    /** Whether its marks recede below a reader's events. */
    this.fades = true;
    /** @type {Set<string>} */
    this.uses = new Set();
  }

  /** Draw the mark of a row. @param {CanvasRenderingContext2D} _ctx @param {Placed<Row>} _row @param {number} _x
   * @param {number} _y @param {Frame} _frame */
  mark(_ctx, _row, _x, _y, _frame) {}

  /** What a row is, in a word. @param {Row} _row @returns {string} */
  kind(_row) {
    return '';
  }

  /** Whether the reader sees one of its points. */
  get inSight() {
    const { frame } = this.atlas;
    return !frame || this.rowsShown(frame).some((row) => frame.sees(...row.xy));
  }

  /** Rows on the map in the view shown; layers with dates narrow it. @param {{zoom: number}} [_frame] */
  rowsShown(_frame) {
    return this.rows;
  }

  /** @returns {Painter[]} */
  painters() {
    return [{
      stage: 'marks',
      uses: this.uses,
      draw: (ctx, frame) => {
        const chosen = this.atlas.selected;
        for (const row of this.rowsShown(frame)) {
          if (this.atlas.leftOut.has(`${this.name}:${row.id}`)) continue;
          const [x, y] = frame.pixel(...row.xy);
          if (!frame.inside(x, y)) continue;
          this.atlas.labels.block(x, y, this.radius(row, frame), this.name, row.id);
          name(ctx, '', row.id);
          ctx.globalAlpha = this.fades ? this.atlas.userEvents.fade : 1;
          this.mark(ctx, row, x, y, frame);
          ctx.globalAlpha = 1;
          if (chosen && chosen.layer === this && chosen.id === row.id) {
            this._ring(ctx, x, y, this.radius(row, frame) + 4);
            // What is selected is named at every zoom.
            this.label(row, x, y, { rank: 0, offset: this.radius(row, frame) + 7, size: 11.5 });
          }
        }
      },
    }];
  }

  /** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} radius */
  _ring(ctx, x, y, radius) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.strokeStyle = this.atlas.style.accent;
    ctx.lineWidth = 2.5;
    ctx.stroke();
  }

  /** Pixels. @param {Row} _row @param {{zoom: number}} _frame */
  radius(_row, _frame) {
    return 5;
  }

  /** Name a point; its rank decides who gives way. @param {Row} row @param {number} x @param {number} y
   * @param {Pick<Label, 'rank'> & Partial<Label>} label */
  label(row, x, y, label) {
    const owner = { layer: this.name, id: row.id, title: this.title(row), text: this.kind(row) };
    this.atlas.labels.want({ text: this.atlas.nameOf(row), x, y, size: 11, owner, ...label });
  }

  /** Rows at a position. @param {Position} latlng @param {boolean} [_glance] @returns {Hit[]} */
  pick(latlng, _glance) {
    const { frame } = this.atlas;
    if (!frame) return [];
    const [x, y] = frame.spot(latlng);
    const hits = [];
    for (const row of this.rowsShown(frame)) {
      const [px, py] = frame.spot({ lat: row.lat, lng: row.lon });
      const distance = Math.hypot(px - x, py - y);
      if (distance <= Math.max(this.reach, this.radius(row, frame) + 2)) {
        hits.push({ id: row.id, title: this.title(row), text: this.kind(row), order: distance + this.order });
      }
    }
    return hits;
  }

  /** @param {Row} row @returns {string} */
  title(row) {
    return this.atlas.nameOf(row);
  }

  /** @param {string} id @returns {?Position} */
  locate(id) {
    const row = this.byId.get(id);
    return row && row.lat !== null && row.lon !== null ? { lat: row.lat, lng: row.lon } : null;
  }

  /** @returns {SearchItem[]} */
  items() {
    return this.rows.map((row) => ({
      id: row.id,
      record: row,
      rank: this.searchRank,
      kind: this.kind(row),
      names: [...namesOf(row), row.alt_names],
    }));
  }
}

/** A row with its place in world pixels; none where its position is not known.
 * @template {PointRow} Row @param {Row} row @returns {Placed<Row>[]} */
function place(row) {
  const { lon, lat } = row;
  return lon === null || lat === null ? [] : [Object.assign(row, { lon, lat, xy: World.of(lon, lat) })];
}
