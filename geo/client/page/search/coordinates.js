/** A position as people write it, as Python's `geo/gazetteer/coordinates.py` reads it. */
import { onGrid } from './grid.js';

const BARE = /^\s*([+-]?\d{1,3}(?:\.\d+)?)\s*(?:[,;]|\s)\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$/;
const GEO = /^geo:([+-]?\d+(?:\.\d+)?),([+-]?\d+(?:\.\d+)?)(?:[,;].*)?$/i;
const WKT = /^(?:srid=\d+;)?\s*point\s*z?m?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)*\s*\)$/i;
const NUMBER = '\\d{1,3}(?:\\.\\d+)?';
const SIDE = '(north|south|east|west|[nsew])';
const DEGREES = `(${NUMBER})\\s*[°º]?\\s*(?:(${NUMBER})\\s*['′’]\\s*)?(?:(${NUMBER})\\s*(?:["″”]|''|′′)\\s*)?`;
/** Letters of the compass stand before both angles or behind both. */
const BEFORE = pairOf(`${SIDE}\\s*${DEGREES}`);
const BEHIND = pairOf(`${DEGREES}\\s*${SIDE}`);

/** @param {string} angle */
function pairOf(angle) {
  return new RegExp(`^\\s*${angle}\\s*[,;/|]?\\s*${angle}\\s*$`, 'i');
}

/**
 * @typedef {Object} Position
 * @property {number} lon degrees
 * @property {number} lat degrees
 * @property {boolean} [turned] whether it lies in the region only with its numbers the other way round, as here
 */

/** @param {string} side @param {(string | undefined)[]} amounts degrees, minutes, seconds */
function angle(side, amounts) {
  const [degrees, minutes, seconds] = amounts.map((one) => Number(one || 0));
  const value = degrees + minutes / 60 + seconds / 3600;
  const valid = minutes < 60 && seconds < 60;
  return { axis: /^[ns]/i.test(side) ? 'lat' : 'lon', value: /^[sw]/i.test(side) ? -value : value, valid };
}

/** @param {string} text @returns {Position | null} */
function lettered(text) {
  const before = text.match(BEFORE);
  const behind = text.match(BEHIND);
  let found = null;
  if (before) found = [angle(before[1], before.slice(2, 5)), angle(before[5], before.slice(6, 9))];
  else if (behind) found = [angle(behind[4], behind.slice(1, 4)), angle(behind[8], behind.slice(5, 8))];
  if (!found || found[0].axis === found[1].axis || !found.every((one) => one.valid)) return null;
  const [lon, lat] = found[0].axis === 'lon' ? found : [found[1], found[0]];
  return { lon: lon.value, lat: lat.value };
}

const ARABIC = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';
/** A comma between digits. */
const COMMA = /(?<=\d),(?=\d)/g;

/** A text with digits and points as in English; its commas are points where both numbers have one. @param {string} text */
function plain(text) {
  const found = text.replace(/[٠-٩۰-۹]/g, (digit) => String(ARABIC.indexOf(digit) % 10)).replace(/٫/g, '.')
    .replace(/،/g, ',');
  return !found.includes('.') && found.match(COMMA)?.length === 2 ? found.replace(COMMA, '.') : found;
}

/**
 * The position that a text gives; null where it is none, or none within the region.
 * @param {string} written @param {number[]} region west, south, east, north in degrees @returns {Position | null}
 */
export function position(written, [west, south, east, north]) {
  /** @param {Position | null} one */
  const within = (one) => one && west <= one.lon && one.lon <= east && south <= one.lat && one.lat <= north;
  const text = plain(written);
  const bare = text.match(BARE);
  const geo = text.trim().match(GEO);
  const wkt = text.trim().match(WKT);
  let found = lettered(text) || onGrid(text);
  if (bare || wkt) found = { lon: Number((bare || wkt)?.[1]), lat: Number((bare || wkt)?.[2]) };
  if (geo) found = { lon: Number(geo[2]), lat: Number(geo[1]) };
  if (within(found)) return found;
  const turned = bare && found ? { lon: found.lat, lat: found.lon, turned: true } : null;
  return within(turned) ? turned : null;
}
