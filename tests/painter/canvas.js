/** The painters on Chromium's own canvas: what the recorder is compared with. */
import * as View from '../../geo/client/paint/data/view.ts';
import { isDrawn } from '../../geo/client/paint/layers/registry.ts';
import { Frame } from '../../geo/client/paint/map/frame.ts';
import { setCanvasFactory } from '../../geo/client/paint/map/pieces.ts';
import { drawMarks } from '../../geo/client/paint/map/story_marks.ts';
import { addLayer, openScene } from '../../geo/client/paint/open.ts';
import { Scene } from '../../geo/client/paint/scene.ts';

const pen = (width, height) =>
  Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
setCanvasFactory(pen);

/** Widths of words by face, as the recorder has them: names then stand at the same places. */
const known = new Map();
const missing = new Set();
/** Widths that Chromium measures, by the same keys. */
const native = {};

const { prototype } = CanvasRenderingContext2D;
const font = Object.getOwnPropertyDescriptor(prototype, 'font');
Object.defineProperty(prototype, 'font', {
  get: font.get,
  set(value) {
    this.textRendering = 'geometricPrecision'; // letters at fractions of a pixel, as in SVG
    font.set.call(this, value.replace(/px .*/, 'px "Noto Sans", "Noto Sans Arabic"'));
  },
});
const measureText = prototype.measureText;
prototype.measureText = function (text) {
  const weight = / ?(\d{3}) /.exec(' ' + this.font)?.[1] || (/bold/.test(this.font) ? '700' : '400');
  const size = Number(/([\d.]+)px/.exec(this.font)[1]);
  const key = [Number(weight) > 500 ? 700 : 400, Number(this.font.startsWith('italic')), 0, text].join('|');
  const spaced = (parseFloat(this.letterSpacing) || 0) * [...text].length;
  if (!known.has(key)) missing.add(key);
  native[key] = (measureText.call(this, text).width - spaced) / size;
  return { width: (known.get(key) ?? 0.55 * text.length) * size + spaced };
};

/** Chromium rounds how far letters reach up and down to whole pixels, and so where the middle of a line is. Here it is
 * where the fonts say. */
let middle = 0;
for (const name of ['fillText', 'strokeText']) {
  const draw = prototype[name];
  prototype[name] = function (text, x, y) {
    const { textBaseline } = this;
    const size = Number(/([\d.]+)px/.exec(this.font)[1]);
    this.textBaseline = 'alphabetic';
    draw.call(this, text, x, y + (textBaseline === 'middle' ? middle * size : 0));
    this.textBaseline = textBaseline;
  };
}

class TestScene extends Scene {
  isDark = false;
  get isPicture() {
    return true;
  }

  get dark() {
    return this.isDark;
  }
}

let scene = null;

globalThis.openScene = async (data, events) => {
  scene = new TestScene();
  openScene(scene, JSON.parse(data));
  for (const name of scene.data.order) if (isDrawn(name)) addLayer(scene, name);
  if (events) await scene.userEvents.load(Uint8Array.from(atob(events), (sign) => sign.charCodeAt(0)));
  await Promise.all([...document.fonts].map((face) => face.load()));
};

/** Draw a view; the words that have no width yet come back, and all is to be drawn again with them. */
globalThis.drawScene = ({ middle: measured, query, layers, box, width, height, ratio, night, names, marks, widths }) => {
  for (const [key, { advance }] of Object.entries(widths)) known.set(key, advance);
  middle = measured;
  missing.clear();
  scene.view = View.read(query, View.initial());
  scene.view.layers = layers;
  scene.isDark = night;
  scene.labels.widths.clear();
  const frame = Frame.around(box, width, height, ratio);
  const ctx = pen(width * ratio, height * ratio);
  ctx.canvas.id = 'canvas';
  ctx.canvas.style.cssText = `display:block;width:${width}px;height:${height}px`;
  scene.draw(ctx, frame, (painter, draw) => (painter !== scene.labels || names) && draw());
  frame.screen(ctx);
  drawMarks(ctx, frame, scene.style, marks);
  document.body.replaceChildren(ctx.canvas);
  return [...missing];
};

globalThis.nativeWidths = () => native;
