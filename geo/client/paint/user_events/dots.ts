/** Events as dots, stamped pixel by pixel in the order of the pixels; a spot shows the kind of its latest event. */
import { inParts, type Pieces } from '../map/pieces.ts';
import { circle } from '../map/symbols.ts';
import { channels, pixel, type Slate } from './slate.ts';
import type { Frame } from '../map/frame.ts';
import type { Counted, Mark, Screen } from './screen.ts';

const STACKS = 250;
/** Least count of a stack that is drawn as one, from a zoom on: from afar, many events meet in a pixel by chance. */
const LEAST = [[9, 2], [7.5, 10], [0, 50]];
const MANY = 60000;

/** A dot as offsets of pixels from its middle, with a list of colours for each class. */
type Stamp = { key: string; offsets: Int32Array; values: Uint32Array[] };

export class Dots {
  cells: Uint32Array = new Uint32Array(0); // of each pixel the class of colour and the count of events
  list: Int32Array = new Int32Array(0); // pixels with events
  length = 0;
  shape: Stamp | null = null;
  counted: Counted[] = []; // stacks that are drawn with their count

  constructor(readonly number: (count: number) => string) {}

  /** Size of a dot: smaller where events are many, larger from near. */
  radius(frame: Frame, n: number) {
    const base = n > 300000 ? 1.5 : n > MANY ? 2 : n > 10000 ? 2.6 : 3.4;
    return Math.max(1.2, Math.min(5.5, base + (frame.zoom - 7) * 0.5)) * frame.ratio;
  }

  grid(frame: Frame, n: number) {
    return { name: 'dots', size: 1, margin: Math.ceil(this.radius(frame, n)) + 3, anchored: false };
  }

  *paint(screen: Screen, slate: Slate, frame: Frame): Pieces {
    const { codes, filter: { from, to }, classes, store, columns, rows } = screen;
    const { type, position_precision: precision } = store.columns;
    const cells = columns * rows;
    if (this.cells.length !== cells) this.cells = new Uint32Array(cells);
    else this.cells.fill(0);
    const counts = this.cells;
    const list = this.list.length >= to - from ? this.list : (this.list = new Int32Array(to - from));
    let length = 0;
    // Upper byte: class of colour, doubled, and one more where the precision of the place is not known; below it the count.
    yield* inParts(0, to - from, (first, last) => {
      for (let i = to - 1 - first; i > to - 1 - last; i--) {
        const code = codes[i];
        if (code < 0) continue;
        const seen = counts[code];
        if (seen === 0) {
          counts[code] = (((classes[type[i]] << 1) | store.vague[precision[i]]) << 24) | 1;
          list[length++] = code;
        } else counts[code] = seen + 1;
      }
    });
    this.length = length;
    yield* this._stamp(screen, slate, frame);
    this._stacks(screen, slate, frame);
    yield slate.ctx;
  }

  *_stamp(screen: Screen, slate: Slate, frame: Frame): Pieces {
    const { cells } = this;
    const pixels = yield* slate.pixels();
    const { offsets, values } = this._shape(this.radius(frame, screen.store.n), screen);
    yield;
    yield* inParts(0, cells.length, (from, to) => {
      for (let middle = from; middle < to; middle++) {
        const cell = cells[middle];
        if (cell === 0) continue;
        const colours = values[cell >>> 24];
        for (let k = 0; k < offsets.length; k++) pixels[middle + offsets[k]] = colours[k];
      }
    });
    yield* slate.put();
  }

  _shape(radius: number, { width, ink }: Screen): Stamp {
    const key = [radius, width, ink.name].join();
    if (this.shape && this.shape.key === key) return this.shape;
    const rim = radius >= 2.4 ? 1 : 0;
    const offsets: number[] = [];
    const distances: number[] = [];
    const reach = Math.ceil(radius + rim);
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const distance = Math.hypot(x, y);
        if (distance > radius + (rim ? rim + 0.2 : 0.15)) continue;
        offsets.push(y * width + x);
        distances.push(distance);
      }
    }
    const values = ink.kinds.flatMap((colour) =>
      [false, true].map((hollow) =>
        Uint32Array.from(
          distances,
          (distance) => shade(channels(colour), channels(ink.paper), distance, radius, rim, hollow),
        )
      )
    );
    return (this.shape = { key, offsets: Int32Array.from(offsets), values });
  }

  _stacks(screen: Screen, slate: Slate, frame: Frame) {
    const { list, length, cells } = this;
    const [, many] = LEAST.find(([zoom]) => frame.zoom >= zoom) || LEAST[LEAST.length - 1];
    const least = many * (screen.store.n > MANY && frame.zoom < LEAST[0][0] ? 10 : 1);
    const stacks: number[] = [];
    for (let j = 0; j < length; j++) if ((cells[list[j]] & 0xffffff) >= least) stacks.push(list[j]);
    stacks.sort((a, b) => (cells[b] & 0xffffff) - (cells[a] & 0xffffff));
    const { ctx } = slate;
    this.counted = [];
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    for (const code of stacks.slice(0, STACKS)) {
      const x = code % screen.columns;
      const y = Math.floor(code / screen.columns);
      const count = cells[code] & 0xffffff;
      const radius = (6.5 + Math.min(7, 1.8 * Math.log10(count))) * frame.ratio;
      const apart = (dot: Counted) =>
        Math.max(Math.abs(dot.x - x), Math.abs(dot.y - y)) >= dot.radius + radius + 2 * frame.ratio;
      if (!this.counted.every(apart)) continue;
      this.counted.push({ x, y, radius });
      const look = { fill: screen.ink.kinds[cells[code] >>> 25], edge: screen.ink.paper, width: 1.5 * frame.ratio };
      circle(ctx, x + 0.5, y + 0.5, radius, look);
      ctx.fillStyle = screen.ink.count;
      ctx.font = `600 ${(count > 999 ? 8.5 : 9.5) * frame.ratio}px system-ui, sans-serif`;
      ctx.fillText(this.number(count), x + 0.5, y + 1);
    }
  }

  at(screen: Screen, x: number, y: number, frame: Frame): Mark | null {
    const reach = Math.round(Math.max(8, this.radius(frame, screen.store.n) / frame.ratio + 3) * frame.ratio);
    const [middleX, middleY] = [Math.round(x), Math.round(y)];
    let best: { code: number; away: number } | null = null;
    for (let row = Math.max(0, middleY - reach); row <= middleY + reach && row < screen.rows; row++) {
      for (
        let column = Math.max(0, middleX - reach);
        column <= middleX + reach && column < screen.columns;
        column++
      ) {
        const code = row * screen.columns + column;
        const away = Math.hypot(column - x, row - y);
        if (this.cells[code] && away <= reach && (!best || away < best.away)) best = { code, away };
      }
    }
    return best && { code: best.code, away: best.away / frame.ratio, count: this.cells[best.code] & 0xffffff };
  }
}

/** The colour of a pixel so far from the middle. A small dot has hard edges, so that many of them cover the ground. */
function shade(rgb: number[], paper: number[], distance: number, radius: number, rim: number, hollow: boolean) {
  const within = (
    limit: number,
  ) => (rim ? Math.max(0, Math.min(1, limit + 0.5 - distance)) : Number(distance <= limit));
  const core = (rim ? within(radius) : 1) * (hollow ? 1 - within(radius - 1.2) : 1);
  return pixel(
    rgb.map((channel, i) => Math.round(channel * core + paper[i] * (1 - core))),
    Math.max(within(radius), rim ? 0.75 : 1),
  );
}
