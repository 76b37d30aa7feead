/** Events as points, of which many share a spot: those of one spot are one mark with their number. */
import * as Dates from '../data/dates.js';
import { Points } from './points.js';
import { name } from './names.js';

/** @import { Scene } from '../scene.js' */
/** @import { Placed, PointRow } from './points.js' */
/** @import { Frame } from './frame.js' */
/** @import { Position } from '../data/tables.js' */
/** @import { Hit, Painter, SearchItem } from '../layers/layer.js' */

/** @typedef {PointRow & {start: number, position_precision: string}} EventRow */

/** Events drawn as one mark: where, in pixels, and how large. @template {EventRow} Row
 * @typedef {{x: number, y: number, rows: Placed<Row>[], radius: number}} Badge */

/** @template {EventRow} Row @extends {Points<Row>} */
export class Stacks extends Points {
  /** @param {Scene} atlas @param {Row[]} rows */
  constructor(atlas, rows) {
    super(atlas, rows);
    this.order = -0.5;
    this.rows.sort((a, b) => a.start - b.start);
    this.spots = new Map(this.rows.map((row) => [row, this.spotOf(row)]));
  }

  /** What rows of one mark have in common. @param {Placed<Row>} row */
  spotOf(row) {
    return row.lon.toFixed(3) + ',' + row.lat.toFixed(3);
  }

  /** Whether an event is of a kind shown. @param {Row} _row */
  isChosen(_row) {
    return true;
  }

  /** Whether an event is of the days shown: those up to the date, or between two compared. @param {Row} row */
  inDays(row) {
    const { atlas } = this;
    const { window } = atlas.view;
    if (atlas.before === null && window === 0) return true;
    return row.start <= atlas.day && row.start >= (atlas.before ?? atlas.day - window + 1);
  }

  rowsShown() {
    return this.rows.filter((row) => this.isChosen(row) && this.inDays(row));
  }

  /** Pixels of the radius of a mark. @param {Placed<Row>[]} _rows */
  sizeOf(_rows) {
    return 5;
  }

  /** Whether a mark takes in another one. @param {Badge<Row>} _mark @param {Badge<Row>} _other */
  takesIn(_mark, _other) {
    return false;
  }

  /** @param {CanvasRenderingContext2D} _ctx @param {Badge<Row>} _badge */
  drawBadge(_ctx, _badge) {}

  /** @returns {Painter[]} */
  painters() {
    return [{ stage: 'marks', uses: this.uses, draw: (ctx, frame) => this._draw(ctx, frame) }];
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  _draw(ctx, frame) {
    const chosen = this.atlas.selected;
    for (const badge of this.badges((row) => frame.pixel(...row.xy))) {
      const { x, y, radius, rows } = badge;
      if (!frame.inside(x, y)) continue;
      this.atlas.labels.badge(x, y, radius + 1);
      name(ctx, this.part(rows), rows[rows.length - 1].id);
      ctx.globalAlpha = this.atlas.userEvents.fade;
      this.drawBadge(ctx, badge);
      ctx.globalAlpha = 1;
      if (chosen && chosen.layer === this && rows.some((candidate) => candidate.id === chosen.id)) {
        this._ring(ctx, x, y, radius + 4);
      }
    }
  }

  /** What of the layer a mark is. @param {Placed<Row>[]} _rows */
  part(_rows) {
    return '';
  }

  /** Write the number of a mark's events. @param {CanvasRenderingContext2D} ctx @param {Badge<Row>} badge
   * @param {string} colour @param {number} [size] pixels of its digits @param {string} [halo] colour around them */
  number(ctx, { x, y, rows }, colour, size = 9.5, halo = '') {
    if (rows.length < 2) return;
    ctx.fillStyle = colour;
    ctx.font = `600 ${size}px system-ui, sans-serif`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    const text = Dates.digits(rows.length, this.atlas.view.language);
    if (halo) {
      Object.assign(ctx, { strokeStyle: halo, lineWidth: 3 });
      ctx.strokeText(text, x, y + 0.5);
    }
    ctx.fillText(text, x, y + 0.5);
  }

  /** Events as the map shows them: those of one spot are one mark, the fullest first.
   * @param {(row: Placed<Row>) => [number, number]} pixel @returns {Badge<Row>[]} */
  badges(pixel) {
    /** @type {Map<string, Placed<Row>[]>} */
    const spots = new Map();
    for (const row of this.rowsShown()) {
      const spot = /** @type {string} */ (this.spots.get(row));
      const stack = spots.get(spot);
      if (stack) stack.push(row);
      else spots.set(spot, [row]);
    }
    /** @type {Badge<Row>[]} */
    const badges = [];
    for (const rows of [...spots.values()].sort((a, b) => b.length - a.length)) {
      const [x, y] = pixel(rows[0]);
      const badge = { x, y, rows, radius: this.sizeOf(rows) };
      const near = badges.find((candidate) => this.takesIn(candidate, badge));
      if (!near) badges.push(badge);
      else {
        near.rows = [...near.rows, ...rows].sort((a, b) => a.start - b.start);
        near.radius = this.sizeOf(near.rows);
      }
    }
    return badges;
  }

  /** The events of the mark at a position, the latest first. @param {Position} latlng @param {boolean} [glance]
   * @returns {Hit[]} */
  pick(latlng, glance) {
    const { frame } = this.atlas;
    if (!frame) return [];
    const at = frame.spot(latlng);
    return this.badges((row) => frame.spot({ lat: row.lat, lng: row.lon })).flatMap(({ x, y, radius, rows }) => {
      const distance = Math.hypot(at[0] - x, at[1] - y);
      if (distance > radius + 2) return [];
      const latest = [...rows].reverse();
      return (glance ? latest.slice(0, 1) : latest).map((row, i) => ({
        id: row.id,
        ...(glance && rows.length > 1 ? this.sum(rows) : { title: this.title(row), text: this.kind(row) }),
        order: this.order + (distance + i / rows.length) / 100,
      }));
    });
  }

  /** What a mark of several events stands for, in two lines. @param {Placed<Row>[]} rows @returns {{title: string, text?: string}} */
  sum(rows) {
    const latest = rows[rows.length - 1];
    return { title: this.title(latest), text: this.kind(latest) };
  }

  /** Counts by month over all days, for the strip above the slider. */
  strip() {
    const counts = new Map();
    for (const row of this.all) {
      if (!this.isChosen(row)) continue;
      const month = Dates.iso(row.start).slice(0, 7);
      counts.set(month, (counts.get(month) || 0) + 1);
    }
    return counts;
  }

  /** @returns {SearchItem[]} */
  items() {
    return [];
  }
}
