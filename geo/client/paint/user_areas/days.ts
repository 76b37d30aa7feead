/** The days of a reader's control maps: a file may hold several, each from its day on. */
import * as Dates from '../data/dates.ts';
import type { Scene } from '../scene.ts';

/** `shown` is the day of the map that is shown, the newest up to the day; null where the file names none, or has a row
 * for each place with days of its own. `first` is the first day. */
type MapDays = { isKnown: boolean; shown: number | null; first: number | null };

export function mapDays(rows: Array<{ start: number | null; end: number | null }>, day: number): MapDays {
  const shown = rows.filter(({ start, end }) => (start === null || start <= day) && (end === null || day < end));
  const newest = areMaps(rows) ? pick(shown, Math.max) : null;
  return { isKnown: shown.length > 0, shown: newest, first: pick(rows, Math.min) };
}

/** Whether all rows of a day hold to the next day of the file. */
function areMaps(rows: Array<{ start: number | null; end: number | null }>) {
  const starts = [...new Set(rows.map(({ start }) => start))].sort((a, b) => (a ?? -Infinity) - (b ?? -Infinity));
  const next = new Map(starts.map((start, i) => [start, starts[i + 1] ?? null]));
  return rows.every(({ start, end }) => end === next.get(start));
}

function pick(rows: Array<{ start: number | null }>, choose: (...days: number[]) => number) {
  const days = rows.flatMap(({ start }) => (start === null ? [] : [start]));
  return days.length ? choose(...days) : null;
}

/** The name of a file of maps with the day of the one that is shown, or with the reason why none is.
 * @param otherwise day where the file names none */
export function nameWithDay(atlas: Scene, name: string, days: MapDays, otherwise: number | null = null) {
  const day = days.shown ?? otherwise;
  const more = !days.isKnown ? missingMap(atlas, days) : day === null ? '' : Dates.words(day, atlas.view.language);
  return [name, more].filter(Boolean).join(atlas.t('sentence.comma'));
}

export function missingMap(atlas: Scene, { first }: MapDays) {
  return atlas.t('userAreas.none', { day: first === null ? '' : Dates.words(first, atlas.view.language) });
}
