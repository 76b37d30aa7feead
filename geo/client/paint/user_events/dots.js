/** Events as dots, stamped pixel by pixel in the order of the pixels; a spot shows the kind of its latest event. */
import { inParts } from '../map/pieces.js';
import { channels, pixel } from './slate.js';

/** @import { Frame } from '../map/frame.js' */
/** @import { Pieces } from '../map/pieces.js' */
/** @import { Slate } from './slate.js' */
/** @import { Counted, Mark, Screen } from './screen.js' */

const STACKS = 250;
/** Least count of a stack that is drawn as one, from a zoom on: from afar, many events meet in a pixel by chance. */
const LEAST = [[9, 2], [7.5, 10], [0, 50]];
const MANY = 60000;

/** A dot as offsets of pixels from its middle, with a list of colours for each class. @typedef {{key: string, offsets: Int32Array, values: Uint32Array[]}} Stamp */

export class Dots {
  /** Of each pixel the class of colour and the count of events. @type {Uint32Array} */
  cells = new Uint32Array(0);
  /** Pixels with events. @type {Int32Array} */
  list = new Int32Array(0);
  length = 0;
  /** @type {?Stamp} */
  shape = null;
  /** Stacks that are drawn with their count. @type {Counted[]} */
  counted = [];

  /** @param {(count: number) => string} number writes a count */
  constructor(number) {
    this.number = number;
  }

  /** Size of a dot: smaller where events are many, larger from near. @param {Frame} frame @param {number} n */
  radius(frame, n) {
    const base = n > 300000 ? 1.5 : n > MANY ? 2 : n > 10000 ? 2.6 : 3.4;
    return Math.max(1.2, Math.min(5.5, base + (frame.zoom - 7) * 0.5)) * frame.ratio;
  }

  /** @param {Frame} frame @param {number} n */
  grid(frame, n) {
    return { name: 'dots', size: 1, margin: Math.ceil(this.radius(frame, n)) + 3, anchored: false };
  }

  /** @param {Screen} screen @param {Slate} slate @param {Frame} frame @returns {Pieces} */
  *paint(screen, slate, frame) {
    const { codes, filter: { from, to }, classes, store, columns, rows } = screen;
    const { type, position_precision: precision } = store.columns;
    const cells = columns * rows;
    if (this.cells.length !== cells) this.cells = new Uint32Array(cells);
    else this.cells.fill(0);
    const counts = this.cells;
    const list = this.list.length >= to - from ? this.list : (this.list = new Int32Array(to - from));
    let length = 0;
    // Upper byte: class of colour, doubled, and one more where the precision of the place is not known; below it the count.
    yield* inParts(0, to - from, (first, last) => {
      for (let i = to - 1 - first; i > to - 1 - last; i--) {
        const code = codes[i];
        if (code < 0) continue;
        const seen = counts[code];
        if (seen === 0) {
          counts[code] = (((classes[type[i]] << 1) | store.vague[precision[i]]) << 24) | 1;
          list[length++] = code;
        } else counts[code] = seen + 1;
      }
    });
    this.length = length;
    yield* this._stamp(screen, slate, frame);
    this._stacks(screen, slate, frame);
    yield slate.ctx;
  }

  /** @param {Screen} screen @param {Slate} slate @param {Frame} frame @returns {Pieces} */
  *_stamp(screen, slate, frame) {
    const { cells } = this;
    const pixels = yield* slate.pixels();
    const { offsets, values } = this._shape(this.radius(frame, screen.store.n), screen);
    yield;
    yield* inParts(0, cells.length, (from, to) => {
      for (let middle = from; middle < to; middle++) {
        const cell = cells[middle];
        if (cell === 0) continue;
        const colours = values[cell >>> 24];
        for (let k = 0; k < offsets.length; k++) pixels[middle + offsets[k]] = colours[k];
      }
    });
    yield* slate.put();
  }

