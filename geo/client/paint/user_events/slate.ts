/** The canvas that events are drawn on, kept while nothing about them changes. */
import { pen, type Pieces, type Stop } from '../map/pieces.ts';
import type { Context2D } from '../map/frame.ts';

const ROWS = 500; // rows of pixels that are put on the canvas between two stops

export class Slate {
  image: ImageData | null = null;
  numbers!: Uint32Array;
  ctx = pen();
  canvas: Context2D['canvas'];

  constructor() {
    this.canvas = this.ctx.canvas;
  }

  *pixels(): Generator<Stop, Uint32Array> {
    const { width, height } = this.canvas;
    if (this.image?.width !== width || this.image.height !== height) {
      yield null;
      this.image = this.ctx.createImageData(width, height);
      this.numbers = new Uint32Array(this.image.data.buffer);
    } else this.numbers.fill(0);
    return this.numbers;
  }

  *put(): Pieces {
    const { image, ctx } = this;
    const { width, height } = this.canvas;
    for (let top = 0; image && top < height; top += ROWS) {
      ctx.putImageData(image, 0, 0, 0, top, width, Math.min(ROWS, height - top));
      yield ctx;
    }
  }
}

export function channels(colour: string) {
  const value = parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A pixel as a number. @param alpha from 0 to 1 */
export function pixel([r, g, b]: number[], alpha: number) {
  return ((Math.round(alpha * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
