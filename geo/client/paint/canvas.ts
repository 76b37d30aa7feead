/** Canvases for painters: the host says what they are, a page its own elements, a recorder something else. It imports no
 * value: a page loads it before it has read its profile. */
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
