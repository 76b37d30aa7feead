/** Vector tiles (Mapbox Vector Tile 2.1) drawn as a pale ground: areas and lines by the name of their layer. */
import { Numbers } from './archive.js';

/** How a layer is drawn. @typedef {{fill?: string, line?: string, width?: number}} Look */

/** Layers of the common schemes (Protomaps, OpenMapTiles); others are thin grey lines. @type {Record<string, Look>} */
const LOOKS = {
  earth: { fill: '#f4f1ea' },
  landcover: { fill: '#e9eddd' },
  landuse: { fill: '#eceade' },
  natural: { fill: '#e6ebd9' },
  park: { fill: '#e2ead5' },
  water: { fill: '#c3d7e3', line: '#c3d7e3' },
  waterway: { line: '#a8c4d6', width: 1 },
  physical_line: { line: '#a8c4d6', width: 1 },
  buildings: { fill: '#ddd8cd' },
  building: { fill: '#ddd8cd' },
  roads: { line: '#c9c1b1', width: 1.1 },
  transportation: { line: '#c9c1b1', width: 1.1 },
  boundaries: { line: '#a59c8e', width: 0.8 },
  boundary: { line: '#a59c8e', width: 0.8 },
};
/** @type {Look} */
const OTHER = { line: '#b9b3a7', width: 0.7 };

/** Fields of a message: number and, of those with a length, where they stand. @param {Numbers} numbers */
function* fields(numbers) {
  while (numbers.at < numbers.end) {
    const key = numbers.next();
    const [field, kind] = [Math.floor(key / 8), key % 8];
    if (kind === 0) yield { field, value: numbers.next(), at: 0, end: 0 };
    else {
      const length = kind === 2 ? numbers.next() : kind === 5 ? 4 : 8;
      const at = numbers.at;
      if (at + length > numbers.end) throw new Error('a tile is cut short');
      numbers.at += length;
      yield { field, value: 0, at, end: at + length };
    }
  }
}

/** Draw a tile. @param {CanvasRenderingContext2D} ctx @param {Uint8Array} bytes @param {number} size pixels of a side */
export function drawVector(ctx, bytes, size) {
  for (const { field, at, end } of fields(new Numbers(bytes))) {
    if (field === 3) layer(ctx, bytes, at, end, size);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {Uint8Array} bytes @param {number} at @param {number} end
 * @param {number} size */
function layer(ctx, bytes, at, end, size) {
  let [name, extent] = ['', 4096];
  /** @type {Array<[number, number]>} */
  const features = [];
  for (const field of fields(new Numbers(bytes, at, end))) {
    if (field.field === 1) name = new TextDecoder().decode(bytes.subarray(field.at, field.end));
    if (field.field === 2) features.push([field.at, field.end]);
    if (field.field === 5) extent = field.value || 4096;
  }
  const look = LOOKS[name] || OTHER;
  for (const [from, to] of features) feature(ctx, new Numbers(bytes, from, to), look, size / extent);
}

/** @param {CanvasRenderingContext2D} ctx @param {Numbers} numbers @param {Look} look @param {number} scale */
function feature(ctx, numbers, look, scale) {
  let [kind, path] = [0, new Path2D()];
  for (const field of fields(numbers)) {
    if (field.field === 3) kind = field.value;
    if (field.field === 4) path = geometry(new Numbers(numbers.bytes, field.at, field.end), scale);
  }
  if (kind === 3 && look.fill) {
    ctx.fillStyle = look.fill;
    ctx.fill(path, 'evenodd');
  }
  if (kind >= 2 && look.line) {
    Object.assign(ctx, { strokeStyle: look.line, lineWidth: look.width || 0.5 });
    ctx.stroke(path);
  }
}

/** @param {Numbers} numbers @param {number} scale pixels of a step */
function geometry(numbers, scale) {
  const path = new Path2D();
  const step = () => {
    const value = numbers.next();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  let [x, y] = [0, 0];
  while (numbers.at < numbers.end) {
    const command = numbers.next();
    const [what, count] = [command % 8, Math.floor(command / 8)];
    if (what === 7) path.closePath();
    else {
      for (let i = 0; i < count; i++) {
        x += step();
        y += step();
        if (what === 1) path.moveTo(x * scale, y * scale);
        else path.lineTo(x * scale, y * scale);
      }
    }
  }
  return path;
}
