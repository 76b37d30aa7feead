/** The legend of a picture: what the page's says, of what is in the frame, with samples as SVG. */
import { centredSample, entriesOf, sizeOf } from '../paint/marginalia/legend.ts';
import { pen } from './context.ts';
import { write } from './document.ts';
import type { Swatch } from '../paint/layers/layer.ts';
import type { Scene } from '../paint/scene.ts';
import type { Context2D } from '../paint/map/frame.ts';

export function legend(scene: Scene) {
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

type Sample = { svg: string; width: number; to_scale: boolean };

/** Samples that were drawn before, by what they show. */
const drawn: Map<string, Sample> = new Map();

function sample(swatch: Swatch): Sample {
  const key = JSON.stringify(swatch);
  const known = drawn.get(key) || draw(swatch);
  drawn.set(key, known);
  return known;
}

function draw(swatch: Swatch): Sample {
  const [width, height] = sizeOf(swatch);
  const ctx = pen(width, height);
  centredSample(ctx as unknown as Context2D, swatch);
  const { defs, body } = write([{ layer: '', nodes: ctx.nodes }], '');
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${defs && `<defs>${defs}</defs>`}${body}</svg>`;
  return { svg, width, to_scale: Boolean(swatch.toScale) };
}
