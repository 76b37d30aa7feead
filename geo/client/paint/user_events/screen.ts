/** Where the rows of a store lie on the canvas, worked out anew only when the map or the filter changed. */
import { inParts, type Pieces } from '../map/pieces.ts';
import type { Frame } from '../map/frame.ts';
import type { Filter } from './filter.ts';
import type { Slate } from './slate.ts';
import type { Store } from './store.ts';

/** Colours of the kinds, the most frequent first; they keep apart under the common kinds of colour blindness. */
export const COLOURS = ['#b81414', '#1a55d8', '#e08400', '#009a68', '#ea3fd0', '#35107a', '#4a0017', '#a05c94'];
export const OTHER = '#77736b';

export interface Ink {
  name: string;
  kinds: string[]; // colours of the kinds, and last that of all others
  paper: string; // around and within marks
  text: string; // of counts on paper
  count: string; // of counts on a mark
  area: string; // of squares of areas
  crowd: [number[], number[]]; // from few events to most
  shades: string[]; // of hexagons
}

const shades = (ends: [number[], number[]], alphas: number[]) =>
  alphas.map((alpha, i) => `rgba(${mixColours(ends, i / 5).join()},${alpha})`);

export const DAY: Ink = {
  name: 'day',
  kinds: [...COLOURS, OTHER],
  paper: '#fdfcf8',
  text: '#23262b',
  count: '#fff',
  area: '#45413c',
  crowd: [[112, 18, 66], [61.6, 9.9, 36.3]],
  shades: shades([[112, 18, 66], [67, 13, 41]], [0.26, 0.42, 0.56, 0.7, 0.84, 0.96]),
};

/** Light marks on dark ground, as apart from one another under colour blindness as those by day. */
export const NIGHT: Ink = {
  name: 'night',
  kinds: ['#49dcf7', '#b89d4e', '#e7c0b8', '#b6da3f', '#af83ea', '#5ca2ac', '#f4f8c8', '#d6f9fc', '#969982'],
  paper: '#14171a',
  text: '#f4f1ea',
  count: '#14171a',
  area: '#d2ccc0',
  crowd: [[214, 92, 128], [255, 236, 204]],
  shades: shades([[214, 92, 128], [255, 236, 204]], [0.42, 0.54, 0.66, 0.78, 0.88, 0.97]),
};

export function mixColours([first, other]: [number[], number[]], share: number): number[] {
  return first.map((channel, i) => Math.round(channel + (other[i] - channel) * share));
}

/** Cells of a way of drawing: their size and a margin in pixels of the canvas. */
type Grid = { name: string; size: number; margin: number; anchored: boolean; hex?: boolean };

/** A grid on the canvas: its corner, and how many cells it has. */
export interface Cells {
  width: number;
  height: number;
  size: number;
  left: number;
  top: number;
  dx: number;
  dy: number;
  columns: number;
  rows: number;
}

/** Where events are drawn together: their cells, how far from the point clicked, how many. */
export type Mark = { area?: boolean; code: number | number[]; away: number; count: number };

export type Counted = { x: number; y: number; radius: number };

export interface Drawing {
  above?: boolean; // whether it stands above the areas
  counted?: Counted[]; // marks with counts, which nothing else covers
  grid: (frame: Frame, n: number) => Grid;
  paint: (screen: Screen, slate: Slate, frame: Frame, moved: boolean) => Pieces;
  at: (screen: Screen, x: number, y: number, frame: Frame) => Mark | null;
}

export interface Screen extends Cells {} // those of the grid that is drawn

export class Screen {
  ink: Ink = DAY;
  codes: Int32Array<ArrayBuffer>; // cell of each row, -1 where it is not on the canvas, does not fit, or is an area
  classes: Uint8Array<ArrayBuffer>; // class of colour of each kind
  key = '';

  constructor(readonly store: Store, readonly filter: Filter) {
    this.codes = new Int32Array(store.n);
    this.classes = Uint8Array.from(store.kinds, (_, kind) => Math.min(kind, COLOURS.length));
  }

  _keyOf({ place, width, height }: Frame, { name }: Grid) {
    return [place, width, height, name, this.filter.version].join();
  }

  stands(frame: Frame, grid: Grid) {
    return this.key === this._keyOf(frame, grid);
  }

