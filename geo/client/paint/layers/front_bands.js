/** Ground in doubt along lines that were inferred between settlements: a soft band as wide as the doubt. */
import { pen, wipe } from '../canvas.js';
import * as World from '../map/world.js';

/** @import { Frame } from '../map/frame.js' */
/** @import { Pieces } from '../map/pieces.js' */
/** @import { Topology } from '../map/topology.js' */

/**
 * A front within a sub-district.
 * @typedef {Object} Band
 * @property {number} unit
 * @property {number} other the unit beyond the front
 * @property {number} width of the ground in doubt, in world pixels
 * @property {Path2D} path the front
 * @property {Path2D} ground the two units
 */

/** Of the way between two settlements, the part around its middle in which the one is less than twice as far as the
 * other: a sixth to either side (docs/uncertainty.md). */
const DOUBTFUL = 1 / 3;

export class FrontBands {
  /** @param {Topology} topology @param {{unit: number, other: number, km: number}[]} widths km between the settlements of each line */
  constructor(topology, widths) {
    /** @type {Band[]} */
    this.bands = widths.map(({ unit, other, km }) => ({
      unit,
      other,
      width: World.pixels(km * DOUBTFUL, latitude(topology.boxes[unit])),
      path: topology.lines((a, b) => (a === unit && b === other) || (a === other && b === unit)),
      ground: topology.area([unit, other]),
    }));
    /** What bands are drawn on. @type {?CanvasRenderingContext2D} */
    this.slate = null;
    /** What the picture on it shows. */
    this.state = '';
  }

  /** Units, and those beyond the bands that may come or go with them. @param {number[]} units */
  beside(units) {
    const neighbours = new Set(units);
    for (const { unit, other } of this.bands) {
      if (units.includes(unit) || units.includes(other)) neighbours.add(unit).add(other);
    }
    return neighbours;
  }

  /** Whether a line runs between units that differ. @param {string[]} classes of all units @param {Set<number>} seen */
  isDrawn(classes, seen) {
    return this.bands.some(({ unit, other }) => classes[unit] !== classes[other] && seen.has(unit) && seen.has(other));
  }

  /** Draw the bands between units that differ. All are one area, drawn apart and opaque first: where two overlap, it
   * is no darker than in one. While the day moves, most days share the picture with the day before.
   * @param {CanvasRenderingContext2D} ctx @param {Frame} frame @param {string[]} classes of all units
   * @param {string} colour as rgba() @returns {Pieces} */
  *draw(ctx, frame, classes, colour) {
    const shown = this.bands.filter(({ unit, other }) => classes[unit] !== classes[other]);
    if (!shown.length) return;
    this.slate = this.slate || pen();
    const { width, height } = ctx.canvas;
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) || []).map(Number);
    const state = [...shown.map(({ unit, other }) => `${unit}-${other}`), frame.place, width, height, colour].join();
    if (state !== this.state) {
      this.state = '';
      yield* wipe(this.slate, width, height);
      yield* paint(this.slate, shown, frame, `rgb(${red},${green},${blue})`);
      this.state = state;
    }
    ctx.save();
    ctx.resetTransform();
    ctx.globalAlpha *= alpha;
    ctx.drawImage(this.slate.canvas, 0, 0);
    ctx.restore();
  }
}

/** @param {CanvasRenderingContext2D} slate @param {Band[]} bands @param {Frame} frame
 * @param {string} colour @returns {Pieces} */
function* paint(slate, bands, frame, colour) {
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

/** The latitude of the middle of a box in world pixels. @param {number[]} box */
function latitude([west, north, east, south]) {
  return World.position((west + east) / 2, (north + south) / 2)[0];
}
