/** Events as circles whose area grows with a figure: the people of a list of the displaced, the deaths of all else. */
import { inParts, inTurn } from '../map/pieces.js';
import { colourOf } from './screen.js';

/** @import { Frame } from '../map/frame.js' */
/** @import { Pieces, Stop } from '../map/pieces.js' */
/** @import { Slate } from './slate.js' */
/** @import { Ink, Screen } from './screen.js' */

/** Pixels of a cell whose events are one circle. */
const SIZE = 14;
/** Circles that are worked out between two stops. */
const MANY = 1000;
/** Pixels of the radius of the largest figure of one event, of the smallest circle, and of the largest. */
const LARGEST = 12;
const LEAST = 2.5;
const MOST = 60;

/** A circle: what it stands for, how many events, where it stands. @typedef {{code: number, sum: number, count: number, kind: number, x: number, y: number, radius: number}} Circle */

export class Sized {
  /** Circles, the largest first. @type {Circle[]} */
  drawn = [];

  /** Small circles must stay in sight: areas are drawn first. */
  get above() {
    return true;
  }

  /** @param {Frame} frame */
  grid(frame) {
    return { name: 'sized', size: SIZE * frame.ratio, margin: 0, anchored: true };
  }

  /** @param {Screen} screen @param {Slate} slate @param {Frame} frame @returns {Pieces} */
  *paint(screen, slate, frame) {
    this.drawn = (yield* circles(screen, frame)).sort((a, b) => b.sum - a.sum || b.count - a.count);
    yield;
    const { ctx } = slate;
    yield* inTurn(ctx, this.drawn, ({ kind, sum, x, y, radius }) => {
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.fillStyle = sum ? colourOf(screen.ink, kind) : screen.ink.paper;
      ctx.globalAlpha = 0.55;
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.lineWidth = frame.ratio;
      ctx.strokeStyle = colourOf(screen.ink, kind);
      ctx.stroke();
    }, share);
  }

  /** @param {Screen} _screen @param {number} x @param {number} y @param {Frame} frame */
  at(_screen, x, y, frame) {
    const circle = [...this.drawn].reverse().find((candidate) =>
      Math.hypot(candidate.x - x, candidate.y - y) <= candidate.radius + 3 * frame.ratio
    );
    return circle ? { code: circle.code, away: 1, count: circle.count } : null;
  }
}

/** How much of a piece of work it is to draw a circle: a large one fills many pixels. @param {Circle} circle */
const share = ({ radius }) => (radius ** 2 + 500) / 1e5;

/** The radius of a figure in pixels. @param {number} sum @param {number} most the largest figure of one event */
export function radiusOf(sum, most) {
  return sum ? Math.min(MOST, Math.max(LEAST, LARGEST * Math.sqrt(sum / most))) : LEAST;
}

/** Figures whose circles the legend shows: the largest, a fifth and a twenty-fifth of it, as 1, 2 or 5 of a power of ten.
 * @param {number} most */
export function samples(most) {
  const numbers = [most, most / 5, most / 25].filter((value) => value >= 1).map((value) => {
    const power = 10 ** Math.floor(Math.log10(value));
    return power * (value >= 5 * power ? 5 : value >= 2 * power ? 2 : 1);
  });
  return [...new Set(numbers)];
}

/** @param {Screen} screen @param {Frame} frame @returns {Generator<Stop, Circle[]>} */
function* circles(screen, frame) {
  const { codes, filter: { from, to }, classes, store: { x: xs, y: ys, columns: { type }, figures, most } } = screen;
  const cells = screen.columns * screen.rows;
  const [counts, sums] = [new Uint32Array(cells), new Float64Array(cells)];
  const [sumX, sumY, shares] = [new Float64Array(cells), new Float64Array(cells), new Uint32Array(cells * 9)];
  /** @type {number[]} */
  const list = [];
  yield* inParts(from, to, (first, last) => {
    for (let i = first; i < last; i++) {
      const code = codes[i];
      if (code < 0) continue;
      if (counts[code]++ === 0) list.push(code);
      if (figures[i]) sums[code] += figures[i] - 1;
      shares[code * 9 + classes[type[i]]]++;
      sumX[code] += xs[i];
      sumY[code] += ys[i];
    }
  });
  /** @type {Circle[]} */
  const all = [];
  const add = (/** @type {number} */ code) => {
    const [count, sum] = [counts[code], sums[code]];
    const [x, y] = frame.pixel(sumX[code] / count, sumY[code] / count).map((value) => value * frame.ratio);
    const ownShares = shares.subarray(code * 9, code * 9 + 9);
    all.push({
      code,
      sum,
      count,
      kind: ownShares.indexOf(Math.max(...ownShares)),
      x,
      y,
      radius: radiusOf(sum, most) * frame.ratio,
    });
  };
  yield* inParts(0, list.length, (first, last) => list.slice(first, last).forEach(add), MANY);
  return all;
}
