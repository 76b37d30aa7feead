/** The legend of a picture: what the page's says, of what is in the frame, with samples as SVG. */
import { centredSample, entriesOf, sizeOf } from '../paint/marginalia/legend.js';
import { pen } from './context.js';
import { write } from './document.js';

/** @import { Swatch } from '../paint/layers/layer.js' */
/** @import { Scene } from '../paint/scene.js' */

/** @param {Scene} scene */
export function legend(scene) {
  return entriesOf(scene).map(([title, entries]) => ({
    title,
    entries: entries.map(({ layer, text, swatch, dated, under }) => ({
      layer,
      text,
      sample: swatch ? sample(swatch) : null,
      dated: Boolean(dated),
      under: under || '',
    })),
  }));
}

/** A sample as SVG. @typedef {{svg: string, width: number, height: number, to_scale: boolean}} Sample */

/** Samples that were drawn before, by what they show. @type {Map<string, Sample>} */
const drawn = new Map();

/** @param {Swatch} swatch @returns {Sample} */
function sample(swatch) {
  const key = JSON.stringify(swatch);
  const known = drawn.get(key) || draw(swatch);
  drawn.set(key, known);
  return known;
}

/** @param {Swatch} swatch @returns {Sample} */
function draw(swatch) {
  const [width, height] = sizeOf(swatch);
  const ctx = pen(width, height);
  centredSample(/** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (ctx)), swatch);
  const { defs, body } = write([{ layer: '', nodes: ctx.nodes }], '');
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${defs && `<defs>${defs}</defs>`}${body}</svg>`;
  return { svg, width, height, to_scale: Boolean(swatch.toScale) };
}
