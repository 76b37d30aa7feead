/** The page's painters where there is no browser: `greenlineOpen` takes the data, `greenlinePaint` one JSON message,
 * and returns one JSON answer.  The host sets `greenlineProfile` before this script runs. It measures words: an answer
 * that names `words` is no picture yet, and the message is to come again with their `measures`. */
import * as View from '../paint/data/view.ts';
import { setCanvasFactory } from '../paint/map/pieces.ts';
import { type Context2D, Frame } from '../paint/map/frame.ts';
import { isDrawn } from '../paint/layers/registry.ts';
import { drawMarks, type DrawnMark } from '../paint/map/story_marks.ts';
import { graticule, scaleBar } from '../paint/marginalia/scale.ts';
import { doubts, groundHeld, mapInWords, sentence } from '../paint/marginalia/words.ts';
import { addLayer, openScene } from '../paint/open.ts';
import { Scene } from '../paint/scene.ts';
import { showAreas } from '../paint/user_areas/layer.ts';
import { pen } from './context.ts';
import { document, type Run, write } from './document.ts';
import { fonts, type Measure } from './text.ts';
import { centredSample, entriesOf, sizeOf } from '../paint/marginalia/legend.ts';
import type { Box, UserAreaData } from '../paint/data/tables.ts';
import type { Labels } from '../paint/map/labels.ts';
import type { Swatch } from '../paint/layers/layer.ts';

interface Message {
  fonts?: { families: string[]; middle: number }; // what pictures are set in: for Latin letters, for letters that join
  /** a container of user events in base64, kept until the next; null for none */
  events?: { name: string; bytes: string } | null;
  areas?: UserAreaData[]; // areas of the reader, which come and go with the events
  measures?: Record<string, Measure>; // of words
  query?: string; // the view, as an address has it
  layers?: string[]; // layers that are shown, in place of those of the query
  box?: Box; // degrees; where none is given, the answer is in words alone
  width?: number; // pixels of the screen
  height?: number;
  ratio?: number; // pixels of images for one of the screen
  night?: boolean; // whether it is drawn for a dark screen
  whole?: boolean; // whether sub-districts are drawn whole
  leftOut?: string[]; // rows that are not drawn, as layer:id
  names?: boolean; // false where no name is written
  film?: string; // what several pictures of one frame have in common: names stay where the first has them
  outlines?: boolean; // whether words are drawn as outlines
  prefix?: string; // before every id
  marks?: DrawnMark[]; // what the writer of a story drew on the map
  description?: string; // what the file says of itself
  taken?: Array<[number, number, number, number]>; // boxes that no name may cover: left, top, width, height
}

class HostScene extends Scene {
  override isPicture = true;
  isDark = false; // whether it is drawn for a dark screen

  override get dark() {
    return this.isDark;
  }
}

let scene: HostScene | null = null;
const films: Map<string, NonNullable<Labels['places']>> = new Map(); // where names stand in films
const FILMS = 4;
let fault: unknown = null; // why the events of the reader could not be read, if so

/** @param data the page's, as JSON @param faces for Latin letters and for letters that join */
function open(data: string, faces: { families: string[]; middle: number }) {
  take(faces);
  scene = new HostScene();
  openScene(scene, JSON.parse(data));
  for (const name of scene.data.order) if (isDrawn(name)) addLayer(scene, name);
}

function take({ families: [latin, joined], middle }: { families: string[]; middle: number }) {
  Object.assign(fonts, { latin, joined, middle });
  fonts.measures.clear();
}

function openUserData(scene: Scene, { events, areas }: Pick<Message, 'events' | 'areas'>) {
  fault = null;
  if (events) scene.userEvents.load(Uint8Array.fromBase64(events.bytes), events.name).catch((error) => fault = error);
  else if (scene.userEvents.store) scene.userEvents.unload();
  showAreas(scene, areas || []);
  return {};
}

function draw(scene: HostScene, frame: Frame, message: Message) {
  const ctx = pen(frame.width * frame.ratio, frame.height * frame.ratio);
  const runs: Run[] = [];
  const canvas = ctx as unknown as Context2D;
  scene.draw(canvas, frame, (painter, draw) => {
    if (painter === scene.labels) {
      if (message.names === false) return;
      for (const [left, top, width, height] of message.taken || []) {
        scene.labels.badges.push([left, top, left + width, top + height]);
      }
    }
    const start = ctx.nodes.length;
    draw();
    const layer = painter === scene.labels ? 'labels' : painter.layer || 'land';
    runs.push({ layer, nodes: ctx.nodes.slice(start) });
  });
  const { length } = ctx.nodes;
  frame.screen(canvas);
  drawMarks(canvas, frame, scene.style, message.marks || []);
  runs.push({ layer: 'marks', nodes: ctx.nodes.slice(length) });
  return runs;
}

