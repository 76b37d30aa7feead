/** Rows of a card that a layer's specification declares. */
import * as Dates from '../data/dates.ts';
import { otherNames, profile } from '../data/profile.ts';
import type { Scene } from '../scene.ts';
import type { CardRow } from './layer.ts';

/** What the declared columns of a record say. @param lead those before the line that opens */
export function cardRows(scene: Scene, layer: string, record: object, lead = false): CardRow[] {
  const { t, view } = scene;
  const cells: Record<string, string | number> = { ...record };
  const columns = (profile.columns[layer] || []).filter((column) => Boolean(column.lead) === lead);
  return columns.map(({ name, heading, kind, unit, words, none }) => {
    const value = cells[name] || cells[name] === 0 ? cells[name] : none;
    if (value === undefined) return [t(heading), null];
    if (kind === 'number') return [t(heading), scene.number(Number(value)) + (unit ? ' ' + t(unit) : '')];
    if (kind === 'code') return [t(heading), t(`${words}.${value}`)];
    if (kind === 'stamp') return [t(heading), Dates.writeStamp(String(value), view.language)];
    if (kind === 'names') return [t(heading), otherNames({ alt_names: String(value) })];
    return [t(heading), kind === 'day' ? Dates.words(Number(value), view.language) : value];
  });
}
