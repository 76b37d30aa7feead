/** Painting in pieces, on canvases that the host makes: a generator stops where whoever runs it may let others work. It
 * imports no value: a page loads it before it has read its profile. */
import type { Painter } from '../layers/layer.ts';
import type { Frame } from './frame.ts';

export type Context2D = CanvasRenderingContext2D;

/** The context on which the last piece was drawn, where it was drawn on one; null before a piece that takes a task
 * of its own. */
export type Stop = Context2D | undefined | null;

export type Pieces = Generator<Stop, void>;

let make: (width: number, height: number) => Context2D = () => {
  throw new Error('no canvas: the host has not said what makes canvases');
};

export function setCanvasFactory(factory: (width: number, height: number) => Context2D) {
  make = factory;
}

/** What draws on a new canvas in memory. @param height in its own pixels */
export function pen(width = 300, height = 150) {
  return make(width, height);
}

export function* wipe(ctx: Context2D, width: number, height: number): Pieces {
  const { canvas } = ctx;
  if (canvas.width === width && canvas.height === height) {
    ctx.resetTransform();
    ctx.clearRect(0, 0, width, height);
    return;
  }
  // Another size takes new memory, which costs as much as several pieces.
  yield null;
  Object.assign(canvas, { width, height });
  yield ctx;
}

export function* pieces(ctx: Context2D, painters: Painter[], frame: Frame): Pieces {
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

/** Work on a range of numbers, some thousands at a time. @param many between two stops */
export function* inParts(
  from: number,
  to: number,
  run: (from: number, to: number) => void,
  many: number = 1 << 16,
): Pieces {
  for (let at = from; at < to; at += many) {
    run(at, Math.min(to, at + many));
    yield;
  }
}

/** Draw things one after the other, as many between two stops as together make one piece.
 * @param share how much of a piece one is */
export function* inTurn<T>(
  ctx: Context2D,
  things: T[],
  draw: (thing: T) => void,
  share: (thing: T) => number = () => 1 / 30,
): Pieces {
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

/** Draw in strips of the canvas what on many pixels takes long and is one line: as many as the canvas has pixels for
 * one of the screen.
 * @param ctx in world pixels */
export function* inStrips(ctx: Context2D, frame: Frame, draw: () => void): Pieces {
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

export function finish(all: Iterable<unknown>) {
  for (const _ of all);
}
