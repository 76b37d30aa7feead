/** The legend of a picture: what the page's says, of what is in the frame, with samples as SVG. */
import { centredSample, entriesOfLayer, sizeOf, titleOf } from '../paint/marginalia/legend.js';
import { pen } from './context.js';
import { write } from './document.js';

/** @import { Swatch } from '../paint/layers/layer.js' */
/** @import { Scene } from '../paint/scene.js' */
/** @import { Shown } from './document.js' */

/** @param {Scene} scene @param {Shown} shown what was drawn within the frame */
export function legend(scene, shown) {
  return scene.data.groups.map(([group, names]) => ({
    title: titleOf(scene, group, names),
    entries: names.flatMap((layer) => {
      const parts = shown[layer];
      if (!parts) return [];
      return entriesOfLayer(scene, layer)
        .filter(({ part }) => !part || parts.has(part))
        .map(({ text, swatch, dated, under }) => ({
          layer,
          text,
          sample: swatch ? sample(swatch) : null,
          dated: Boolean(dated),
          under: under || '',
        }));
    }),
  })).filter(({ entries }) => entries.length);
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
