/** Events that lie close together as one circle with their count, ringed by the shares of their kinds. */
import { inParts, inTurn, type Pieces } from '../map/pieces.ts';
import { circle } from '../map/symbols.ts';
import { colourOf, type Ink, type Screen } from './screen.ts';
import type { Context2D, Frame } from '../map/frame.ts';
import type { Slate } from './slate.ts';

const SIZE = 58;

type Circle = { codes: number[]; count: number; x: number; y: number; radius: number };

const APART = 3; // pixels between two circles

export class Clusters {
  above = true; // counts must stay legible: areas are drawn first
  counted: Circle[] = []; // circles, the smallest first; names and the atlas's own badges stand beside them
  list: number[] = []; // cells with events
  shares!: Uint32Array; // for each cell the events of each class of colour
  counts!: Uint32Array;
  sums!: [Float64Array, Float64Array]; // sums of the places of each cell

  constructor(readonly number: (count: number) => string) {}

  grid(frame: Frame) {
    return { name: 'clusters', size: SIZE * frame.ratio, margin: 0, anchored: true };
  }

  *paint(screen: Screen, slate: Slate, frame: Frame): Pieces {
    yield* this._count(screen);
    const { ctx } = slate;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    this.counted = this._mergeCells(frame).sort((a, b) => a.count - b.count);
    yield;
    yield* inTurn(ctx, this.counted, (circle) => this._paintCircle(ctx, circle, frame, screen.ink));
  }

  *_count(screen: Screen): Pieces {
    const { codes, filter: { from, to }, classes, store, columns, rows } = screen;
    const { x: xs, y: ys } = store;
    const { type } = store.columns;
    const cells = columns * rows;
    this.list = [];
    this.shares = new Uint32Array(cells * 9);
    const counts = (this.counts = new Uint32Array(cells));
    const [sumX, sumY] = (this.sums = [new Float64Array(cells), new Float64Array(cells)]);
    const { list, shares } = this;
    yield* inParts(from, to, (first, last) => {
      for (let i = first; i < last; i++) {
        const code = codes[i];
        if (code < 0) continue;
        if (counts[code]++ === 0) list.push(code);
        shares[code * 9 + classes[type[i]]]++;
        sumX[code] += xs[i];
        sumY[code] += ys[i];
      }
    });
  }

  /** A circle for each cell; one takes in those that it would cover, and stands where most of its events are. */
  _mergeCells(frame: Frame): Circle[] {
    const all = this.list.map((code) => this._place(code, frame)).sort((a, b) => b.count - a.count);
    const circles: Circle[] = [];
    for (const circle of all) {
      const near = circles.find((other) =>
        Math.max(Math.abs(other.x - circle.x), Math.abs(other.y - circle.y)) <
          other.radius + circle.radius + APART * frame.ratio
      );
      if (!near) {
        circles.push(circle);
        continue;
      }
      near.codes.push(...circle.codes);
      near.count += circle.count;
    }
    for (const circle of circles) circle.radius = radiusOf(circle.count) * frame.ratio;
    return circles;
  }

  _place(code: number, frame: Frame): Circle {
    const count = this.counts[code];
    const [x, y] = frame.pixel(this.sums[0][code] / count, this.sums[1][code] / count).map((value) =>
      value * frame.ratio
    );
    return { codes: [code], count, x, y, radius: radiusOf(count) * frame.ratio };
  }

  _paintCircle(ctx: Context2D, { codes, count, x, y, radius }: Circle, frame: Frame, ink: Ink) {
    if (count === 1) {
      const fill = colourOf(ink, this.shares.subarray(codes[0] * 9, codes[0] * 9 + 9).indexOf(1));
      return circle(ctx, x, y, radius, { fill, edge: ink.paper, width: 1.5 * frame.ratio });
    }
    const full = 2 * Math.PI;
    circle(ctx, x, y, radius + 1.2 * frame.ratio, { fill: ink.paper });
    ctx.lineWidth = 3.6 * frame.ratio;
    let angle = -Math.PI / 2;
    for (let k = 0; k < 9; k++) {
      const sum = codes.reduce((all, code) => all + this.shares[code * 9 + k], 0);
      const share = (sum / count) * full;
      if (!share) continue;
      ctx.beginPath();
      ctx.arc(x, y, radius - 1.2 * frame.ratio, angle, angle + share);
      ctx.strokeStyle = colourOf(ink, k);
      ctx.stroke();
      angle += share;
    }
    ctx.fillStyle = ink.text;
    ctx.font = `600 ${(count > 99999 ? 9 : 10.5) * frame.ratio}px system-ui, sans-serif`;
    ctx.fillText(this.number(count), x, y + 0.5);
  }

  at(_screen: Screen, x: number, y: number, frame: Frame) {
    const circle = [...this.counted].reverse().find((candidate) =>
      Math.hypot(candidate.x - x, candidate.y - y) <= candidate.radius + 3 * frame.ratio
    );
    return circle ? { code: circle.codes, away: 1, count: circle.count } : null;
  }
}

function radiusOf(count: number) {
  return count === 1 ? 5 : 9 + 4 * Math.log10(count);
}
