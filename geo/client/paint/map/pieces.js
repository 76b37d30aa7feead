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

/** Run all pieces at once. @param {Iterable<unknown>} all */
export function finish(all) {
  for (const _ of all);
}
