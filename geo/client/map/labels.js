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
 * @property {Owner} [owner] what is selected by a click on the name
 */

/** A thing of a layer. @typedef {{layer: string, id: string, title: string, text: string}} Owner */

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
    /** Boxes of marks that no name may stand on. @type {Box[]} */
    this.blocked = [];
    /** Names that stand and lead to a thing. @type {Array<{box: Box, owner: Owner}>} */
    this.placed = [];
    /** Boxes of the names that stand. @type {Box[]} */
    this.boxes = [];
  }

  begin() {
    this.wanted = [];
    this.blocked = [];
  }

  /** Keep names off a mark. @param {number} x @param {number} y @param {number} radius */
  block(x, y, radius) {
    this.blocked.push([x - radius, y - radius, x + radius, y + radius]);
  }

  /** What the name at a pixel of the stage stands for. @param {number} x @param {number} y @returns {?Owner} */
  at(x, y) {
    const found = this.placed.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
    return found ? found.owner : null;
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
    this.placed = [];
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
      if (label.owner) this.placed.push({ box: place.box, owner: label.owner });
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
    const boxes = spots.map(([x, y]) => {
      /** @type {Box} */
      const box = [x - 2, y - height / 2 - 1, x + width + 2, y + height / 2 + 1];
      return { x, y, box };
    }).filter(({ box }) => !taken.some((other) => overlap(box, other)));
    // A name that finds no place clear of every mark stands on the fewest.
    const hidden = boxes.map(({ box }) => this.blocked.filter((mark) => overlap(box, mark)).length);
    const best = hidden.indexOf(Math.min(...hidden));
    return best < 0 ? null : boxes[best];
  }
}

/** Whether two boxes overlap. @param {Box} one @param {Box} other */
function overlap(one, other) {
  return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
}
