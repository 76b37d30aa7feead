/** The days of a reader's control maps: a file may hold several, each from its day on. */
import * as Dates from '../data/dates.js';

/** @import { Scene } from '../scene.js' */

/**
 * `shown` is the day of the map that is shown, the newest up to the day; null where the file names none. `first` is the day
 * of the first map.
 * @typedef {{isKnown: boolean, shown: ?number, first: ?number}} MapDays
 */

/** @param {Array<{start: ?number, end: ?number}>} rows @param {number} day @returns {MapDays} */
export function mapDays(rows, day) {
  const shown = rows.filter(({ start, end }) => (start === null || start <= day) && (end === null || day < end));
  return { isKnown: shown.length > 0, shown: pick(shown, Math.max), first: pick(rows, Math.min) };
}

/** @param {Array<{start: ?number}>} rows @param {(...days: number[]) => number} choose */
function pick(rows, choose) {
  const days = rows.flatMap(({ start }) => (start === null ? [] : [start]));
  return days.length ? choose(...days) : null;
}

/** The name of a file of maps with the day of the one that is shown, or with the reason why none is. @param {Scene} atlas
 * @param {string} name @param {MapDays} days @param {?number} [otherwise] day where the file names none */
export function nameWithDay(atlas, name, days, otherwise = null) {
  const day = days.shown ?? otherwise;
  const more = !days.isKnown ? missingMap(atlas, days) : day === null ? '' : Dates.words(day, atlas.view.language);
  return [name, more].filter(Boolean).join(atlas.t('sentence.comma'));
}

/** That no map is of the day shown, and where they begin. @param {Scene} atlas @param {MapDays} days */
export function missingMap(atlas, { first }) {
  return atlas.t('userAreas.none', { day: first === null ? '' : Dates.words(first, atlas.view.language) });
}