  /** The pixels of a dot around its middle and their colours, for every class.
   * @param {number} radius @param {Screen} screen @returns {Stamp} */
  _shape(radius, { width, ink }) {
    const key = [radius, width, ink.name].join();
    if (this.shape && this.shape.key === key) return this.shape;
    const rim = radius >= 2.4 ? 1 : 0;
    /** @type {number[]} */
    const offsets = [];
    /** @type {number[]} */
    const distances = [];
    const reach = Math.ceil(radius + rim);
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const distance = Math.hypot(x, y);
        if (distance > radius + (rim ? rim + 0.2 : 0.15)) continue;
        offsets.push(y * width + x);
        distances.push(distance);
      }
    }
    const values = ink.kinds.flatMap((colour) =>
      [false, true].map((hollow) =>
        Uint32Array.from(
          distances,
          (distance) => shade(channels(colour), channels(ink.paper), distance, radius, rim, hollow),
        )
      )
    );
    return (this.shape = { key, offsets: Int32Array.from(offsets), values });
  }

  /** Events at one spot, from near: larger, with their count.
   * @param {Screen} screen @param {Slate} slate @param {Frame} frame */
  _stacks(screen, slate, frame) {
    const { list, length, cells } = this;
    const [, many] = LEAST.find(([zoom]) => frame.zoom >= zoom) || LEAST[LEAST.length - 1];
    const least = many *
      (screen.store.n > MANY && frame.zoom < LEAST[0][0] ? 10 : 1);
    /** @type {number[]} */
    const stacks = [];
    for (let j = 0; j < length; j++) if ((cells[list[j]] & 0xffffff) >= least) stacks.push(list[j]);
    stacks.sort((a, b) => (cells[b] & 0xffffff) - (cells[a] & 0xffffff));
    const { ctx } = slate;
    this.counted = [];
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    for (const code of stacks.slice(0, STACKS)) {
      const x = code % screen.columns;
      const y = Math.floor(code / screen.columns);
      const count = cells[code] & 0xffffff;
      const radius = (6.5 + Math.min(7, 1.8 * Math.log10(count))) * frame.ratio;
      const apart = (/** @type {Counted} */ dot) =>
        Math.max(Math.abs(dot.x - x), Math.abs(dot.y - y)) >= dot.radius + radius + 2 * frame.ratio;
      if (!this.counted.every(apart)) continue;
      this.counted.push({ x, y, radius });
      ctx.beginPath();
      ctx.arc(x + 0.5, y + 0.5, radius, 0, 2 * Math.PI);
      ctx.fillStyle = screen.ink.kinds[cells[code] >>> 25];
      ctx.fill();
      ctx.lineWidth = 1.5 * frame.ratio;
      ctx.strokeStyle = screen.ink.paper;
      ctx.stroke();
      ctx.fillStyle = screen.ink.count;
      ctx.font = `600 ${(count > 999 ? 8.5 : 9.5) * frame.ratio}px system-ui, sans-serif`;
      ctx.fillText(this.number(count), x + 0.5, y + 1);
    }
  }

  /** The nearest cell with events, its distance in pixels of the page.
   * @param {Screen} screen @param {number} x @param {number} y @param {Frame} frame @returns {?Mark} */
  at(screen, x, y, frame) {
    const reach = Math.round(Math.max(8, this.radius(frame, screen.store.n) / frame.ratio + 3) * frame.ratio);
    const [middleX, middleY] = [Math.round(x), Math.round(y)];
    /** @type {?{code: number, away: number}} */
    let best = null;
    for (let row = Math.max(0, middleY - reach); row <= middleY + reach && row < screen.rows; row++) {
      for (let column = Math.max(0, middleX - reach); column <= middleX + reach && column < screen.columns; column++) {
        const code = row * screen.columns + column;
        const away = Math.hypot(column - x, row - y);
        if (this.cells[code] && away <= reach && (!best || away < best.away)) best = { code, away };
      }
    }
    return best && { code: best.code, away: best.away / frame.ratio, count: this.cells[best.code] & 0xffffff };
  }
}

/** The colour of a pixel so far from the middle. A small dot has hard edges, so that many of them cover the ground.
 * @param {number[]} rgb @param {number[]} paper @param {number} distance @param {number} radius @param {number} rim @param {boolean} hollow */
function shade(rgb, paper, distance, radius, rim, hollow) {
  /** @param {number} limit */
  const within = (limit) => (rim ? Math.max(0, Math.min(1, limit + 0.5 - distance)) : Number(distance <= limit));
  const core = (rim ? within(radius) : 1) * (hollow ? 1 - within(radius - 1.2) : 1);
  return pixel(
    rgb.map((channel, i) => Math.round(channel * core + paper[i] * (1 - core))),
    Math.max(within(radius), rim ? 0.75 : 1),
  );
}
