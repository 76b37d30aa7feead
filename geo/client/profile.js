/** The profile of the dispute: what Python's `geo/profile.py` says of it, read from the page before anything else runs. */

/**
 * @typedef {Object} Profile
 * @property {{first: string, last: string, opening: string}} days ISO 8601 days that the data covers, and the one that opens
 * @property {string[]} languages the first is the default
 * @property {string[]} perspectives `held` first
 * @property {string[]} layers from the ground up
 * @property {string[]} hidden layers that are off until a reader switches them on
 * @property {string[]} eventTypes
 * @property {Object<string, [string, string][]>} namedBefore by holder: until each day it goes by another name
 * @property {[string, string]} mixed the two actors whose colours stand for ground that is held jointly
 * @property {[number, number]} centre longitude and latitude
 * @property {[number, number, number, number]} region west, south, east, north in degrees
 * @property {Partial<import('./spelling.js').Rules>} spelling how names are written
 */

/** A profile that names nothing: what stands where a page has none, as in tests of single modules. @type {Profile} */
const NONE = {
  days: { first: '1900-01-01', last: '2100-12-31', opening: '2000-01-01' },
  languages: ['en'],
  perspectives: ['held'],
  layers: [],
  hidden: [],
  eventTypes: [],
  namedBefore: {},
  mixed: ['one', 'other'],
  centre: [0, 0],
  region: [-180, -90, 180, 90],
  spelling: {},
};

function read() {
  const element = globalThis.document?.getElementById('greenline-profile');
  if (element) return JSON.parse(element.textContent);
  return globalThis.greenlineProfile || NONE;
}

/** @type {Profile} */
export const profile = Object.freeze(read());
