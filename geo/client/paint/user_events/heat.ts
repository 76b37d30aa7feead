/** Where events crowd, as a haze of ink: counted in small cells, smoothed, darker by the logarithm. */
import { inParts, pen, type Pieces, type Stop } from '../map/pieces.ts';
import type { Context2D, Frame } from '../map/frame.ts';
import { type Ink, type Mark, mixColours, type Screen } from './screen.ts';
import { pixel, type Slate } from './slate.ts';

const SIZE = 4; // pixels of a cell, cells of the spread (one standard deviation), cells that the spread reaches
const SPREAD = 2;
const REACH = 4 * SPREAD;
const KERNEL = Float32Array.from(
  { length: 2 * REACH + 1 },
  (_, k) => Math.exp(-((k - REACH) ** 2) / (2 * SPREAD ** 2)) / (SPREAD * Math.sqrt(2 * Math.PI)),
);
const ROWS = 60; // rows of cells that are smoothed between two stops
const LEAST = KERNEL[REACH] ** 2 / 2; // half of what one event makes of its own cell: less than this is not drawn

export class Heat {
  counts: Float32Array = new Float32Array(0); // of each cell
  most = 0; // the most crowded spot of all days
  small: Context2D | null = null;

  grid(frame: Frame) {
    return { name: 'heat', size: SIZE * frame.ratio, margin: 0, anchored: true };
  }

  /** Ink follows the most crowded spot of all days in sight, so that it does not flicker while the days move. */
  *paint(screen: Screen, slate: Slate, _frame: Frame, moved: boolean): Pieces {
    const { columns, rows, filter } = screen;
    const { from, to } = filter;
    if (moved || !this.most) {
      const all = yield* count(screen, 0, screen.codes.length);
      this.most = largest(yield* smoothCounts(all, columns, rows));
      yield;
    }
    this.counts = yield* count(screen, from, to);
    this._draw(yield* smoothCounts(this.counts, columns, rows), screen);
    yield null;
    const { dx, dy, size } = screen;
    slate.ctx.imageSmoothingEnabled = true;
    slate.ctx.drawImage((this.small as Context2D).canvas, -dx * size, -dy * size, columns * size, rows * size);
    yield slate.ctx;
  }

  _draw(field: Float32Array, screen: Screen) {
    const { columns, rows } = screen;
    const small = this.small = this.small || pen();
    if (small.canvas.width !== columns || small.canvas.height !== rows) {
      Object.assign(small.canvas, { width: columns, height: rows });
    }
    const image = small.createImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    const inks = ramp(screen.ink);
    const scale = 255 / Math.log(Math.max(this.most / LEAST, 4));
    for (let i = 0; i < pixels.length; i++) {
      if (field[i] > LEAST) pixels[i] = inks[Math.min(255, (Math.log(field[i] / LEAST) * scale) | 0)];
    }
    small.putImageData(image, 0, 0);
  }

  at(screen: Screen, x: number, y: number): Mark | null {
    const column = Math.floor(x / screen.size + screen.dx);
    const row = Math.floor(y / screen.size + screen.dy);
    let result = 0;
    const codes: number[] = [];
    for (let dy = -SPREAD; dy <= SPREAD; dy++) {
      for (let dx = -SPREAD; dx <= SPREAD; dx++) {
        const code = (row + dy) * screen.columns + column + dx;
        if (!this.counts[code]) continue;
        result += this.counts[code];
        codes.push(code);
      }
    }
    return result ? { code: codes, away: 30, count: result } : null;
  }
}

/** Ink of a share of the most crowded spot; the power keeps single events in sight, and the ground and its names
 * stay in sight under the most crowded. */
const haze = (
  ink: Ink,
  share: number,
): [rgb: number[], alpha: number] => [mixColours(ink.crowd, share), 0.7 * share ** 0.75];

const ramps: Map<string, Uint32Array> = new Map();

function ramp(ink: Ink) {
  const inks = ramps.get(ink.name) || Uint32Array.from({ length: 256 }, (_, i) => pixel(...haze(ink, i / 255)));
  ramps.set(ink.name, inks);
  return inks;
}

function* count(screen: Screen, from: number, to: number): Generator<Stop, Float32Array> {
  const { codes, columns, rows } = screen;
  const counts = new Float32Array(columns * rows);
  yield* inParts(from, to, (first, last) => {
    for (let i = first; i < last; i++) if (codes[i] >= 0) counts[codes[i]]++;
  });
  return counts;
}

/** Spread counts over their neighbours, first along the rows, then along the columns. */
function* smoothCounts(counts: Float32Array, columns: number, rows: number): Generator<Stop, Float32Array> {
  const [along, field] = [new Float32Array(counts.length), new Float32Array(counts.length)];
  const filled = new Uint8Array(rows);
  yield* inParts(0, rows, (from, end) => {
    for (let i = from * columns; i < end * columns; i++) {
      const value = counts[i];
      if (value === 0) continue;
      const row = (i / columns) | 0;
      const [first, last] = [Math.max(row * columns, i - REACH), Math.min(row * columns + columns - 1, i + REACH)];
      filled[row] = 1;
      for (let j = first; j <= last; j++) along[j] += value * KERNEL[j - i + REACH];
    }
  }, ROWS);
  yield* inParts(0, rows, (from, end) => {
    for (let row = from; row < end; row++) {
      if (!filled[row]) continue;
      for (let to = Math.max(0, row - REACH); to <= Math.min(rows - 1, row + REACH); to++) {
        add(field, to * columns, along, row * columns, columns, KERNEL[to - row + REACH]);
      }
    }
  }, ROWS);
  return field;
}

function add(field: Float32Array, at: number, along: Float32Array, from: number, length: number, weight: number) {
  for (let i = 0; i < length; i++) field[at + i] += along[from + i] * weight;
}

function largest(field: Float32Array) {
  let most = 0;
  for (let i = 0; i < field.length; i++) if (field[i] > most) most = field[i];
  return most;
}

export function colourOfShare(ink: Ink, share: number) {
  return `rgba(${haze(ink, share).flat().map((value) => +value.toFixed(2)).join()})`;
}
