/** Days as whole numbers since 1970-01-01, and how they are written in each language. */
import { profile } from './profile.js';

const DAY = 86400000;
const LOCALES = { en: 'en-GB', ar: 'ar-IQ', ckb: 'ckb-IQ' };
// Month names of Sorani as CLDR has them, for browsers that do not know them.
const CKB = [
  'کانوونی دووەم',
  'شوبات',
  'ئازار',
  'نیسان',
  'ئایار',
  'حوزەیران',
  'تەمووز',
  'ئاب',
  'ئەیلوول',
  'تشرینی یەکەم',
  'تشرینی دووەم',
  'کانونی یەکەم',
];
const formats = {};
const numbers = {};

/** @param {string} iso @returns {?number} */
export function day(iso) {
  if (!iso) return null;
  const time = Date.parse(iso + 'T00:00:00Z');
  return Number.isNaN(time) ? null : Math.round(time / DAY);
}

/** @param {number} day @returns {string} */
export function iso(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Write a day as exactly as it is known. @param {number} day @param {string} language
 * @param {string} [precision] day, inferred, month or year; an inferred day is told as its month */
export function words(day, language, precision = 'day') {
  const date = new Date(day * DAY);
  if (language === 'ckb') return sorani(date, precision);
  const key = language + precision;
  formats[key] = formats[key] || new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: 'UTC',
    year: 'numeric',
    ...(precision !== 'year' && { month: 'long' }),
    ...(precision === 'day' && { day: 'numeric' }),
  });
  return formats[key].format(date);
}

/** Write a number with the language's digits. */
export function number(value, language, digits = 0) {
  const key = language + digits;
  numbers[key] = numbers[key] ||
    new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'ar-IQ', { maximumFractionDigits: digits });
  return numbers[key].format(value);
}

/** A whole number without separators, in the language's digits. */
export function digits(value, language) {
  return language === 'en' ? String(value) : String(value).replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[digit]);
}

/** Move by calendar months, keeping to the month's last day. */
export function addMonths(day, months) {
  const date = new Date(day * DAY);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return Math.round(first / DAY) + Math.min(date.getUTCDate(), last) - 1;
}

export function year(day) {
  return new Date(day * DAY).getUTCFullYear();
}

function sorani(date, precision) {
  const year = digits(date.getUTCFullYear(), 'ckb');
  if (precision === 'year') return year;
  const month = CKB[date.getUTCMonth()] + 'ی ' + year;
  return precision !== 'day' ? month : digits(date.getUTCDate(), 'ckb') + 'ی ' + month;
}

/** First and last day of the atlas. */
export const FIRST = day(profile.days.first);
export const LAST = day(profile.days.last);

/** First and last year of the atlas, in the language's digits. @param {string} language */
export function span(language) {
  return { first: digits(year(FIRST), language), last: digits(year(LAST), language) };
}
