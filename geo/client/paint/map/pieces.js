/** Painting in pieces: a generator stops where whoever runs it may let others work. */

/** @import { Painter } from '../layers/layer.js' */
/** @import { Frame } from './frame.js' */

/** The context on which the last piece was drawn, where it was drawn on one; null before a piece that takes a task of its
 * own. @typedef {?CanvasRenderingContext2D | undefined} Stop */

/** @typedef {Generator<Stop, void>} Pieces */

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

/** Work on a range of numbers, some thousands at a time. @param {number} from @param {number} to
 * @param {(from: number, to: number) => void} run @param {number} [many] between two stops @returns {Pieces} */
export function* inParts(from, to, run, many = 1 << 16) {
  for (let at = from; at < to; at += many) {
    run(at, Math.min(to, at + many));
    yield;
  }
}

/** Draw things one after the other, as many between two stops as together make one piece.
 * @template T @param {CanvasRenderingContext2D} ctx @param {T[]} things @param {(thing: T) => void} draw
 * @param {(thing: T) => number} [share] how much of a piece one is @returns {Pieces} */
export function* inTurn(ctx, things, draw, share = () => 1 / 30) {
  let sum = 0;
  for (const thing of things) {
    draw(thing);
    sum += share(thing);
    if (sum < 1) continue;
    yield ctx;
    sum = 0;
  }
  yield ctx;
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
