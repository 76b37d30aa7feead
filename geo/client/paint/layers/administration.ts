/** Who administers ground, by the newest attestation up to the day shown: in words, for cards. */
import * as Dates from '../data/dates.ts';
import { People } from '../data/people.ts';
import { percent, sharesOf } from './ground.ts';
import { cited } from '../data/cited.ts';
import type { Administration } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { Control } from './control.ts';
import type { CardRow } from './layer.ts';

/** Who administers some units; a place or a part has the administration of its sub-district, and the row says so. */
export function administration(atlas: Scene, control: Control, units: number[], inferred: boolean): CardRow[] {
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

/** Ids of the sources of who administers some units. */
export function administrationSources(atlas: Scene, control: Control, units: number[]) {
  const rows = units.flatMap((unit) => attestation(atlas, control, unit));
  return [...new Set(rows.flatMap((row) => cited(row).split(';')))].join(';');
}

/** The days of the attestations. */
function asOf(atlas: Scene, control: Control, units: number[]) {
  const rows = units.flatMap((unit) => attestation(atlas, control, unit)).sort((a, b) => a.date - b.date);
  const words = [rows[0], rows[rows.length - 1]].map((row) =>
    Dates.words(row.date, atlas.view.language, row.precision)
  );
  return atlas.t('details.asOf', { day: [...new Set(words)].join(' – ') });
}

function attestation(atlas: Scene, control: Control, unit: number) {
  return People.of(atlas)?.administration(control.units[unit].pcode, atlas.day) || [];
}

/** Who administers a sub-district or a part of it, from where and for whom. @param exactly with the day */
function inWords(atlas: Scene, control: Control, row: Administration, exactly: boolean) {
  const governorate = control.governorates.get(row.governorate);
  const place = [atlas.dataText(row.part), governorate && atlas.nameOf(governorate)].filter(Boolean).join(': ');
  const side = row.side ? atlas.heldBy(row.side, row.date) : '';
  const day = Dates.words(row.date, atlas.view.language, row.precision);
  return [place, side, exactly ? atlas.t('details.asOf', { day }) : ''].filter(Boolean).join(' · ');
}
