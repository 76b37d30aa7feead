/** The bar of scale: a round number of kilometres, and how long it is drawn. */
import * as Dates from '../data/dates.ts';
import * as World from '../map/world.ts';
import type { Scene } from '../scene.ts';

/** The longest bar with a round number that fits, measured at a latitude. @param most pixels */
export function scaleBar(scene: Scene, zoom: number, latitude: number, most = 120) {
  const perKm = World.pixels(1, latitude) * World.scale(zoom);
  const power = 10 ** Math.floor(Math.log10(most / perKm));
  const km = power * ([5, 3, 2].find((times) => times * power * perKm <= most) || 1);
  return { km, width: km * perKm, text: `${Dates.number(km, scene.view.language, 3)} ${scene.t('unit.km')}` };
}
