/** Ground in doubt along lines that were inferred between settlements: a soft band as wide as the doubt. */
import * as World from '../map/world.ts';
import { pen, type Pieces, wipe } from '../map/pieces.ts';
import type { Context2D, Frame } from '../map/frame.ts';
import type { Topology } from '../map/topology.ts';

interface Band {
  unit: number;
  other: number; // the unit beyond the front
  width: number; // of the ground in doubt, in world pixels
  path: Path2D; // the front
  ground: Path2D; // the two units
}

/** Of the way between two settlements, the part around its middle in which the one is less than twice as far as the
 * other: a sixth to either side (docs/uncertainty.md). */
const DOUBTFUL = 1 / 3;

export class FrontBands {
  bands: Band[];
  slate: Context2D | null = null; // what bands are drawn on
  state = '';

  /** @param widths km between the settlements of each line */
  constructor(topology: Topology, widths: { unit: number; other: number; km: number }[]) {
    this.bands = widths.map(({ unit, other, km }) => ({
      unit,
      other,
      width: World.pixels(km * DOUBTFUL, latitude(topology.boxes[unit])),
      path: topology.lines((a, b) => (a === unit && b === other) || (a === other && b === unit)),
      ground: topology.area([unit, other]),
    }));
  }

  /** Units, and those beyond the bands that may come or go with them. */
  beside(units: number[]) {
    const neighbours = new Set(units);
    for (const { unit, other } of this.bands) {
      if (units.includes(unit) || units.includes(other)) neighbours.add(unit).add(other);
    }
    return neighbours;
  }

  /** Whether a line runs between units that differ. @param classes of all units */
  isDrawn(classes: string[], seen: Set<number>) {
    return this.bands.some(({ unit, other }) => classes[unit] !== classes[other] && seen.has(unit) && seen.has(other));
  }

  /** Draw the bands between units that differ. All are one area, drawn apart and opaque first: where two overlap, it
   * is no darker than in one. While the day moves, most days share the picture with the day before.
   * @param classes of all units
   * @param colour as rgba() */
  *draw(ctx: Context2D, frame: Frame, classes: string[], colour: string): Pieces {
    const bands = this.bands.filter(({ unit, other }) => classes[unit] !== classes[other]);
    if (!bands.length) return;
    this.slate = this.slate || pen();
    const { width, height } = ctx.canvas;
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) || []).map(Number);
    const state = [...bands.map(({ unit, other }) => `${unit}-${other}`), frame.place, width, height, colour]
      .join();
    if (state !== this.state) {
      this.state = '';
      yield* wipe(this.slate, width, height);
      yield* paint(this.slate, bands, frame, `rgb(${red},${green},${blue})`);
      this.state = state;
    }
    ctx.save();
    ctx.resetTransform();
    ctx.globalAlpha *= alpha;
    ctx.drawImage(this.slate.canvas, 0, 0);
    ctx.restore();
  }
}

function* paint(slate: Context2D, bands: Band[], frame: Frame, colour: string): Pieces {
  frame.world(slate);
  Object.assign(slate, { lineJoin: 'round', lineCap: 'round', strokeStyle: colour });
  for (const { width, path, ground } of bands) {
    slate.save();
    slate.clip(ground);
    slate.lineWidth = width;
    slate.stroke(path);
    slate.restore();
    yield slate;
  }
}

function latitude([west, north, east, south]: number[]) {
  return World.position((west + east) / 2, (north + south) / 2)[0];
}
