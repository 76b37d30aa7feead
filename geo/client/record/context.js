/** A canvas without pixels: what is drawn on its context is recorded, to be written as SVG. */
import { Gradient, Pattern, together, Transform } from './ink.js';
import { Image, Nested, Shape, Words } from './nodes.js';
import { Path } from './path.js';
import { advance } from './text.js';

/** @import { Node } from './nodes.js' */
/** @import { Matrix } from './path.js' */

export class Canvas {
  constructor(width = 300, height = 150) {
    this.size = [width, height];
    this.context = new Context(this);
  }

  get width() {
    return this.size[0];
  }
  set width(value) {
    this.size[0] = Math.max(0, Math.floor(value));
    this.context.reset();
  }

  get height() {
    return this.size[1];
  }
  set height(value) {
    this.size[1] = Math.max(0, Math.floor(value));
    this.context.reset();
  }

  /** @param {string} _kind */
  getContext(_kind) {
    return this.context;
  }
}

/** A new recorder's context. @param {number} [width] @param {number} [height] */
export function pen(width, height) {
  return new Canvas(width, height).context;
}

/** What a context draws with until it is told otherwise. */
const initial = () => ({
  /** @type {Matrix} */
  matrix: [1, 0, 0, 1, 0, 0],
  /** @type {string | Gradient | Pattern} */
  fillStyle: '#000',
  /** @type {string | Gradient | Pattern} */
  strokeStyle: '#000',
  lineWidth: 1,
  lineJoin: 'miter',
  lineCap: 'butt',
  globalAlpha: 1,
  globalCompositeOperation: 'source-over',
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  direction: 'ltr',
  letterSpacing: '0px',
  imageSmoothingEnabled: true,
  /** @type {number[]} */
  dash: [],
  /** Ground that nothing outside of is drawn on. @type {Array<{path: Path, matrix: Matrix}>} */
  clips: [],
  /** What is drawn: a part of a layer, and of it a feature. */
  part: '',
  feature: '',
});

/** @typedef {ReturnType<typeof initial>} State */

export class Context {
  /** @type {Node[]} */
  nodes;
  /** @type {State} */
  state;
  /** @type {State[]} */
  saved;
  /** @type {Path} */
  path;

  /** @param {Canvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.reset();
  }

  reset() {
    this.nodes = [];
    this.saved = [];
    this.state = initial();
    this.path = new Path();
  }

  /** Say what is drawn from here on: a part of the layer, and of it a feature. @param {string} part @param {string} [feature] */
  name(part, feature = '') {
    Object.assign(this.state, { part, feature });
  }

  save() {
    this.saved.push({ ...this.state });
  }

  restore() {
    this.state = this.saved.pop() || this.state;
  }

  /** @param {Matrix} matrix */
  setTransform(...matrix) {
    this.state.matrix = matrix;
  }

  resetTransform() {
    this.state.matrix = [1, 0, 0, 1, 0, 0];
  }

  getTransform() {
    return new Transform(this.state.matrix);
  }

  /** @param {number} x @param {number} y */
  scale(x, y) {
    this.state.matrix = together(this.state.matrix, [x, 0, 0, y, 0, 0]);
  }

  /** @param {number} x @param {number} y */
  translate(x, y) {
    this.state.matrix = together(this.state.matrix, [1, 0, 0, 1, x, y]);
  }

  /** @param {number[]} dash */
  setLineDash(dash) {
    this.state.dash = dash;
  }

  beginPath() {
    this.path = new Path();
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path.moveTo(x, y);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path.lineTo(x, y);
  }

  closePath() {
    this.path.closePath();
  }

  /** @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to */
  arc(x, y, radius, from, to) {
    this.path.arc(x, y, radius, from, to);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.path.rect(x, y, width, height);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height @param {number} radius */
  roundRect(x, y, width, height, radius) {
    this.path.roundRect(x, y, width, height, radius);
  }

  /** @param {Path | string} [path] @param {string} [_rule] */
  fill(path, _rule) {
    this.nodes.push(new Shape(this, path instanceof Path ? path : this.path, 'fill'));
  }

  /** @param {Path} [path] */
  stroke(path = this.path) {
    const line = new Shape(this, path, 'stroke');
    const last = this.nodes.at(-1);
    if (last instanceof Shape && last.takes(line)) this.nodes[this.nodes.length - 1] = last.with(line);
    else this.nodes.push(line);
  }

  /** @param {Path | string} [path] */
  clip(path) {
    const { state } = this;
    state.clips = [...state.clips, { path: path instanceof Path ? path : this.path, matrix: state.matrix }];
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    if (this.state.globalCompositeOperation === 'source-in') return this._recolour();
    this.nodes.push(new Shape(this, rectangle(x, y, width, height), 'fill'));
  }

  /** Painters wipe whole canvases only. @param {number} x @param {number} y @param {number} width @param {number} height */
  clearRect(x, y, width, height) {
    if (x <= 0 && y <= 0 && width >= this.canvas.width && height >= this.canvas.height) this.nodes = [];
    else throw new Error('clearRect of a part of a canvas is not recorded');
  }

  /** Draw all that was drawn in one colour, in place of its own. */
  _recolour() {
    const { fillStyle } = this.state;
    if (typeof fillStyle !== 'string') throw new Error('source-in is recorded for plain colours only');
    this.nodes = this.nodes.length ? [new Nested(this, this.nodes, fillStyle)] : [];
  }

  /** @param {Canvas} canvas */
  createPattern(canvas) {
    return new Pattern(canvas);
  }

  /** @param {number[]} line */
  createLinearGradient(...line) {
    return new Gradient(line);
  }

  /** @param {number} width @param {number} height */
  createImageData(width, height) {
    return { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }

  /** Put pixels in place of all that was drawn. @param {{width: number, height: number, data: Uint8ClampedArray}} image */
  putImageData(image) {
    this.nodes = [new Image(this, image)];
  }

  /** @param {Canvas} canvas @param {number} [x] @param {number} [y] @param {number} [width] @param {number} [height] */
  drawImage(canvas, x = 0, y = 0, width = canvas.width, height = canvas.height) {
    const { nodes } = canvas.getContext('2d');
    if (!nodes.length) return;
    /** @type {Matrix} */
    const place = [width / canvas.width, 0, 0, height / canvas.height, x, y];
    this.nodes.push(new Nested(this, nodes, null, together(this.state.matrix, place)));
  }

  /** @param {string} text */
  measureText(text) {
    return { width: advance(text, this.state.font, this.state.letterSpacing) };
  }

  /** The halo of the text that is filled next, at the same place. @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) {
    this.nodes.push(new Words(this, text, x, y, 'stroke'));
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const words = new Words(this, text, x, y, 'fill');
    const last = this.nodes.at(-1);
    if (last instanceof Words && last.isHaloOf(words)) this.nodes[this.nodes.length - 1] = words.on(last);
    else this.nodes.push(words);
  }
}

/** @param {number} x @param {number} y @param {number} width @param {number} height */
function rectangle(x, y, width, height) {
  const path = new Path();
  path.rect(x, y, width, height);
  return path;
}

const { matrix: _matrix, dash: _dash, clips: _clips, part: _part, feature: _feature, ...settings } = initial();
for (const key of /** @type {(keyof typeof settings)[]} */ (Object.keys(settings))) {
  Object.defineProperty(Context.prototype, key, {
    /** @this {Context} */
    get() {
      return this.state[key];
    },
    /** @this {Context} @param {never} value */
    set(value) {
      this.state[key] = value;
    },
  });
}