/** What stands below the title of the page. */
function lines(scene: Scene) {
  const { view } = scene;
  const claim = view.perspective !== 'held' && scene.layers.get('control')?.perspectives
    .find(({ id }) => id === view.perspective);
  const meaning = claim && (scene.translate(claim, 'text') || claim.text_en);
  return [meaning, scene.userEvents.summary()].filter(Boolean);
}

function picture(scene: HostScene, message: Message) {
  const { query = '', box, width, height, ratio = 1, prefix = '' } = message;
  scene.view = View.read(query, View.initial());
  if (message.layers) scene.view.layers = message.layers;
  if (scene.userEvents.store) scene.userEvents.filter.follow(scene.view);
  if (scene.userControl.isApart) scene.view.compareMode = 'change'; // beside ours it is another picture
  if (!box) { // what stands around a picture, whatever its frame
    return {
      doubts: doubts(scene),
      areas: scene.userControl.summary(),
      lines: lines(scene),
      ground: groundHeld(scene),
    };
  }
  if (!width || !height) throw new Error('a picture needs a width and a height');
  scene.isDark = Boolean(message.night);
  scene.mergesParts = Boolean(message.whole);
  scene.leftOut = new Set(message.leftOut);
  fonts.outlined = Boolean(message.outlines);
  scene.labels.widths.clear();
  const frame = Frame.around(box, width, height, ratio);
  scene.labels.places = message.film ? new Map(films.get(message.film)) : null;
  const runs = draw(scene, frame, message);
  if (fonts.missing.size) return { words: takeMissing() };
  if (message.film) {
    films.delete(message.film);
    films.set(message.film, new Map(scene.labels.places));
    if (films.size > FILMS) films.delete([...films.keys()][0]); // the oldest of those that are drawn at once
  }
  const { defs, body: content, shown } = write(runs, prefix);
  const body = ratio === 1 ? content : `<g transform="scale(${1 / ratio})">\n${content}</g>\n`;
  const entries = legend(scene);
  if (fonts.missing.size) return { words: takeMissing() };
  const title = sentence(scene);
  const sentences = mapInWords(scene);
  const description = [...sentences, message.description].filter(Boolean).join(' ');
  return {
    svg: document({ defs, body }, width, height, title, description, scene.view.language),
    width,
    height,
    title,
    sentences,
    areas: scene.userControl.summary(),
    legend: entries,
    scale: scaleBar(scene, frame.zoom, (frame.box[1] + frame.box[3]) / 2),
    ...graticule(frame),
    bounds: frame.box,
    ...placement(scene),
    drawn: shown,
  };
}

/** Where names of things stand, with the middles of their own marks, and where marks are. */
function placement({ labels }: HostScene) {
  return {
    names: labels.standing.filter(({ label }) => label.owner && !label.centred).map(({ label, position }) => ({
      layer: label.owner?.layer,
      id: label.owner?.id,
      text: label.text,
      box: position.box,
      at: [label.x, label.y],
      first: Boolean(label.first),
    })),
    marks: [...labels.marks, ...labels.stacks].map(({ layer, id, x, y, box }) => ({ layer, id, at: [x, y], box })),
  };
}

function takeMissing() {
  const words = [...fonts.missing];
  fonts.missing.clear();
  return words;
}

function answer(message: Message) {
  if (message.fonts) take(message.fonts);
  for (const [key, measure] of Object.entries(message.measures || {})) fonts.measures.set(key, measure);
  if (!scene) throw new Error('no data: the first message has to bring it');
  if (message.events !== undefined) return openUserData(scene, message);
  if (fault) throw fault;
  return picture(scene, message);
}

const host = globalThis as unknown as { greenlineOpen: typeof open; greenlinePaint: (text: string) => string };
host.greenlineOpen = open;
setCanvasFactory((width, height) => pen(width, height) as unknown as Context2D);
host.greenlinePaint = (text: string) => JSON.stringify(answer(JSON.parse(text)));

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

const drawn: Map<string, Sample> = new Map(); // samples that were drawn before, by what they show

function sample(swatch: Swatch): Sample {
  const key = JSON.stringify(swatch);
  const result = drawn.get(key) || drawSample(swatch);
  drawn.set(key, result);
  return result;
}

function drawSample(swatch: Swatch): Sample {
  const [width, height] = sizeOf(swatch);
  const ctx = pen(width, height);
  centredSample(ctx as unknown as Context2D, swatch);
  const { defs, body } = write([{ layer: '', nodes: ctx.nodes }], '');
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${defs && `<defs>${defs}</defs>`}${body}</svg>`;
  return { svg, width, to_scale: Boolean(swatch.toScale) };
}