  *place(frame: Frame, grid: Grid): Pieces {
    this.key = '';
    Object.assign(this, this.cells(frame, grid));
    yield* inParts(0, this.codes.length, (from, to) => {
      if (grid.hex) this._hexes(frame, grid, from, to);
      else this._squares(frame, grid, from, to);
    });
    this.key = this._keyOf(frame, grid);
  }

  /** The grid's corner and how many cells it has. Anchored cells stay on the ground when the map moves. */
  cells(frame: Frame, { size, anchored, hex }: Pick<Grid, 'size' | 'anchored' | 'hex'>): Cells {
    const width = Math.round(frame.width * frame.ratio);
    const height = Math.round(frame.height * frame.ratio);
    if (size === 1) return { width, height, size, left: 0, top: 0, dx: 0, dy: 0, columns: width, rows: height };
    const [wide, tall] = hex ? [size * Math.sqrt(3), size * 1.5] : [size, size];
    const [tx, ty] = anchored ? [frame.tx * frame.ratio, frame.ty * frame.ratio] : [0, 0];
    const [left, top] = [Math.floor(-tx / wide), Math.floor(-ty / tall)];
    return {
      width,
      height,
      size,
      left,
      top,
      dx: -tx / wide - left,
      dy: -ty / tall - top,
      columns: Math.ceil(width / wide) + 4,
      rows: Math.ceil(height / tall) + 4,
    };
  }

  // Two loops: one that chose between squares and hexagons for each event would take twice as long for squares.
  _squares(frame: Frame, { margin }: Grid, from: number, to: number) {
    const { codes, size, dx, dy, columns, width, height } = this;
    const { x: xs, y: ys, columns: { position_precision: precision }, vague } = this.store;
    const { mask } = this.filter;
    const scale = frame.k * frame.ratio;
    const [tx, ty] = [frame.tx * frame.ratio, frame.ty * frame.ratio];
    const part = 1 / size;
    for (let i = from; i < to; i++) {
      const x = xs[i] * scale + tx;
      const y = ys[i] * scale + ty;
      const out = x < margin || y < margin || x >= width - margin || y >= height - margin;
      if (out || vague[precision[i]] === 2 || (mask !== null && mask[i] === 0)) codes[i] = -1;
      else codes[i] = ((y * part + dy) | 0) * columns + ((x * part + dx) | 0);
    }
  }

  _hexes(frame: Frame, { margin }: Grid, from: number, to: number) {
    const { codes, width, height } = this;
    const { x: xs, y: ys, columns: { position_precision: precision }, vague } = this.store;
    const { mask } = this.filter;
    const scale = frame.k * frame.ratio;
    const [tx, ty] = [frame.tx * frame.ratio, frame.ty * frame.ratio];
    for (let i = from; i < to; i++) {
      const x = xs[i] * scale + tx;
      const y = ys[i] * scale + ty;
      const out = x < margin || y < margin || x >= width - margin || y >= height - margin;
      if (out || vague[precision[i]] === 2 || (mask !== null && mask[i] === 0)) codes[i] = -1;
      else codes[i] = this.hexAt(x - tx, y - ty);
    }
  }

  hexAt(x: number, y: number) {
    const { size } = this;
    const wide = size * Math.sqrt(3);
    const fy = y / (size * 1.5);
    let row = Math.round(fy);
    const fx = x / wide - (row & 1) / 2;
    let column = Math.round(fx);
    const away = fy - row;
    if (Math.abs(away) * 3 > 1) {
      const row2 = row + (fy < row ? -1 : 1);
      const column2 = column + (fx < column ? -1 : 1) / 2;
      const [ax, bx, by] = [fx - column, fx - column2, fy - row2];
      if (ax * ax + away * away > bx * bx + by * by) {
        column = column2 + (row & 1 ? 1 : -1) / 2;
        row = row2;
      }
    }
    return (row - this.top + 1) * this.columns + (column - this.left + 1);
  }

  hexMiddle(code: number): [number, number] {
    const row = Math.floor(code / this.columns) + this.top - 1;
    const column = (code % this.columns) + this.left - 1;
    return [(column + (row & 1) / 2) * this.size * Math.sqrt(3), row * this.size * 1.5];
  }
}

export function colourOf(ink: Ink, kind: number) {
  return ink.kinds[kind] || ink.kinds[COLOURS.length];
}
