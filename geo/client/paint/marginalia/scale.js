/** The bar of scale: a round number of kilometres, and how long it is drawn. */
import * as Dates from '../data/dates.js';
import * as World from '../map/world.js';

/** @import { Frame } from '../map/frame.js' */
/** @import { Scene } from '../scene.js' */

/** The longest bar with a round number that fits, measured in the middle of the frame.
 * @param {Scene} scene @param {Frame} frame @param {number} [most] pixels @returns {{km: number, width: number, text: string}} */
export function scaleBar(scene, frame, most = 120) {
  const [, south, , north] = frame.box;
  const perKm = World.pixels(1, (south + north) / 2) * frame.k;
  const power = 10 ** Math.floor(Math.log10(most / perKm));
  const km = power * ([5, 3, 2].find((times) => times * power * perKm <= most) || 1);
  return { km, width: km * perKm, text: `${Dates.number(km, scene.view.language, 3)} ${scene.t('unit.km')}` };
}
