/** Canvases for painters: the host says what they are, a page its own elements, a recorder something else. */

/** @import { Pieces } from './map/pieces.js' */

/** @type {(width: number, height: number) => CanvasRenderingContext2D} */
let make = () => {
  throw new Error('no canvas: the host has not said what makes canvases');
};

/** Say what makes canvases. @param {(width: number, height: number) => CanvasRenderingContext2D} factory */
export function setCanvasFactory(factory) {
  make = factory;
}

/** What draws on a new canvas in memory. @param {number} [width] @param {number} [height] in its own pixels */
export function pen(width = 300, height = 150) {
  return make(width, height);
}

/** Empty a canvas, and give it a size. @param {CanvasRenderingContext2D} ctx @param {number} width @param {number} height
 * @returns {Pieces} */
export function* wipe(ctx, width, height) {
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
