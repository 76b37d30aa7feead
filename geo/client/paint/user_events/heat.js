/** Where events crowd, as a haze of ink: counted in small cells, smoothed, darker by the logarithm. */
import { pen } from '../canvas.js';
import { inParts } from '../map/pieces.js';
import { mixColours } from './screen.js';
import { pixel } from './slate.js';

/** @import { Frame } from '../map/frame.js' */
/** @import { Pieces, Stop } from '../map/pieces.js' */
/** @import { Ink, Mark, Screen } from './screen.js' */
/** @import { Slate } from './slate.js' */

/** Pixels of a cell, cells of the spread (one standard deviation), cells that the spread reaches. */
const SIZE = 4;
const SPREAD = 2;
const REACH = 4 * SPREAD;
const KERNEL = Float32Array.from(
  { length: 2 * REACH + 1 },
  (_, k) => Math.exp(-((k - REACH) ** 2) / (2 * SPREAD ** 2)) / (SPREAD * Math.sqrt(2 * Math.PI)),
);
/** Rows of cells that are smoothed between two stops. */
const ROWS = 60;
/** Half of what one event makes of its own cell: less than this is not drawn. */
const LEAST = KERNEL[REACH] ** 2 / 2;

export class Heat {
  /** Of each cell. @type {Float32Array} */
  counts = new Float32Array(0);
  /** The most crowded spot of all days. */
  most = 0;
  /** @type {?CanvasRenderingContext2D} */
  small = null;

  /** @param {Frame} frame */
  grid(frame) {
    return { name: 'heat', size: SIZE * frame.ratio, margin: 0, anchored: true };
  }

  /** Ink follows the most crowded spot of all days in sight, so that it does not flicker while the days move.
   * @param {Screen} screen @param {Slate} slate @param {Frame} _frame @param {boolean} moved @returns {Pieces} */
  *paint(screen, slate, _frame, moved) {
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
    slate.ctx.drawImage(
      /** @type {CanvasRenderingContext2D} */ (this.small).canvas,
      -dx * size,
      -dy * size,
      columns * size,
      rows * size,
    );
    yield slate.ctx;
  }

  /** @param {Float32Array} field @param {Screen} screen */
  _draw(field, screen) {
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

  /** The cell under a point and its neighbours. @param {Screen} screen @param {number} x @param {number} y
   * @returns {?Mark} */
  at(screen, x, y) {
    const column = Math.floor(x / screen.size + screen.dx);
    const row = Math.floor(y / screen.size + screen.dy);
    let result = 0;
    /** @type {number[]} */
    const codes = [];
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

/** Ink of a share of the most crowded spot; the power keeps single events in sight, and
 * the ground and its names stay in sight under the most crowded.
 * @param {Ink} ink @param {number} share @returns {[rgb: number[], alpha: number]} */
const haze = (ink, share) => [mixColours(ink.crowd, share), 0.7 * share ** 0.75];

/** @type {Map<string, Uint32Array>} */
const ramps = new Map();

/** The inks of 256 shares as pixels. @param {Ink} ink */
function ramp(ink) {
  const made = ramps.get(ink.name) || Uint32Array.from({ length: 256 }, (_, i) => pixel(...haze(ink, i / 255)));
  ramps.set(ink.name, made);
  return made;
}

/** @param {Screen} screen @param {number} from @param {number} to @returns {Generator<Stop, Float32Array>} */
function* count(screen, from, to) {
  const { codes, columns, rows } = screen;
  const counts = new Float32Array(columns * rows);
  yield* inParts(from, to, (first, last) => {
    for (let i = first; i < last; i++) if (codes[i] >= 0) counts[codes[i]]++;
  });
  return counts;
}

/** Spread counts over their neighbours, first along the rows, then along the columns.
 * @param {Float32Array} counts @param {number} columns @param {number} rows @returns {Generator<Stop, Float32Array>} */
function* smoothCounts(counts, columns, rows) {
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

/** @param {Float32Array} field @param {number} at @param {Float32Array} along @param {number} from
 * @param {number} length @param {number} weight */
function add(field, at, along, from, length, weight) {
  for (let i = 0; i < length; i++) field[at + i] += along[from + i] * weight;
}

/** @param {Float32Array} field */
function largest(field) {
  let most = 0;
  for (let i = 0; i < field.length; i++) if (field[i] > most) most = field[i];
  return most;
}

/** The ink of a share of the most crowded spot, for CSS. @param {Ink} ink @param {number} share */
export function colourOfShare(ink, share) {
  return `rgba(${haze(ink, share).flat().map((value) => +value.toFixed(2)).join()})`;
}
