/** Days as whole numbers since 1970-01-01, and how they are written in each language. */
import { profile } from './profile.ts';

const DAY = 86400000;
/** The locale of a language: English puts the day first, other languages write as in the country. Browsers do not
 * know the digits and the order of letters of Sorani, which are those of Arabic. */
export const locale = (language: string) =>
  language === 'en' ? 'en-GB' : [language === 'ckb' ? 'ar' : language, profile.country].filter(Boolean).join('-');
const formats: Record<string, Intl.DateTimeFormat> = {};
const numbers: Record<string, Intl.NumberFormat> = {};

/** The number of a day that is written as ISO 8601, null where the text is none. */
export function day(iso: string): number | null {
  const time = /^\d{4}-\d\d-\d\d$/.test(iso) ? Date.parse(iso + 'T00:00:00Z') : NaN;
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? null : Math.round(time / DAY);
}

/** A text with the digits that ISO 8601 is written with, from those of any language of the atlas. */
export function normalizeDigits(text: string) {
  return text.replace(/\p{Nd}/gu, (sign) => {
    const writing = Object.values(profile.writing).find((candidate) => candidate.digits.includes(sign));
    return writing ? String([...writing.digits].indexOf(sign)) : sign;
  });
}

export function iso(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Write a day as exactly as it is known.
 * @param precision day, inferred, month or year; an inferred day is written as its month */
export function words(day: number, language: string, precision = 'day') {
  const date = new Date(day * DAY);
  // The locale of Sorani has the months of Arabic: the page writes its own, also where the browser knows the language.
  if (language === 'ckb' || !Intl.DateTimeFormat.supportedLocalesOf([language]).length) {
    return spellDay(date, language, precision);
  }
  const key = language + precision;
  formats[key] = formats[key] || new Intl.DateTimeFormat(locale(language), {
    timeZone: 'UTC',
    calendar: 'gregory', // Persian would count its own years
    year: 'numeric',
    ...(precision !== 'year' && { month: 'long' }),
    ...(precision === 'day' && { day: 'numeric' }),
  });
  return formats[key].format(date);
}

/** Write what is known of a day, a year, a month or a day as ISO 8601, in words where the language has other digits.
 * Any other text stands as it is. */
export function writeStamp(stamp: string, language: string) {
  return digits(0, language) === '0' ? stamp : stampWords(stamp, language);
}

/** Write a stamp in words, as geo/words/locale.py does. */
export function stampWords(stamp: string, language: string) {
  const precision = { 4: 'year', 7: 'month', 10: 'day' }[stamp.length];
  const result = precision ? day((stamp + '-01-01').slice(0, 10)) : null;
  return result === null ? stamp : words(result, language, precision);
}

/** Write a number with the language's digits. @param digits after the point, at most */
export function number(value: number, language: string, digits = 0) {
  const key = language + digits;
  numbers[key] = numbers[key] || new Intl.NumberFormat(locale(language), { maximumFractionDigits: digits });
  return numbers[key].format(value);
}

/** A figure with the ends of what it may be; null where they are not known. */
type Range = { low: number | null; best: number | null; high: number | null };

/** Write a count as best (low–high), or what of that is known; null where nothing is. */
export function count({ low, best, high }: Range, language: string) {
  const ends = low !== null && high !== null && low !== high
    ? [low, high].map((end) => number(end, language)).join('–')
    : null;
  if (best === null) return ends;
  return number(best, language) + (ends ? ` (${ends})` : '');
}

/** Write the best of a figure, no finer than the ends of what it may be allow, and with three digits that count, or
 * two; a dash where it is not known. */
export function rounded({ low, best, high }: Range, language: string) {
  return best === null ? '–' : number(roundEstimate({ low, best, high }), language);
}

export function roundEstimate({ low, best, high }: Range & { best: number }) {
  const [size, width] = [Math.abs(best), low === null || high === null ? 0 : high - low];
  const power = (value: number) => value >= 1 ? Math.floor(Math.log10(value)) : 0;
  const step = 10 ** Math.max(0, Math.min(power(size) - 1, Math.max(power(size) - 2, power(width / 2))));
  return Math.round(best / step) * step;
}

/** A whole number without separators, or a day as ISO 8601, in the language's digits. */
export function digits(value: number | string, language: string) {
  const signs = profile.writing[language]?.digits || '0123456789';
  return String(value).replace(/\d/g, (digit) => signs[Number(digit)]);
}

export function of(year: number, month: number): number {
  return Math.round(Date.UTC(year, month - 1, 1) / DAY);
}

/** Move by calendar months, keeping to the month's last day. */
export function addMonths(day: number, months: number) {
  const date = new Date(day * DAY);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return Math.round(first.getTime() / DAY) + Math.min(date.getUTCDate(), last) - 1;
}

export function year(day: number) {
  return new Date(day * DAY).getUTCFullYear();
}

/** Write a day in a language that not every browser knows: Sorani links its parts by a vowel. */
function spellDay(date: Date, language: string, precision: string) {
  const year = digits(date.getUTCFullYear(), language);
  if (precision === 'year') return year;
  const link = language === 'ckb' ? 'ی ' : ' ';
  const month = profile.writing[language].months[date.getUTCMonth()] + link + year;
  return precision !== 'day' ? month : digits(date.getUTCDate(), language) + link + month;
}

/** The number of a day that is known to be written as ISO 8601. */
export function toDay(iso: string): number {
  return day(iso) as number;
}

export const FIRST = toDay(profile.days.first); // first and last day of the atlas
export const LAST = toDay(profile.days.last);
export const OPENING = toDay(profile.days.opening); // the day of a view that names none
/** The day that later days are compared with until a reader chooses another. */
export const COMPARISON = toDay(profile.days.comparison);

export function span(language: string) {
  return { first: digits(year(FIRST), language), last: digits(year(LAST), language) };
}
