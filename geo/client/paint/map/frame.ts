/** What a painter needs to know of the canvas it draws on, in numbers alone. */
import * as World from './world.ts';
import type { LineStyle } from '../data/page_data.ts';
import type { Box, Position } from '../data/tables.ts';
import type { Context2D } from './pieces.ts';

export type { Context2D };

const FAR = 6.2; // zoom up to which letters are small: of a country on a phone, or one panel of several

interface Placement {
  zoom: number;
  tx: number; // pixels from the left of the frame to where world pixels are counted from
  ty: number;
  width: number; // pixels of the screen
  height: number;
  ratio: number; // pixels of the canvas for one of the screen
  window?: Box; // the part of it that the reader sees, in pixels of the screen; by default all of it
}

export interface Frame extends Required<Placement> {}

export class Frame {
  k: number;

  constructor(placement: Placement) {
    const { width, height, zoom } = placement;
    this.k = World.scale(zoom);
    Object.assign(this, { window: [0, 0, width, height], ...placement });
  }

  /** The frame that shows a box of degrees as large as it fits, in its middle. */
  static around([west, south, east, north]: Box, width: number, height: number, ratio = 1) {
    const [left, top] = World.of(west, north);
    const [right, bottom] = World.of(east, south);
    const k = Math.min(width / (right - left), height / (bottom - top));
    const [tx, ty] = [width / 2 - ((left + right) / 2) * k, height / 2 - ((top + bottom) / 2) * k];
    return new Frame({ zoom: World.zoom(k), tx, ty, width, height, ratio });
  }

  get box(): Box {
    const { k, tx, ty, width, height } = this;
    return World.degrees([-tx / k, -ty / k, (width - tx) / k, (height - ty) / k]);
  }

  get seen(): Box {
    const [left, top, right, bottom] = this.window;
    const { k, tx, ty } = this;
    return [(left - tx) / k, (top - ty) / k, (right - tx) / k, (bottom - ty) / k];
  }

  sees(x: number, y: number) {
    const [left, top, right, bottom] = this.seen;
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  /** Whether a line runs through what the reader sees. @param line flat, in world pixels */
  seesLine(line: ArrayLike<number>) {
    const { seen } = this;
    for (let i = 2; i < line.length; i += 2) {
      if (meets(line[i - 2], line[i - 1], line[i], line[i + 1], seen)) return true;
    }
    return false;
  }

  /** Where the frame lies and how large it is drawn, the same for equal frames. */
  get place() {
    return [this.k, this.tx, this.ty, this.ratio].join();
  }

  world(ctx: Context2D) {
    const s = this.k * this.ratio;
    ctx.setTransform(s, 0, 0, s, this.tx * this.ratio, this.ty * this.ratio);
  }

  /** Let the context stroke paths in world pixels as a line of the style. */
  pen(ctx: Context2D, line: LineStyle) {
    this.world(ctx);
    Object.assign(ctx, { lineJoin: 'round', strokeStyle: line.colour, lineWidth: line.width / this.k });
    ctx.setLineDash(line.dash.map((length) => length / this.k));
  }

  screen(ctx: Context2D) {
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }

  pixel(x: number, y: number): [number, number] {
    return [x * this.k + this.tx, y * this.k + this.ty];
  }

  spot({ lat, lng }: Position): [number, number] {
    const [x, y] = this.pixel(...World.of(lng, lat));
    return [Math.round(x), Math.round(y)];
  }

  inside(px: number, py: number, margin = 20) {
    return px > -margin && py > -margin && px < this.width + margin && py < this.height + margin;
  }
}

/** A size in pixels between that of small maps of the country, and of those that show a part of it or are larger. */
export function atZoom({ zoom }: { zoom: number }, small: number, large: number) {
  const share = Math.min(1, Math.max(0, zoom - FAR));
  return Math.round(2 * (small + share * (large - small))) / 2;
}

/** Whether a piece of a line meets a box: cut by its sides in turn, something of it is left (Liang and Barsky). */
function meets(x: number, y: number, toX: number, toY: number, [left, top, right, bottom]: Box) {
  let [from, to] = [0, 1];
  for (const [step, room] of [[x - toX, x - left], [toX - x, right - x], [y - toY, y - top], [toY - y, bottom - y]]) {
    if (step < 0) from = Math.max(from, room / step);
    else if (step > 0) to = Math.min(to, room / step);
    else if (room < 0) return false;
  }
  return from <= to;
}

const ids: WeakMap<Path2D, string> = new WeakMap();

export function identify<P extends Path2D>(path: P, id: string): P {
  ids.set(path, id);
  return path;
}

export function featureOf(path: Path2D) {
  return ids.get(path);
}

/** Say what is drawn from here on: a part of the layer, and of it a feature. */
export function name(ctx: Context2D, part: string, feature?: string) {
  (ctx as unknown as { name?: (part: string, feature?: string) => void }).name?.(part, feature);
}
