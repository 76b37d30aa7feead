/** What was drawn, to be written as SVG once all of it is known. */
import { attributes, type Ink, type State, type Writer } from './ink.ts';
import { hundredths, type Matrix, type Part, type Path, writePart } from './path.ts';
import { pictureAddress } from './png.ts';
import { escapeXml, type Face, faceOf, fontAttributes, fonts, measure } from './text.ts';
import { featureOf } from '../paint/map/frame.ts';

type Context = { state: State; canvas: { width: number; height: number } };

export class Node {
  matrix: Matrix;
  alpha: number;
  clips: { path: Path; matrix: Matrix }[];
  part: string;
  feature: string;
  width: number;
  height: number;

  constructor({ state, canvas }: Context) {
    this.matrix = state.matrix;
    this.alpha = state.globalAlpha;
    this.clips = state.clips;
    this.part = state.part;
    this.feature = state.feature;
    this.width = canvas.width;
    this.height = canvas.height;
  }

  get scale() {
    const [a, b, c, d] = this.matrix;
    return Math.sqrt(Math.abs(a * d - b * c));
  }

  get opacity() {
    return this.alpha === 1 ? '' : ` opacity="${hundredths(this.alpha)}"`;
  }

  write(_writer: Writer) {
    return '';
  }
}

const SEAM = 0.3; // pixels of the hairline around neighbours that are filled apart

export class Shape extends Node {
  parts: Part[];
  ink: Ink;
  dash: number[];
  pen: { width: number; join: string; cap: string };
  line: Shape | null = null;
  isExact: boolean; // whether all points are wanted: dashes are counted from the first one

  constructor(context: Context, path: Path, readonly kind: 'fill' | 'stroke') {
    super(context);
    const { state } = context;
    this.parts = path.parts.slice();
    this.ink = { style: kind === 'fill' ? state.fillStyle : state.strokeStyle, matrix: state.matrix };
    this.dash = kind === 'stroke' ? state.dash : [];
    this.pen = { width: state.lineWidth, join: state.lineJoin, cap: state.lineCap };
    this.isExact = this.dash.length > 0;
  }

  /** Whether a line goes around what is filled here, and nothing else of it differs. */
  takes(line: Shape) {
    return this.kind === 'fill' && !this.line && line.kind === 'stroke' &&
      this.parts.length === line.parts.length &&
      this.parts.every((part, i) => part === line.parts[i]) && this.alpha === 1 && line.alpha === 1 &&
      this.clips === line.clips && this.part === line.part && this.feature === line.feature &&
      this.matrix.join() === line.matrix.join();
  }

  with(line: Shape) {
    this.line = line;
    this.isExact = line.dash.length > 0;
    return this;
  }

  /** Data of the lines and rings, by the feature that they were drawn for. */
  _data() {
    const texts = this.parts.map((part) => ({
      id: featureOf(part.path as unknown as Path2D) || '',
      text: writePart(part, this.matrix, this.width, this.height, this.isExact),
    }));
    return Map.groupBy(texts.filter(({ text }) => text), ({ id }) => id);
  }

  override write(writer: Writer) {
    const data = this._data();
    if (!data.size) return '';
    const look = this._look(writer);
    const isApart = typeof this.ink.style === 'string' && !this.clips.length && [...data.keys()].some(Boolean);
    if (!isApart) return look && `<path d="${textOf([...data.values()].flat())}" ${look}${this.opacity}/>`;
    const paths = [...data].map(([id, texts]) => `<path${id && writer.claim(id)} d="${textOf(texts)}"/>`);
    return `<g ${look}${this._seam(data.size)}${this.opacity}>${paths.join('')}</g>`;
  }

  _look(writer: Writer) {
    if (this.kind === 'stroke') return 'fill="none" ' + this._line(writer);
    const fill = attributes('fill', this.ink, writer);
    if (this.line) return `${fill} ${this.line._line(writer)}`;
    return fill === 'fill="none"' ? '' : fill;
  }

  /** A hairline around neighbours that are filled apart, so that no gap shows between them. */
  _seam(count: number) {
    const { style } = this.ink;
    if (this.kind !== 'fill' || this.line || count < 2 || typeof style !== 'string') return '';
    return ` stroke="${style}" stroke-width="${SEAM}" stroke-linejoin="round"`;
  }

  _line(writer: Writer) {
    const { width, join, cap } = this.pen;
    return [
      attributes('stroke', this.ink, writer),
      `stroke-width="${hundredths(width * this.scale)}"`,
      join === 'miter' ? '' : `stroke-linejoin="${join}"`,
      cap === 'butt' ? '' : `stroke-linecap="${cap}"`,
      this.dash.length
        ? `stroke-dasharray="${this.dash.map((length) => hundredths(length * this.scale)).join(' ')}"`
        : '',
    ].filter(Boolean).join(' ');
  }
}

const textOf = (parts: { text: string }[]) => parts.map(({ text }) => text).join('');

export class Words extends Node {
  at: number[];
  face: Face;
  align: string;
  spacing: number;
  drop: number;
  pen: { width: number; join: string };
  ink: Ink;
  halo: Words | null = null; // what is drawn around it

  constructor(context: Context, readonly text: string, x: number, y: number, readonly kind: 'fill' | 'stroke') {
    super(context);
    const { state } = context;
    this.at = [x, y];
    this.face = faceOf(state.font);
    this.align = state.textAlign;
    this.spacing = parseFloat(state.letterSpacing) || 0;
    this.drop = state.textBaseline === 'middle' ? fonts.middle * this.face.size : 0;
    this.pen = { width: state.lineWidth, join: state.lineJoin };
    this.ink = { style: kind === 'fill' ? state.fillStyle : state.strokeStyle, matrix: state.matrix };
  }

