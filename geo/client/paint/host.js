/**
 * Painting where there is no browser: `greenlinePaint` takes one JSON message and returns one JSON answer.
 *
 * The host sets, before this script runs, `greenlineProfile`, `Path2D`, `URLSearchParams`, and `greenlineCanvas(width,
 * height)`, which returns the context of a new canvas. What a canvas shows is the host's affair: `picture()` of the
 * context says it. Where a context has `group(name)` and `endGroup()`, they enclose what each layer draws.
 */
import * as View from './data/view.js';
import { pen, setCanvasFactory } from './canvas.js';
import { LAYERS } from './layers/registry.js';
import { Frame } from './map/frame.js';
import { graticule } from './marginalia/graticule.js';
import { centredSample, entriesOfLayer, sizeOf } from './marginalia/legend.js';
import { scaleBar } from './marginalia/scale.js';
import { sentence } from './marginalia/sentence.js';
import { Scene } from './scene.js';

/** @import { PageData } from './data/page_data.js' */
/** @import { Box } from './data/tables.js' */
/** @import { Swatch } from './layers/layer.js' */

/** What a host's contexts do besides. @typedef {CanvasRenderingContext2D & {picture(): unknown, group?(name: string): void, endGroup?(): void}} Recorder */

/**
 * What a host asks for.
 * @typedef {Object} Message
 * @property {PageData} [data] the page's data, kept until the next
 * @property {string} [query] the view, as an address has it
 * @property {{box: Box, width: number, height: number, ratio?: number}} [frame] degrees, and pixels of the screen
 * @property {boolean} [dark] whether it is drawn for a dark screen
 * @property {string[]} [layers] layers that are shown in place of the view's
 * @property {boolean} [names] false where no name is written
 * @property {Array<keyof PARTS>} [wants] parts of the answer; by default all
 */

class HostScene extends Scene {
  /** Whether it is drawn for a dark screen. */
  isDark = false;

  get dark() {
    return this.isDark;
  }
}

/** @type {Record<'map' | 'legend' | 'title' | 'scale' | 'graticule', (scene: HostScene, frame: Frame, message: Message) => unknown>} */
const PARTS = {
  map,
  legend,
  title: sentence,
  scale: (scene, frame) => scaleBar(scene, frame),
  graticule,
};

/** @type {?HostScene} */
let scene = null;

/** @param {PageData} data */
function open(data) {
  scene = new HostScene();
  scene.open(data);
  for (const name of data.order) if (name in LAYERS) scene.addLayer(name);
}

/** @param {HostScene} scene @param {Frame} frame @param {Message} message */
function map(scene, frame, message) {
  const ctx = /** @type {Recorder} */ (pen(frame.width * frame.ratio, frame.height * frame.ratio));
  scene.draw(ctx, frame, (painter, draw) => {
    if (painter === scene.labels && message.names === false) return;
    ctx.group?.(painter === scene.labels ? 'labels' : painter.layer || 'land');
    draw();
    ctx.endGroup?.();
  });
  return ctx.picture();
}

/** @param {HostScene} scene */
function legend(scene) {
  return scene.data.groups.map(([group, names]) => ({
    group: scene.t('group.' + group),
    entries: names.flatMap((layer) =>
      entriesOfLayer(scene, layer).map(({ text, more, swatch }) => ({
        layer,
        text,
        more: Boolean(more),
        sample: swatch ? sampleOf(swatch) : null,
      }))
    ),
  })).filter(({ entries }) => entries.length);
}

/** @param {Swatch} swatch */
function sampleOf(swatch) {
  const [width, height] = sizeOf(swatch);
  const ctx = /** @type {Recorder} */ (pen(width, height));
  centredSample(ctx, swatch);
  return { width, height, toScale: Boolean(swatch.toScale), picture: ctx.picture() };
}

/** @param {Message} message */
function answer({ data, ...message }) {
  if (data) open(data);
  if (!scene) throw new Error('no data: the first message has to bring it');
  if (!message.frame) return { layers: [...scene.layers.keys()] };
  scene.isDark = Boolean(message.dark);
  scene.view = View.read(message.query || '', View.initial());
  if (message.layers) scene.view.layers = message.layers;
  const { box, width, height, ratio } = message.frame;
  const frame = Frame.around(box, width, height, ratio);
  const wants = message.wants || /** @type {Array<keyof PARTS>} */ (Object.keys(PARTS));
  const parts = wants.map((name) => [name, PARTS[name](/** @type {HostScene} */ (scene), frame, message)]);
  return { box: frame.box, zoom: frame.zoom, ...Object.fromEntries(parts) };
}

const host = /** @type {{greenlineCanvas: typeof pen, greenlinePaint: (text: string) => string}} */ (
  /** @type {unknown} */ (globalThis)
);
setCanvasFactory((width, height) => host.greenlineCanvas(width, height));
host.greenlinePaint = (/** @type {string} */ text) => JSON.stringify(answer(JSON.parse(text)));
