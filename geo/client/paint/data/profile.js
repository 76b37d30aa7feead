/** The profile of the dispute: what Python's `geo/profile.py` says of it, which the host reads before anything else runs. */

/**
 * @typedef {Object} Writing
 * @property {string} name what the language is called in itself
 * @property {boolean} rtl whether it is written from right to left
 * @property {string} digits from 0 to 9
 * @property {string[]} months for browsers that do not know the language
 * @property {Record<string, number>} [monthNames] numbers of months by the names that people write
 * @property {string[]} [today] words for today
 */

/**
 * A field of the view: its key in an address, its kind, its default as an address has it, and what the kind accepts.
 * @typedef {Object} Field
 * @property {keyof import('./view.js').View} name
 * @property {string} key
 * @property {string} kind
 * @property {?string} default
 * @property {boolean} trims whether signs that end its value come from a mail or chat program
 * @property {boolean} [optional]
 * @property {string[]} [options] what can be chosen
 * @property {string[]} [elsewhere] names of other disputes, for which this one has no data
 * @property {Record<string, string>} [former] names that addresses had before
 * @property {number} [most] figure, or characters
 * @property {[number, number]} [longest] characters of names, and of corners
 * @property {number} [corners]
 * @property {number} [crossings] of the edges of a polygon
 * @property {string} [first] day
 * @property {string} [last] day
 */

/** A column of a layer's features (geo/layers/spec.py). @typedef {{name: string, heading: string, kind: string, unit?: string,
 *   words?: string, none?: string}} CardColumn */

/**
 * @typedef {Object} Profile
 * @property {string} country ISO 3166-1 code of two letters
 * @property {{first: string, last: string, opening: string, comparison: string}} days ISO 8601: days that the data
 *   covers, that of a view that names none, and the one that later days are compared with until a reader chooses another
 * @property {string[]} languages the first is the default
 * @property {Record<string, Writing>} writing how each of them is written
 * @property {string[]} perspectives `held` first
 * @property {{fields: Field[], marks: string[], gone: string[]}} view its fields, other keys of an address, and those of
 *   them that ended
 * @property {string[]} layers from the ground up
 * @property {string[]} apart layers whose keys stand in a group of their own in the legend
 * @property {Record<string, number>} near by layer: km across of a frame from which on down it comes by itself
 * @property {Record<string, CardColumn[]>} columns by layer: what its cards say of a feature behind a line that opens it
 * @property {Record<string, string[]>} covers by layer: those whose fills lie unseen below its own
 * @property {Record<string, [string, string][]>} namedBefore by holder: until each day it goes by another name
 * @property {string[]} foremost ids of the places whose names are the largest words of the map
 * @property {[string, string]} mixed the two actors who hold ground jointly
 * @property {[number, number]} centre longitude and latitude
 * @property {?number} north latitude from which on fields are of the north
 * @property {[number, number, number, number]} region west, south, east, north in degrees
 * @property {Partial<import('./spelling.js').Rules>} spelling how names are written
 */

/** A profile that names nothing: what stands where a page has none, as in tests of single modules. @type {Profile} */
const NONE = {
  country: 'GB',
  days: { first: '1900-01-01', last: '2100-12-31', opening: '2000-01-01', comparison: '1900-01-01' },
  languages: ['en'],
  writing: { en: { name: 'English', rtl: false, digits: '0123456789', months: [] } },
  perspectives: ['held'],
  view: { fields: [], marks: [], gone: [] },
  layers: [],
  apart: [],
  near: {},
  columns: {},
  covers: {},
  namedBefore: {},
  foremost: [],
  mixed: ['one', 'other'],
  centre: [0, 0],
  north: null,
  region: [-180, -90, 180, 90],
  spelling: {},
};

/** What the host put there before anything else ran. @type {Profile} */
export const profile = Object.freeze(
  /** @type {{greenlineProfile?: Profile}} */ (globalThis).greenlineProfile || NONE,
);

/** A value as it stands in a text: between marks that keep a date or a Latin word from being turned around, where the
 * text runs from right to left. @param {string} value @param {string} language */
export function isolate(value, language) {
  return direction(language) === 'rtl' && /[A-Za-z0-9]/.test(value) ? `\u2068${value}\u2069` : value;
}

/** Which way a language is written. @param {string} language @returns {'ltr' | 'rtl'} */
export function direction(language) {
  return profile.writing[language]?.rtl ? 'rtl' : 'ltr';
}

/** The names of a record in the languages of the page, those that it has. @param {object} record @returns {string[]} */
export function namesOf(record) {
  const cells = /** @type {Record<string, string>} */ (record);
  return profile.languages.map((code) => cells['name_' + code]).filter(Boolean);
}

/** Other spellings of a record's name as a reader sees them, which its cell joins by bars.
 * @param {{alt_names?: string}} record */
export function otherNames({ alt_names: cell = '' }) {
  return cell.split(' | ').join(' · ');
}
