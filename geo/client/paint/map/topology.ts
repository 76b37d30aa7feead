/** The units of control as one topology: every border once, fills and outlines built from it. */
import * as World from './world.ts';
import type { Box, Position, Shapes, Tables, TopologyData } from '../data/tables.ts';
import type { Painter } from '../layers/layer.ts';
import type { Scene } from '../scene.ts';
import type { Frame } from './frame.ts';
import type { Label } from './labels.ts';

/** How far beyond an outline a place may lie that belongs to it, in degrees, as `geo.ask.holdings` has it. */
const BORDER = 0.0045;
/** A point, and the eight around it. */
const NEAR = [[0, 0], [0, 1], [1, 0], [0, -1], [-1, 0], [1, 1], [1, -1], [-1, -1], [-1, 1]];

let shared: Topology | null = null;

export class Topology {
  arcs: Float64Array<ArrayBuffer>[];
  count: number;
  rings: Float64Array<ArrayBuffer>[][];
  boxes: Box[];
  inSight: { key: string; units: Set<number> } | null = null; // the units that were seen last, and in which frame
  degrees: Float64Array[][] | null = null; // rings in degrees, made by their users
  fills: Path2D[];

  constructor(readonly data: TopologyData) {
    this.arcs = data.arcs.map((deltas) => decode(deltas, data));
    this.count = data.rings.length;
    this.rings = data.rings.map((rings) => rings.map((ring) => this._join(ring)));
    this.boxes = this.rings.map(bounds);
    this.fills = this.rings.map((rings) => pathOf(rings, true));
  }

  static of(layers: Tables) {
    if (!shared || shared.data !== layers.topology) shared = new Topology(layers.topology);
    return shared;
  }

  _join(ring: number[]) {
    const points = [];
    for (const reference of ring) {
      const arc = this.arcs[reference < 0 ? ~reference : reference];
      const count = arc.length / 2;
      for (let i = 0; i < count; i++) {
        const at = reference < 0 ? count - 1 - i : i;
        if (i || !points.length) points.push(arc[2 * at], arc[2 * at + 1]);
      }
    }
    return Float64Array.from(points);
  }

  /** One path of all arcs that a test picks. @param test left and right are unit indexes, -1 outside */
  lines(test: (left: number, right: number, level: number) => boolean) {
    const { left, right, level } = this.data;
    const path = new Path2D();
    for (let i = 0; i < this.arcs.length; i++) {
      if (test(left[i], right[i], level[i])) trace(path, this.arcs[i], false);
    }
    return path;
  }

  area(units: Iterable<number>) {
    const path = new Path2D();
    for (const unit of units) path.addPath(this.fills[unit]);
    return path;
  }

  unitAt(latlng: Position) {
    return this._unitOf(...World.of(latlng.lng, latlng.lat));
  }

  /** The unit of a place: that at its point, or within BORDER of it. */
  unitNear({ lat, lng }: Position) {
    for (const [east, north] of NEAR) {
      const unit = this._unitOf(...World.of(lng + east * BORDER, lat + north * BORDER));
      if (unit >= 0) return unit;
    }
    return -1;
  }

  pixels(frame: Frame): (x: number, y: number) => number {
    return (x, y) => this._unitOf((x - frame.tx) / frame.k, (y - frame.ty) / frame.k);
  }

  /** Whether a pixel of a frame lies on the ground of some units, and whether on that of others.
   * @param others all others by default */
  ground(frame: Frame, units: number[], others?: Set<number>): Pick<Label, 'within' | 'beyond'> {
    const inside = new Set(units);
    const unitAt = this.pixels(frame);
    const isOther = (unit: number) => unit >= 0 && !inside.has(unit) && (!others || others.has(unit));
    return { within: (x, y) => inside.has(unitAt(x, y)), beyond: (x, y) => isOther(unitAt(x, y)) };
  }

  _unitOf(x: number, y: number) {
    for (let unit = 0; unit < this.count; unit++) {
      const box = this.boxes[unit];
      if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
      let inside = false;
      for (const ring of this.rings[unit]) if (crosses(ring, x, y)) inside = !inside;
      if (inside) return unit;
    }
    return -1;
  }

  seen(frame: Frame): Set<number> {
    const key = frame.place + frame.window;
    if (this.inSight?.key === key) return this.inSight.units;
    const [left, top, right, bottom] = frame.seen;
    const middle = this._unitOf((left + right) / 2, (top + bottom) / 2);
    const units = new Set(
      this.boxes.keys().filter((unit) => {
        const box = this.boxes[unit];
        if (unit === middle) return true;
        if (box[0] > right || box[2] < left || box[1] > bottom || box[3] < top) return false;
        return this.rings[unit].some((ring) => frame.seesLine(ring));
      }),
    );
    this.inSight = { key, units };
    return units;
  }

  bounds(units: number[]): Box {
    return World.degrees(bounds(units.map((unit) => this.boxes[unit])));
  }
}

export function decode(deltas: number[], data: Pick<Shapes, 'scale' | 'x0' | 'y0'>) {
  const points = new Float64Array(deltas.length);
  let x = 0;
  let y = 0;
  for (let i = 0; i < deltas.length; i += 2) {
    x += deltas[i];
    y += deltas[i + 1];
    [points[i], points[i + 1]] = World.of(data.x0 + x * data.scale, data.y0 + y * data.scale);
  }
  return points;
}

export function trace(path: Path2D, points: ArrayLike<number>, close: boolean) {
  path.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 2) path.lineTo(points[i], points[i + 1]);
  if (close) path.closePath();
}

export function pathOf(lines: ArrayLike<number>[], close: boolean) {
  const path = new Path2D();
  for (const line of lines) trace(path, line, close);
  return path;
}

export function distance(line: Float64Array, x: number, y: number) {
  let least = Infinity;
  for (let i = 2; i < line.length; i += 2) {
    const [x1, y1, x2, y2] = [line[i - 2], line[i - 1], line[i], line[i + 1]];
    const square = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const along = square ? Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / square)) : 0;
    least = Math.min(least, Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)));
  }
  return least;
}

/** The box around points, each x and y in turn; two corners of a box are such. */
export function bounds(rings: ArrayLike<number>[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i]);
      box[2] = Math.max(box[2], ring[i]);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
  }
  return box;
}

export function crosses(ring: ArrayLike<number>, x: number, y: number) {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const above = ring[i + 1] > y;
    if (
      above !== ring[j + 1] > y &&
      x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]
    ) {
      inside = !inside;
    }
  }
  return inside;
}

/** A painter of the country's ground where no layer fills it: without control it would look like water. */
export function bareGround(atlas: Scene, layers: Tables): Painter {
  const isFilled = () => atlas.shows('control') && !atlas.isCovered('control');
  const isHidden = () => isFilled() || atlas.view.tiles || !layers.topology;
  let path: Path2D | null = null;
  return {
    stage: 'ground',
    above: 'neighbours',
    uses: new Set(),
    state: () => String(isHidden()),
    draw(ctx, frame) {
      if (isHidden()) return;
      const topology = Topology.of(layers);
      path = path || topology.area(topology.fills.keys());
      frame.world(ctx);
      ctx.fillStyle = atlas.style.land;
      ctx.fill(path, 'nonzero');
    },
  };
}
