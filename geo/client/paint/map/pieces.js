/** Painting in pieces: a generator stops where whoever runs it may let others work. */

/** @import { Painter } from '../layers/layer.js' */
/** @import { Frame } from './frame.js' */

/** Stops with the context on which the last piece was drawn, where it was drawn on one.
 * @typedef {Generator<CanvasRenderingContext2D | undefined, void>} Pieces */

/** Let painters draw, one above the other. @param {CanvasRenderingContext2D} ctx @param {Painter[]} painters
 * @param {Frame} frame @returns {Pieces} */
export function* pieces(ctx, painters, frame) {
  for (const painter of painters) {
    ctx.save();
    try {
      frame.screen(ctx);
      const more = painter.draw(ctx, frame);
      if (more) yield* more;
    } finally {
      ctx.restore();
    }
    yield ctx;
  }
}

/** Numbers that are worked on between two stops. */
const MANY = 1 << 16;

/** Work on a range of numbers, some thousands at a time. @param {number} from @param {number} to
 * @param {(from: number, to: number) => void} run @returns {Pieces} */
export function* inParts(from, to, run) {
  for (let at = from; at < to; at += MANY) {
    run(at, Math.min(to, at + MANY));
    yield;
  }
}

/** Draw in strips of the canvas what on many pixels takes long and is one line: as many as the canvas has pixels for one
 * of the screen. @param {CanvasRenderingContext2D} ctx in world pixels @param {Frame} frame @param {() => void} draw
 * @returns {Pieces} */
export function* inStrips(ctx, frame, draw) {
  const { width, height } = ctx.canvas;
  const tall = Math.ceil(height / Math.ceil(frame.ratio));
  for (let top = 0; top < height; top += tall) {
    ctx.save();
    if (tall < height) {
      ctx.resetTransform();
      ctx.beginPath();
      ctx.rect(0, top, width, tall);
      ctx.clip();
      frame.world(ctx);
    }
    draw();
    ctx.restore();
    yield ctx;
  }
}

/** Run all pieces at once. @param {Iterable<unknown>} all */
export function finish(all) {
  for (const _ of all);
}
