/** Samples of how things are drawn, as images beside words. */
import { picture } from './dom.ts';
import { centredSample, sizeOf } from '../paint/marginalia/legend.ts';
import type { Swatch } from '../paint/layers/layer.ts';

const samples: Map<string, HTMLImageElement> = new Map();

/** A sample of how a thing is drawn. */
export function swatch(what?: Swatch | null) {
  const key = JSON.stringify(what || null);
  const [wide, tall] = sizeOf(what);
  const known = samples.get(key) || picture(wide, tall, (ctx) => centredSample(ctx, what));
  samples.set(key, known);
  const image = known.cloneNode() as HTMLImageElement;
  image.className = what?.toScale ? 'gl-swatch gl-to-scale' : 'gl-swatch';
  if (wide > 26 || tall > 16) Object.assign(image.style, { width: `${wide}px`, height: `${tall}px` });
  return image;
}
