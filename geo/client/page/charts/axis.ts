/** Years below a time axis: as many as fit beside one another in the reader's font, none over another. */
import * as Dates from '../../paint/data/dates.ts';

type Tick = { day: number; text: string; half: number; at: number; x: number };

const STEPS = [1, 2, 5, 10, 20, 50, 100];
const GAP = 8; // pixels between two years at least

/** @param first day
 * @param last day
 * @param x pixel of a day
 * @param width pixels of the axis
 * @param measure width of a text
 * @returns where each is marked (at) and where the middle of its text stands (x), within the axis */
export function years(
  first: number,
  last: number,
  x: (day: number) => number,
  width: number,
  measure: (text: string) => number,
  language: string,
): Array<{ day: number; text: string; at: number; x: number }> {
  const tick = (year: number) => {
    const day = Dates.of(year, 1);
    const text = Dates.digits(year, language);
    const half = measure(text) / 2;
    return { day, text, half, at: x(day), x: Math.max(half, Math.min(width - half, x(day))) };
  };
  const all = Array.from({ length: Dates.year(last) - Dates.year(first) + 1 }, (_, i) => Dates.year(first) + i)
    .filter((year) => Dates.of(year, 1) >= first);
  if (!all.length) return [];
  const apart = (a: Tick, b: Tick) => Math.abs(a.x - b.x) >= a.half + b.half + GAP;
  const fit = (list: Tick[]) => list.every((item, i) => !i || apart(list[i - 1], item));
  const lists = STEPS.map((step) => all.filter((year) => year % step === 0).map(tick));
  const chosen = lists.find(fit) || [];
  const start = tick(all[0]);
  return chosen.every((item) => apart(start, item)) ? [start, ...chosen] : chosen;
}
