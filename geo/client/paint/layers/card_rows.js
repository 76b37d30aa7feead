/** Rows of a card that a layer's specification declares. */
import * as Dates from '../data/dates.js';
import { otherNames, profile } from '../data/profile.js';

/** @import { Scene } from '../scene.js' */
/** @import { CardRow } from './layer.js' */

/** What the declared columns of a record say. @param {Scene} scene @param {string} layer @param {object} record
 * @returns {CardRow[]} */
export function cardRows(scene, layer, record) {
  const { t, view } = scene;
  /** @type {Record<string, string | number>} */
  const cells = { ...record };
  return (profile.columns[layer] || []).map(({ name, heading, kind, unit, words, none }) => {
    const value = cells[name] || cells[name] === 0 ? cells[name] : none;
    if (value === undefined) return [t(heading), null];
    if (kind === 'number') return [t(heading), scene.number(Number(value)) + (unit ? ' ' + t(unit) : '')];
    if (kind === 'code') return [t(heading), t(`${words}.${value}`)];
    if (kind === 'stamp') return [t(heading), Dates.writeStamp(String(value), view.language)];
    if (kind === 'names') return [t(heading), otherNames({ alt_names: String(value) })];
    return [t(heading), kind === 'day' ? Dates.words(Number(value), view.language) : value];
  });
}
