/** The graticule of WGS 84: where meridians and parallels meet the edges of a frame. */
import * as World from '../map/world.ts';
import type { Frame } from '../map/frame.ts';
import type { Scene } from '../scene.ts';

/** Degrees from one line to the next; the shorter side of the frame has at least so many lines across. */
const STEPS = [5, 2, 1, 0.5, 0.25, 0.1, 0.05];
const LEAST = 3;

/** A line, and its pixels from the left or from the top. */
type GraticuleLine = { degrees: number; at: number };

export function graticule(_scene: Scene, frame: Frame): { meridians: GraticuleLine[]; parallels: GraticuleLine[] } {
  const [west, south, east, north] = frame.box;
  const shorter = Math.min(east - west, north - south);
  const step = STEPS.find((degrees) => shorter / degrees >= LEAST) || STEPS[STEPS.length - 1];
  return {
    meridians: multiples(west, east, step).map((degrees) => ({
      degrees,
      at: frame.pixel(...World.of(degrees, north))[0],
    })),
    parallels: multiples(south, north, step).map((degrees) => ({
      degrees,
      at: frame.pixel(...World.of(west, degrees))[1],
    })),
  };
}

function multiples(first: number, last: number, step: number) {
  const from = Math.ceil(first / step);
  return Array.from({ length: Math.max(0, Math.floor(last / step) - from + 1) }, (_, i) => (from + i) * step);
}
