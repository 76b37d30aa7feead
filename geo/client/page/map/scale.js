/** Leaflet's scale, in the reader's words and digits. */
import * as Dates from '../../paint/data/dates.js';
import { L } from '../leaflet.js';

/** @import { Control } from 'leaflet' */
/** @import { Atlas } from '../atlas.js' */

/**
 * Leaflet's scale with the parts of it that say in which words it is written.
 * @typedef {Control.Scale & {
 *   _mScale: HTMLElement,
 *   _update: () => void,
 *   _updateMetric: (most: number) => void,
 *   _getRoundNum: (value: number) => number,
 *   _updateScale: (element: HTMLElement, text: string, ratio: number) => void,
 * }} Scale
 */

/** Leaflet's scale. @param {Atlas} atlas */
export function scale(atlas) {
  const control = /** @type {Scale} */ (L.control.scale({ position: 'bottomleft', imperial: false, maxWidth: 120 }));
  control._updateMetric = (most) => {
    const km = control._getRoundNum(most) / 1000;
    control._updateScale(
      control._mScale,
      Dates.number(km, atlas.view.language, 2) + ' ' + atlas.t('unit.km'),
      (km * 1000) / most,
    );
  };
  return control;
}
