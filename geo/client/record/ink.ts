/** What shapes are filled and drawn with, as attributes of SVG. */
import { hundredths, type Matrix, type Path } from './path.ts';

export interface Writer {
  define: (kind: string, content: (id: string) => string) => string; // writes a definition once and returns its id
  claim: (id: string) => string; // the attribute of an id; empty where it is taken
}

interface Tile {
  width: number;
  height: number;
  context: { nodes: Array<{ write: (writer: Writer) => string }> };
}

export class Transform {
  constructor(readonly matrix: Matrix) {}

  inverse() {
    const [a, b, c, d, e, f] = this.matrix;
    const area = a * d - b * c;
    return new Transform([d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area]);
  }
}

export function together([a, b, c, d, e, f]: Matrix, [a2, b2, c2, d2, e2, f2]: Matrix): Matrix {
  return [a * a2 + c * b2, b * a2 + d * b2, a * c2 + c * d2, b * c2 + d * d2, a * e2 + c * f2 + e, b * e2 + d * f2 + f];
}

export class Gradient {
  stops: [number, string][] = [];

  constructor(readonly line: number[]) {}

  addColorStop(at: number, colour: string) {
    this.stops.push([at, colour]);
  }
}

export class Pattern {
  matrix: Matrix = [1, 0, 0, 1, 0, 0];

  constructor(readonly canvas: Tile) {}

  setTransform(transform: Transform) {
    this.matrix = transform.matrix;
  }
}

/** What a context draws with until it is told otherwise. */
export const initial = () => ({
  matrix: [1, 0, 0, 1, 0, 0] as Matrix,
  fillStyle: '#000' as string | Gradient | Pattern,
  strokeStyle: '#000' as string | Gradient | Pattern,
  lineWidth: 1,
  lineJoin: 'miter',
  lineCap: 'butt',
  globalAlpha: 1,
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  direction: 'ltr',
  letterSpacing: '0px',
  imageSmoothingEnabled: true,
  dash: [] as number[],
  /** Ground that nothing outside of is drawn on. */
  clips: [] as Array<{ path: Path; matrix: Matrix }>,
  /** What is drawn: a part of a layer, and of it a feature. */
  part: '',
  feature: '',
});

export type State = ReturnType<typeof initial>;

export type Ink = { style: string | Gradient | Pattern; matrix: Matrix };

/** A colour without its share of transparency, and that share. */
function colour(text: string): [string, number] {
  const hex = /^#([\da-f]{6})([\da-f]{2})$/i.exec(text);
  if (hex) return ['#' + hex[1], parseInt(hex[2], 16) / 255];
  const parts = /^rgba?\(([^)]*)\)$/.exec(text);
  if (!parts) return text === 'transparent' ? ['none', 1] : [text, 1];
  const [red, green, blue, alpha = 1] = parts[1].split(/[\s,/]+/).filter(Boolean).map(Number);
  const digits = [red, green, blue].map((value) => Math.round(value).toString(16).padStart(2, '0'));
  return ['#' + digits.join(''), alpha];
}

/** Colour and transparency as attributes. @param name fill, stroke or stop-color */
function solid(name: string, text: string) {
  const [ink, alpha] = colour(text);
  const opacity = name.replace('-color', '') + '-opacity';
  return `${name}="${ink}"` + (alpha === 1 ? '' : ` ${opacity}="${hundredths(alpha)}"`);
}

export function attributes(name: 'fill' | 'stroke', { style, matrix }: Ink, writer: Writer) {
  if (typeof style === 'string') return solid(name, style);
  const id = style instanceof Gradient ? gradient(style, matrix, writer) : pattern(style, matrix, writer);
  return `${name}="url(#${id})"`;
}

function gradient({ line, stops }: Gradient, [a, b, c, d, e, f]: Matrix, { define }: Writer) {
  const [x1, y1, x2, y2] = [0, 2].flatMap((i) => [
    hundredths(line[i] * a + line[i + 1] * c + e),
    hundredths(line[i] * b + line[i + 1] * d + f),
  ]);
  const marks = stops.map(([at, ink]) => `<stop offset="${at}" ${solid('stop-color', ink)}/>`).join('');
  const place = `gradientUnits="userSpaceOnUse" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
  return define('fade', (id) => `<linearGradient id="${id}" ${place}>${marks}</linearGradient>`);
}

function pattern({ canvas, matrix: ownMatrix }: Pattern, matrix: Matrix, writer: Writer) {
  const place = together(matrix, ownMatrix).map(hundredths);
  const size = `patternUnits="userSpaceOnUse" width="${canvas.width}" height="${canvas.height}"`;
  const turn = place.join() === '1,0,0,1,0,0' ? '' : ` patternTransform="matrix(${place.join(' ')})"`;
  const content = canvas.context.nodes.map((node) => node.write(writer)).join('');
  return writer.define('hatch', (id) => `<pattern id="${id}" ${size}${turn}>${content}</pattern>`);
}
