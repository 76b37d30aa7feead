/** Events whose place is an area: never a dot, but a hollow ring at its middle with their count. */
import { inParts, inTurn, pen, type Pieces } from '../map/pieces.ts';
import { countBelow } from '../data/timeline.ts';
import type { Context2D, Frame } from '../map/frame.ts';
import { circle } from '../map/symbols.ts';
import type { Cells, Ink, Mark, Screen } from './screen.ts';
import type { Slate } from './slate.ts';

const SIZE = 40;
const RADII: Record<string, number> = { district: 8, governorate: 10, region: 12, country: 12 };

type Ring = { code: number; x: number; y: number; count: number; precision: number };

export class Areas {
  cells!: Cells;
  key = ''; // what the cells were worked out for
  rows: Int32Array<ArrayBuffer>;
  codes: Int32Array<ArrayBuffer>;
  boxes: Map<string, Context2D['canvas']> = new Map();
  drawn: Ring[] = [];

  constructor(readonly screen: Screen, readonly number: (count: number) => string) {
    const { store } = screen;
    const { position_precision: precision } = store.columns;
    let length = 0;
    const rows = new Int32Array(store.n);
    for (let i = 0; i < store.n; i++) if (store.vague[precision[i]] === 2) rows[length++] = i;
    this.rows = rows.slice(0, length);
    this.codes = new Int32Array(length);
  }

  *paint(slate: Slate, frame: Frame): Pieces {
    yield* this._place(frame);
    this.drawn = this._count(frame);
    yield;
    const { ctx } = slate;
    Object.assign(ctx, { textAlign: 'center', textBaseline: 'middle', fillStyle: this.screen.ink.area });
    let length = 0;
    yield* inTurn(ctx, this.drawn, ({ x, y, count, precision }) => {
      const box = this._box(precision, frame.ratio);
      const half = box.width / 2;
      const [left, top] = [Math.round(x - half), Math.round(y - half)];
      ctx.drawImage(box, left, top);
      if (count < 2) return;
      const text = this.number(count);
      if (text.length !== length) {
        length = text.length;
        ctx.font = `600 ${(length > 3 ? 7 : length > 2 ? 8 : 9.5) * frame.ratio}px system-ui, sans-serif`;
      }
      ctx.fillText(text, left + half, top + half + frame.ratio / 2);
    });
  }

  /** Work out the cell of each row, -1 where it is not on the canvas or does not fit; anew when the map moved. */
  *_place(frame: Frame): Pieces {
    const { store, filter } = this.screen;
    const key = [frame.tx, frame.ty, frame.k, frame.width, frame.height, frame.ratio, filter.version].join();
    if (key === this.key) return;
    this.key = '';
    const cells = (this.cells = this.screen.cells(frame, { size: SIZE * frame.ratio, anchored: true }));
    const scale = frame.k * frame.ratio;
    const [tx, ty] = [frame.tx * frame.ratio, frame.ty * frame.ratio];
    yield* inParts(0, this.rows.length, (from, to) => {
      for (let j = from; j < to; j++) {
        const i = this.rows[j];
        const x = store.x[i] * scale + tx;
        const y = store.y[i] * scale + ty;
        const out = x < 0 || y < 0 || x >= cells.width || y >= cells.height ||
          (filter.mask !== null && filter.mask[i] === 0);
        this.codes[j] = out
          ? -1
          : ((y / cells.size + cells.dy) | 0) * cells.columns + ((x / cells.size + cells.dx) | 0);
      }
    });
    this.key = key;
  }

  /** Count events by cell; the latest one says where the mark stands, the coarsest how large it is. */
  _count(frame: Frame): Ring[] {
    const { store, filter: { from, to } } = this.screen;
    const { position_precision: precision } = store.columns;
    const { codes, rows, cells } = this;
    const size = cells.columns * cells.rows;
    const [counts, latest, coarsest] = [new Uint32Array(size), new Int32Array(size), new Uint8Array(size)];
    const rings: number[] = [];
    for (let j = countBelow(rows.length, (j) => rows[j] < to) - 1; j >= 0 && rows[j] >= from; j--) {
      const code = codes[j];
      if (code < 0) continue;
      if (counts[code]++ === 0) {
        latest[code] = rows[j];
        rings.push(code);
      }
      if (precision[rows[j]] > coarsest[code]) coarsest[code] = precision[rows[j]];
    }
    return rings.map((code) => {
      const [x, y] = frame.pixel(store.x[latest[code]], store.y[latest[code]]);
      return { code, x: x * frame.ratio, y: y * frame.ratio, count: counts[code], precision: coarsest[code] };
    });
  }

  _box(precision: number, ratio: number): Context2D['canvas'] {
    const { ink, store } = this.screen;
    const key = [precision, ratio, ink.name].join();
    const box = this.boxes.get(key) || ring(RADII[store.precisions[precision]], ratio, ink);
    this.boxes.set(key, box);
    return box;
  }

  at(x: number, y: number, frame: Frame): Mark | null {
    const reach = 10 * frame.ratio;
    const item = [...this.drawn].reverse().find((mark) =>
      Math.abs(mark.x - x) <= reach && Math.abs(mark.y - y) <= reach
    );
    return item ? { area: true, code: item.code, away: 3, count: item.count } : null;
  }

  of(code: number, limit: number): number[] {
    const { from, to } = this.screen.filter;
    const rows = [];
    for (
      let j = countBelow(this.rows.length, (j) => this.rows[j] < to) - 1;
      j >= 0 && this.rows[j] >= from && rows.length < limit;
      j--
    ) {
      if (this.codes[j] === code) rows.push(this.rows[j]);
    }
    return rows;
  }
}

function ring(radius: number, ratio: number, ink: Ink): Context2D['canvas'] {
  const half = radius + 2;
  const size = Math.ceil(half * 2 * ratio);
  const ctx = pen(size, size);
  ctx.scale(ratio, ratio);
  circle(ctx, half, half, radius, { fill: ink.paper + '99', edge: ink.area, width: 1.1 });
  return ctx.canvas;
}
