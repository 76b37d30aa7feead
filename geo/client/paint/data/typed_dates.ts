/** Days as people type them, in any language of the atlas. */
import * as Dates from './dates.ts';
import { profile } from './profile.ts';

/** Marks of direction that come with text copied from a page in Arabic. */
const INVISIBLE = /[\u061c\u200e\u200f\u2066-\u2069]/g;

/** Letters without case, marks or the sign that lengthens Arabic words. */
const fold = (text: string) =>
  text.toLowerCase().normalize('NFKD').replace(/[\p{Mn}\u0640]/gu, '').replace(/\s+/g, ' ').trim();

/** Numbers of months, and words for today, by their folded names. */
let lexicon: { months: Map<string, number>; today: Set<string> } | null = null;

function names() {
  if (lexicon) return lexicon;
  const months = new Map<string, number>();
  const today = new Set<string>();
  for (const writing of Object.values(profile.writing)) {
    writing.months.forEach((name, at) => months.set(fold(name), at + 1));
    for (const [name, month] of Object.entries(writing.monthNames || {})) months.set(fold(name), month);
    for (const word of writing.today || []) today.add(fold(word));
  }
  return lexicon = { months, today };
}

/** The day that a text names, null where it names none. Of 3/4/2017 the first number is the day, and of 4/13/2017
 * the month, since there is no thirteenth month. *Today* is the last day of the atlas. */
export function readDay(text: string): number | null {
  const words = fold(Dates.normalizeDigits(text.replace(INVISIBLE, '')));
  if (names().today.has(words)) return Dates.LAST;
  const numbers = words.match(/\d+/g) || [];
  const letters = words.replace(/[\d.,،/\-]+/g, ' ').replace(/(?<=^|\s)(st|nd|rd|th|of|the)(?=\s|$)/g, ' ');
  // A lone letter, and one at the end of a month, link the parts of a date in Sorani.
  const name = letters.replace(/(?<=^|\s)\p{L}(?=\s|$)/gu, ' ').replace(/\s+/g, ' ').trim();
  if (!/\p{L}/u.test(letters)) return ofNumbers(words, numbers);
  const month = names().months.get(name) ?? names().months.get(name.slice(0, -1));
  if (!month || numbers.length !== 2) return null;
  const [first, second] = numbers.map(Number);
  return first > 31 ? makeDate(first, month, second) : makeDate(second, month, first);
}

function ofNumbers(text: string, numbers: string[]) {
  const parts = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/.exec(text.replace(/\s/g, ''));
  if (!parts || numbers.length !== 3) return null;
  const [a, b, c] = parts.slice(1).map(Number);
  if (parts[1].length === 4) return makeDate(a, b, c);
  if (parts[3].length !== 4) return null;
  return makeDate(c, b, a) ?? makeDate(c, a, b);
}

function makeDate(year: number, month: number, date: number): number | null {
  const two = (value: number) => String(value).padStart(2, '0');
  return Dates.day(`${year}-${two(month)}-${two(date)}`);
}