  isHaloOf(other: Words) {
    return this.kind === 'stroke' && this.text === other.text && this.at.join() === other.at.join() &&
      this.matrix.join() === other.matrix.join() && this.alpha === other.alpha;
  }

  on(halo: Words) {
    this.halo = halo;
    return this;
  }

  override write(writer: Writer) {
    const look =
      (this.kind === 'stroke' ? 'fill="none" ' + this._edge(this, writer) : attributes('fill', this.ink, writer)) +
      (this.halo ? ` ${this._edge(this.halo, writer)} paint-order="stroke"` : '') + this.opacity;
    return fonts.outlined ? this._outline(look) : this._live(look);
  }

  _edge({ ink, pen }: Words, writer: Writer) {
    const join = pen.join === 'miter' ? '' : ` stroke-linejoin="${pen.join}"`;
    return `${attributes('stroke', ink, writer)} stroke-width="${hundredths(pen.width * this.scale)}"${join}`;
  }

  /** Where the words begin, on the line that letters stand on. */
  get _corner() {
    const [a, b, c, d, e, f] = this.matrix;
    const [x, y] = [this.at[0], this.at[1] + this.drop];
    return [x * a + y * c + e, x * b + y * d + f];
  }

  _live(look: string) {
    const [x, y] = this._corner.map(hundredths);
    const place = { center: 'middle', right: 'end' }[this.align];
    const anchor = place ? ` text-anchor="${place}"` : '';
    const spacing = this.spacing ? ` letter-spacing="${hundredths(this.spacing * this.scale)}"` : '';
    const font = fontAttributes(this.text, this.face, this.scale);
    return `<text x="${x}" y="${y}"${font}${anchor}${spacing} ${look}>${escapeXml(this.text)}</text>`;
  }

  _outline(look: string) {
    const { advance, outline = [] } = measure(this.text, this.face);
    const size = this.face.size * this.scale;
    const spacing = this.spacing * this.scale;
    const wide = advance * size + spacing * outline.filter((part) => part === BETWEEN).length;
    const [x, y] = this._corner;
    const left = x - (this.align === 'center' ? wide / 2 : this.align === 'right' ? wide : 0);
    return `<path aria-label="${escapeXml(this.text)}" d="${
      placeOutline(outline, [left, y], size, spacing)
    }" ${look}/>`;
  }
}

const BETWEEN = ' '; // what stands in an outline between two letters

/** An outline at a place: commands, each with its numbers in parts of the size, y up. */
function placeOutline(outline: Array<string | number>, [left, base]: number[], size: number, spacing: number) {
  const out = [];
  let isX = true;
  for (const part of outline) {
    if (part === BETWEEN) left += spacing;
    else if (typeof part === 'string') out.push(part);
    else {
      out.push(isX ? `${hundredths(left + part * size)} ` : `${hundredths(base - part * size)} `);
      isX = !isX;
    }
  }
  return out.join('').replace(/ (?=[A-Z]|$)/g, '');
}

export class Image extends Node {
  address: string;

  constructor(context: Context, readonly image: { width: number; height: number; data: Uint8ClampedArray }) {
    super(context);
    this.address = image.data.some(Boolean) ? pictureAddress(image) : '';
  }

  override write() {
    const { width, height } = this.image;
    return this.address && `<image width="${width}" height="${height}" href="${this.address}"/>`;
  }
}

export class Nested extends Node {
  nodes: Node[];

  constructor(context: Context, nodes: Node[], readonly place: Matrix) {
    super(context);
    this.nodes = nodes.slice();
  }

  override write(writer: Writer) {
    const inner = writeNodes(this.nodes, writer);
    const isPlaced = this.place.join() !== '1,0,0,1,0,0';
    const turn = isPlaced
      ? ` transform="matrix(${this.place.map((value) => Math.round(value * 1e4) / 1e4).join(' ')})"`
      : '';
    const more = turn + this.opacity;
    return inner && more ? `<g${more}>${inner}</g>` : inner;
  }
}

export function writeNodes(nodes: Node[], writer: Writer) {
  const out: string[] = [];
  for (let i = 0; i < nodes.length;) {
    const { clips } = nodes[i];
    let next = i + 1;
    while (next < nodes.length && nodes[next].clips === clips) next++;
    let text = nodes.slice(i, next).map((node) => node.write(writer)).join('');
    for (const clip of clips) text = text && cut(text, clip, nodes[i], writer);
    out.push(text);
    i = next;
  }
  return out.join('');
}

/** What is within a clip; all of it where the clip holds the whole picture. */
function cut(
  text: string,
  { path, matrix }: { path: Path; matrix: Matrix },
  { width, height }: Node,
  { define }: Writer,
) {
  if (holds(path.parts, matrix, width, height)) return text;
  const data = path.parts.map((part) => writePart(part, matrix, width, height, false)).join('');
  if (!data) return '';
  const id = define('clip', (name) => `<clipPath id="${name}"><path d="${data}"/></clipPath>`);
  return `<g clip-path="url(#${id})">${text}</g>`;
}

function holds([part, ...others]: Part[], [a, b, c, d, e, f]: Matrix, width: number, height: number) {
  if (!part || others.length || part.circle || b || c || part.points.length !== 8) return false;
  const [x, y] = [0, 1].map((i) => part.points.filter((_, at) => at % 2 === i));
  const edges = [Math.min(...x) * a + e, Math.min(...y) * d + f, Math.max(...x) * a + e, Math.max(...y) * d + f];
  return new Set(x).size === 2 && new Set(y).size === 2 && edges[0] <= 0 && edges[1] <= 0 && edges[2] >= width &&
    edges[3] >= height;
}
