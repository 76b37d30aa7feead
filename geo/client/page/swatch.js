/** Samples of how things are drawn, as images beside words. */
import { picture } from './dom.js';
import { centredSample, sizeOf } from '../paint/marginalia/legend.js';

/** @import { Swatch } from '../paint/layers/layer.js' */

/** @type {Map<string, HTMLImageElement>} */
const samples = new Map();

/** A sample of how a thing is drawn. @param {?Swatch} [what] */
export function swatch(what) {
  const key = JSON.stringify(what || null);
  const [wide, tall] = sizeOf(what);
  const known = samples.get(key) || picture(wide, tall, (ctx) => centredSample(ctx, what));
  samples.set(key, known);
  const image = /** @type {HTMLImageElement} */ (known.cloneNode());
  image.className = what?.toScale ? 'gl-swatch gl-to-scale' : 'gl-swatch';
  if (wide > 26 || tall > 16) Object.assign(image.style, { width: `${wide}px`, height: `${tall}px` });
  return image;
}
