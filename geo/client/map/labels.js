/** Names on the map: placed by importance, never on top of one another. */
import { direction } from '../dom.js';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", Arial, sans-serif';

/** @import { Atlas } from '../atlas.js' */
/** @import { Frame } from './stage.js' */
/** @import { Box } from '../tables.js' */

/**
 * A name that a layer asks for.
 * @typedef {Object} Label
 * @property {string} text
 * @property {number} x
 * @property {number} y
 * @property {number} size
 * @property {number} rank the smaller comes first
 * @property {number} [weight]
 * @property {string} [colour]
 * @property {string} [halo]
 * @property {boolean} [italic]
 * @property {number} [spaced] pixels between letters, of scripts whose letters stand apart
 * @property {boolean} [centred] on the point, and nowhere else
 * @property {number} [offset] from the point
 * @property {number} [alpha]
 */

export class Labels {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    /** @type {'marks'} */
    this.stage = 'marks';
    this.z = 1000;
    /** @type {Set<string>} */
    this.uses = new Set();
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {Label[]} */
    this.wanted = [];
    /** Boxes of the names that stand. @type {Box[]} */
    this.boxes = [];
  }

  begin() {
    this.wanted = [];
  }

  /** Ask for a name. @param {Label} label */
  want(label) {
    this.wanted.push(label);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Label} label @param {string} font */
  _width(ctx, label, font) {
    const key = font + label.spaced + label.text;
    let width = this.widths.get(key);
    if (width === undefined) {
      width = ctx.measureText(label.text).width;
      this.widths.set(key, width);
    }
    return width;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Frame} frame */
  draw(ctx, frame) {
    /** @type {Box[]} */
    const taken = [];
    const rtl = direction(this.atlas.view.language) === 'rtl';
    this.wanted.sort((a, b) => a.rank - b.rank);
    ctx.lineJoin = 'round';
    ctx.textBaseline = 'middle';
    ctx.direction = rtl ? 'rtl' : 'ltr';
    for (const label of this.wanted) {
      if (!frame.inside(label.x, label.y, 60)) continue;
      const font = `${label.italic ? 'italic ' : ''}${label.weight || 400} ${label.size}px ${FONT}`;
      ctx.font = font;
      if ('letterSpacing' in ctx) ctx.letterSpacing = label.spaced && !rtl ? label.spaced + 'px' : '0px';
      const width = this._width(ctx, label, font);
      const place = this._place(label, width, taken, rtl);
      if (!place) continue;
      taken.push(place.box);
      ctx.textAlign = 'left';
      ctx.direction = 'ltr';
      ctx.globalAlpha = label.alpha || 1;
      ctx.strokeStyle = label.halo || this.atlas.style.halo;
      ctx.lineWidth = label.size > 12 ? 3.2 : 2.6;
      ctx.strokeText(label.text, place.x, place.y);
      ctx.fillStyle = label.colour || this.atlas.style.ink;
      ctx.fillText(label.text, place.x, place.y);
    }
    ctx.globalAlpha = 1;
    this.boxes = taken;
  }

  /** Find a free spot: right, left, above or below the point; a centred label has one only.
   * @param {Label} label @param {number} width @param {Box[]} taken @param {boolean} rtl */
  _place(label, width, taken, rtl) {
    const height = label.size * 1.15;
    const gap = label.offset === undefined ? 6 : label.offset;
    const right = [label.x + gap, label.y];
    const left = [label.x - gap - width, label.y];
    const spots = label.centred
      ? [[label.x - width / 2, label.y]]
      : [...(rtl ? [left, right] : [right, left]), [label.x - width / 2, label.y - gap - height / 2], [
        label.x - width / 2,
        label.y + gap + height / 2,
      ]];
    for (const [x, y] of spots) {
      /** @type {Box} */
      const box = [x - 2, y - height / 2 - 1, x + width + 2, y + height / 2 + 1];
      if (!taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) return { x, y, box };
    }
    return null;
  }
}
