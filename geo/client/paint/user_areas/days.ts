/** The days of a reader's control maps: a file may hold several, each from its day on. */
import * as Dates from '../data/dates.ts';
import type { Scene } from '../scene.ts';

/** `newest` is the day of the map that is shown, the newest up to the day; null where the file names none, or has a row
 * for each place with days of its own. `first` is the first day. */
type MapDays = { isKnown: boolean; newest: number | null; first: number | null };

export function mapDays(rows: Array<{ start: number | null; end: number | null }>, day: number): MapDays {
  const current = rows.filter(({ start, end }) => (start === null || start <= day) && (end === null || day < end));
  const starts = [...new Set(rows.map(({ start }) => start))].sort((a, b) => (a ?? -Infinity) - (b ?? -Infinity));
  const next = new Map(starts.map((start, i) => [start, starts[i + 1] ?? null]));
  const areMaps = rows.every(({ start, end }) => end === next.get(start)); // each holds to the next day of the file
  return { isKnown: current.length > 0, newest: areMaps ? pick(current, Math.max) : null, first: pick(rows, Math.min) };
}

function pick(rows: Array<{ start: number | null }>, choose: (...days: number[]) => number) {
  const days = rows.flatMap(({ start }) => (start === null ? [] : [start]));
  return days.length ? choose(...days) : null;
}

/** The name of a file of maps with the day of the one that is shown, or with the reason why none is.
 * @param otherwise day where the file names none */
export function nameWithDay(atlas: Scene, name: string, days: MapDays, otherwise: number | null = null) {
  const day = days.newest ?? otherwise;
  const more = !days.isKnown ? missingMap(atlas, days) : day === null ? '' : Dates.words(day, atlas.view.language);
  return [name, more].filter(Boolean).join(atlas.t('sentence.comma'));
}

export function missingMap(atlas: Scene, { first }: MapDays) {
  return atlas.t('userAreas.none', { day: first === null ? '' : Dates.words(first, atlas.view.language) });
}
