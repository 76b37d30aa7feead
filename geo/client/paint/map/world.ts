/** World pixels: where a position lies on the Mercator plane, from an origin near the middle of the map. */
import { profile } from '../data/profile.ts';
import type { Box } from '../data/tables.ts';

// Paths are kept in pixels of this zoom, measured from an origin near the data, so that single precision is enough.
const ZOOM = 8;
const SIZE = 256 * 2 ** ZOOM;
const mercator = (lat: number) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
/** Where world pixels are counted from. */
export const ORIGIN = { x: ((profile.centre[0] + 180) / 360) * SIZE, y: mercator(profile.centre[1]) * SIZE };

export function of(lng: number, lat: number): [number, number] {
  return [((lng + 180) / 360) * SIZE - ORIGIN.x, mercator(lat) * SIZE - ORIGIN.y];
}

export function position(x: number, y: number): [number, number] {
  const turn = Math.PI * (1 - (2 * (y + ORIGIN.y)) / SIZE);
  return [(Math.atan(Math.sinh(turn)) * 180) / Math.PI, ((x + ORIGIN.x) / SIZE) * 360 - 180];
}

export function degrees([left, top, right, bottom]: Box): Box {
  const [[south, west], [north, east]] = [position(left, bottom), position(right, top)];
  return [west, south, east, north];
}

export function pixels(km: number, lat: number) {
  return (km / (40075.017 * Math.cos((lat * Math.PI) / 180))) * SIZE;
}

/** Pixels of the screen for a world pixel at a zoom. */
export function scale(zoom: number) {
  return 2 ** (zoom - ZOOM);
}

/** The zoom at which a world pixel takes so many pixels of the screen. */
export function zoom(scale: number) {
  return ZOOM + Math.log2(scale);
}
