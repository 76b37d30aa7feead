/** The canvas that events are drawn on, kept while nothing about them changes. */
import { pen } from '../canvas.js';

/** @import { Pieces, Stop } from '../map/pieces.js' */

/** Rows of pixels that are put on the canvas between two stops. */
const ROWS = 500;

export class Slate {
  /** @type {?ImageData} */
  image = null;
  /** The pixels of the image. @type {Uint32Array} */
  numbers;

  constructor() {
    this.ctx = pen();
    this.canvas = this.ctx.canvas;
  }

  /** The pixels of the canvas as numbers, empty. @returns {Generator<Stop, Uint32Array>} */
  *pixels() {
    const { width, height } = this.canvas;
    if (this.image?.width !== width || this.image.height !== height) {
      yield null;
      this.image = this.ctx.createImageData(width, height);
      this.numbers = new Uint32Array(this.image.data.buffer);
    } else this.numbers.fill(0);
    return this.numbers;
  }

  /** Put the pixels on the canvas, some rows at a time. @returns {Pieces} */
  *put() {
    const { image, ctx } = this;
    const { width, height } = this.canvas;
    for (let top = 0; image && top < height; top += ROWS) {
      ctx.putImageData(image, 0, 0, 0, top, width, Math.min(ROWS, height - top));
      yield ctx;
    }
  }
}

/** Red, green, blue of #rrggbb. @param {string} colour */
export function channels(colour) {
  const value = parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A pixel as a number. @param {number[]} rgb @param {number} alpha from 0 to 1 */
export function pixel([r, g, b], alpha) {
  return ((Math.round(alpha * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
