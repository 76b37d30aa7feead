/** A canvas without pixels: what is drawn on its context is recorded, to be written as SVG. */
import { Gradient, initial, Pattern, type State, together, Transform } from './ink.ts';
import { Image, Nested, type Node, Shape, Words } from './nodes.ts';
import { type Matrix, Path } from './path.ts';
import { advance } from './text.ts';

export class Canvas {
  size: number[];
  context: Context;

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
}

export function pen(width?: number, height?: number) {
  return new Canvas(width, height).context;
}

const STEPS = ['moveTo', 'lineTo', 'closePath', 'arc', 'rect', 'roundRect'] as const;

export interface Context extends Pick<Path, typeof STEPS[number]> {}

export class Context {
  nodes!: Node[];
  state!: State;
  saved!: State[];
  path!: Path;

  constructor(readonly canvas: Canvas) {
    this.reset();
  }

  reset() {
    this.nodes = [];
    this.saved = [];
    this.state = initial();
    this.path = new Path();
  }

  /** Say what is drawn from here on: a part of the layer, and of it a feature. */
  name(part: string, feature = '') {
    Object.assign(this.state, { part, feature });
  }

  save() {
    this.saved.push({ ...this.state });
  }

  restore() {
    this.state = this.saved.pop() || this.state;
  }

  setTransform(...matrix: Matrix) {
    this.state.matrix = matrix;
  }

  resetTransform() {
    this.state.matrix = [1, 0, 0, 1, 0, 0];
  }

  getTransform() {
    return new Transform(this.state.matrix);
  }

  scale(x: number, y: number) {
    this.state.matrix = together(this.state.matrix, [x, 0, 0, y, 0, 0]);
  }

  translate(x: number, y: number) {
    this.state.matrix = together(this.state.matrix, [1, 0, 0, 1, x, y]);
  }

  setLineDash(dash: number[]) {
    this.state.dash = dash;
  }

  beginPath() {
    this.path = new Path();
  }

  fill(path?: Path | string, _rule?: string) {
    this.nodes.push(new Shape(this, path instanceof Path ? path : this.path, 'fill'));
  }

  stroke(path: Path = this.path) {
    const line = new Shape(this, path, 'stroke');
    const last = this.nodes.at(-1);
    if (last instanceof Shape && last.takes(line)) this.nodes[this.nodes.length - 1] = last.with(line);
    else this.nodes.push(line);
  }

  clip(path?: Path | string) {
    const { state } = this;
    state.clips = [...state.clips, { path: path instanceof Path ? path : this.path, matrix: state.matrix }];
  }

  fillRect(x: number, y: number, width: number, height: number) {
    const path = new Path();
    path.rect(x, y, width, height);
    this.nodes.push(new Shape(this, path, 'fill'));
  }

  /** Painters wipe whole canvases only. */
  clearRect(x: number, y: number, width: number, height: number) {
    if (x <= 0 && y <= 0 && width >= this.canvas.width && height >= this.canvas.height) this.nodes = [];
    else throw new Error('clearRect of a part of a canvas is not recorded');
  }

  createPattern(canvas: Canvas) {
    return new Pattern(canvas);
  }

  createLinearGradient(...line: number[]) {
    return new Gradient(line);
  }

  createImageData(width: number, height: number) {
    return { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }

  putImageData(image: { width: number; height: number; data: Uint8ClampedArray }) {
    this.nodes = [new Image(this, image)];
  }

  drawImage(canvas: Canvas, x = 0, y = 0, width: number = canvas.width, height: number = canvas.height) {
    const { nodes } = canvas.context;
    if (!nodes.length) return;
    const place: Matrix = [width / canvas.width, 0, 0, height / canvas.height, x, y];
    this.nodes.push(new Nested(this, nodes, together(this.state.matrix, place)));
  }

  measureText(text: string) {
    return { width: advance(text, this.state.font, this.state.letterSpacing) };
  }

  /** The halo of the text that is filled next, at the same place. */
  strokeText(text: string, x: number, y: number) {
    this.nodes.push(new Words(this, text, x, y, 'stroke'));
  }

  fillText(text: string, x: number, y: number) {
    const words = new Words(this, text, x, y, 'fill');
    const last = this.nodes.at(-1);
    if (last instanceof Words && last.isHaloOf(words)) this.nodes[this.nodes.length - 1] = words.on(last);
    else this.nodes.push(words);
  }
}

for (const step of STEPS) {
  Context.prototype[step] = function (this: Context, ...values: number[]) {
    (this.path[step] as (...values: number[]) => void)(...values);
  };
}

const { matrix: _matrix, dash: _dash, clips: _clips, part: _part, feature: _feature, ...settings } = initial();
for (const key of Object.keys(settings) as (keyof typeof settings)[]) {
  Object.defineProperty(Context.prototype, key, {
    get(this: Context) {
      return this.state[key];
    },
    set(this: Context, value: never) {
      this.state[key] = value;
    },
  });
}
