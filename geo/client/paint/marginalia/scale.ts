/** The bar of scale: a round number of kilometres, and how long it is drawn. */
import * as Dates from '../data/dates.ts';
import * as World from '../map/world.ts';
import type { Scene } from '../scene.ts';
import type { Frame } from '../map/frame.ts';

const LONGEST = 120; // pixels

/** The longest bar with a round number that fits, measured at a latitude. */
export function scaleBar(scene: Scene, zoom: number, latitude: number) {
  const perKm = World.pixels(1, latitude) * World.scale(zoom);
  const power = 10 ** Math.floor(Math.log10(LONGEST / perKm));
  const km = power * ([5, 3, 2].find((times) => times * power * perKm <= LONGEST) || 1);
  return { km, width: km * perKm, text: `${Dates.number(km, scene.view.language, 3)} ${scene.t('unit.km')}` };
}

/** Degrees from one line to the next; the shorter side of the frame has at least so many lines across. */
const STEPS = [5, 2, 1, 0.5, 0.25, 0.1, 0.05];
const LEAST = 3;

type GraticuleLine = { degrees: number; at: number };

export function graticule(frame: Frame): { meridians: GraticuleLine[]; parallels: GraticuleLine[] } {
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
