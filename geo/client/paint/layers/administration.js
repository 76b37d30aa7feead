/** Who administers ground, by the newest attestation up to the day shown: in words, for cards. */
import * as Dates from '../data/dates.js';
import { People } from '../data/people.js';
import { percent, sharesOf } from './ground.js';
import { cited } from '../data/cited.js';

/** @import { Scene } from '../scene.js' */
/** @import { Administration } from '../data/tables.js' */
/** @import { Control } from './control.js' */
/** @import { CardRow } from './layer.js' */

/** Who administers some units; a place or a part has the administration of its sub-district, and the row says so.
 * @param {Scene} atlas @param {Control} control @param {number[]} units @param {boolean} inferred @returns {CardRow[]} */
export function administration(atlas, control, units, inferred) {
  if (!People.of(atlas)) return [];
  const title = atlas.t(inferred ? 'details.administered.inferred' : 'details.administered');
  if (!units.some((unit) => attestation(atlas, control, unit).length)) return [];
  const nobody = atlas.t('holder.unknown');
  if (units.length === 1) {
    return [[
      title,
      attestation(atlas, control, units[0]).map((row) => inWords(atlas, control, row, true)).join(
        atlas.t('list.break'),
      ),
    ]];
  }
  const shares = sharesOf(
    control,
    units,
    (unit) =>
      attestation(atlas, control, unit).map((row) => inWords(atlas, control, row, false)).join(atlas.t('list.break')) ||
      nobody,
  );
  const parts = shares.map((share) => shares.length > 1 ? `${share.holder}: ${percent(atlas, share)}` : share.holder);
  return [[title, [...parts, asOf(atlas, control, units)].join(atlas.t('sentence.and'))]];
}

/** Ids of the sources of who administers some units. @param {Scene} atlas @param {Control} control @param {number[]} units */
export function administrationSources(atlas, control, units) {
  const rows = units.flatMap((unit) => attestation(atlas, control, unit));
  return [...new Set(rows.flatMap((row) => cited(row).split(';')))].join(';');
}

/** The days of the attestations. @param {Scene} atlas @param {Control} control
 * @param {number[]} units */
function asOf(atlas, control, units) {
  const rows = units.flatMap((unit) => attestation(atlas, control, unit)).sort((a, b) => a.date - b.date);
  const words = [rows[0], rows[rows.length - 1]].map((row) =>
    Dates.words(row.date, atlas.view.language, row.precision)
  );
  return atlas.t('details.asOf', { day: [...new Set(words)].join(' – ') });
}

/** @param {Scene} atlas @param {Control} control @param {number} unit */
function attestation(atlas, control, unit) {
  return People.of(atlas)?.administration(control.units[unit].pcode, atlas.day) || [];
}

/** Who administers a sub-district or a part of it, from where and for whom. @param {Scene} atlas
 * @param {Control} control @param {Administration} row @param {boolean} exactly with the day */
function inWords(atlas, control, row, exactly) {
  const governorate = control.governorates.get(row.governorate);
  const place = [atlas.dataText(row.part), governorate && atlas.nameOf(governorate)].filter(Boolean).join(': ');
  const side = row.side ? atlas.heldBy(row.side, row.date) : '';
  const day = Dates.words(row.date, atlas.view.language, row.precision);
  return [
    place,
    side,
    exactly ? atlas.t('details.asOf', { day }) : '',
  ].filter(Boolean).join(' · ');
}
